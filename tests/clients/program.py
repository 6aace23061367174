"""The built program, started on free ports, and what a test asks of it."""

import contextlib
import http.client
import json
import os
import pathlib
import selectors
import signal
import subprocess
import tempfile
import time
import urllib.parse

from openapi import OpenApi

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 60


def path():
    """The program under test: $MAILRIG_PROGRAM, else the release build."""
    found = pathlib.Path(os.environ.get("MAILRIG_PROGRAM") or REPOSITORY / "build/release/mailrig")
    if not found.exists():
        raise SystemExit(f"{found} is not built: run ./dev build")
    return str(found)


def environment(**more):
    """This one, without any MAILRIG_ variable but those named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAILRIG_")}
    return kept | more


def run(*arguments, env=None, timeout=PATIENCE):
    """A subcommand, to its end: exit code, stdout and stderr as text."""
    return subprocess.run([path(), *map(str, arguments)], env=env or environment(), timeout=timeout,
                          capture_output=True, text=True, errors="replace")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def type(self):
        return self.headers.get("Content-Type", "").split(";")[0].strip()

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.type} {self.body[:600]!r}"


def read_line(stream, seconds=PATIENCE):
    """The next line of a process's output, or an error after so long."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        if not selector.select(seconds):
            raise TimeoutError(f"no line within {seconds} s")
    return stream.readline()


class Server:
    """A running mailrig. `stop` checks that it ended well and that no sanitizer complained."""

    def __init__(self, *flags, env=None, log="off", smtp_port=0):
        self._told = False
        self._folder = tempfile.TemporaryDirectory(prefix="mailrig-")
        self.port_file = pathlib.Path(self._folder.name, "ports.json")
        self._errors = open(pathlib.Path(self._folder.name, "stderr"), "w+b")
        self.process = subprocess.Popen(
            [path(), "serve", "--smtp-port", str(smtp_port), "--submission-port", "0", "--smtps-port", "0",
             "--http-port", "0", "--port-file", str(self.port_file), "--log", log, *map(str, flags)],
            env=env or environment(), stdout=subprocess.PIPE, stderr=self._errors)
        try:
            self.ready_line = read_line(self.process.stdout).decode()
            if not self.ready_line:
                raise AssertionError(f"no ready line; stderr: {self.stderr()}")
            self.ports = json.loads(self.port_file.read_text())
            self.smtp, self.http = self.ports["smtp"], self.ports["http"]
            self.url = f"http://127.0.0.1:{self.http}"
            self.openapi = OpenApi(json.loads(self.request("GET", "/v1/openapi.json", check=False).body))
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise

    def tell(self, how):
        """Sends the signal; a second one would end the server at once, so only one is sent."""
        self._told = True
        if self.process.poll() is None:
            self.process.send_signal(how)

    def stderr(self):
        # By a descriptor of its own: the server writes at the offset of the other.
        return pathlib.Path(self._errors.name).read_bytes().decode(errors="replace")

    def stop(self):
        """Ends the server, with SIGTERM unless it has been told already; what it wrote to stderr."""
        if not self._told:
            self.tell(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        errors = self.stderr()
        self._errors.close()
        self._folder.cleanup()
        if code != 0 or "Sanitizer" in errors or "runtime error" in errors:
            raise AssertionError(f"the server ended with {code}; stderr:\n{errors}")
        return errors

    def request(self, method, target, body=None, headers=None, host="127.0.0.1", check=True):
        """One request; its answer must be as /v1/openapi.json promises."""
        connection = http.client.HTTPConnection(host, self.http, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, target, body, headers or {})
            got = connection.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        if check:
            self.openapi.check(method, target, answer)
        return answer

    def get(self, target, status=200, **query):
        """GET; a query value may be a list for a parameter that repeats."""
        if query:
            target += "?" + urllib.parse.urlencode(query, doseq=True)
        answer = self.request("GET", target)
        if answer.status != status:
            raise AssertionError(f"GET {target}: {answer!r}")
        return answer

    def items(self, noun, **query):
        return self.get(f"/v1/{noun}", **query).json["items"]

    def post(self, target, document, status=201):
        answer = self.request("POST", target, json.dumps(document), {"Content-Type": "application/json"})
        if answer.status != status:
            raise AssertionError(f"POST {target}: {answer!r}")
        return answer

    def settled(self, noun, count=1, **query):
        """The items once that many match: waits on the server, not on the clock."""
        return self.items(noun, wait=f"{PATIENCE}s", count=count, **query)


def milliseconds_since(start):
    return (time.monotonic() - start) * 1000
