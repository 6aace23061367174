"""pytest fixture `mailrig`: a fake mail server that keeps every message and fails on purpose.

    def test_signup(mailrig):
        signup("ann@b.test", smtp=("127.0.0.1", mailrig.smtp_port))
        assert mailrig.wait_for_message(to="ann@b.test")["subject"] == "Welcome"

One server for the run, on free ports; each test finds it as at the start. The program is
`mailrig` of the PATH, or what MAILRIG_PROGRAM names. Needs nothing but Python and pytest.
"""

import json
import os
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import pytest


class Mailrig:
    """A running server. Patterns are those of the API: whole, without case, `*` and `?` wildcards."""

    def __init__(self, *flags, program=None):
        program = program or os.environ.get("MAILRIG_PROGRAM") or "mailrig"
        environment = {name: value for name, value in os.environ.items() if name != "MAILRIG_PROGRAM"}
        try:
            self.process = subprocess.Popen(
                [program, "serve", "--smtp-port", "0", "--submission-port", "0", "--smtps-port", "0",
                 "--http-port", "0", "--json", "--log", "off", *flags],
                env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        except OSError as error:
            raise RuntimeError(f"mailrig cannot be run ({error}): put it on the PATH, or name it by MAILRIG_PROGRAM") from None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"mailrig did not start: {self.process.communicate()[1].strip()}")
        self.ports = json.loads(line)  # by listener: smtp, submission (STARTTLS), smtps, http
        self.smtp_port = self.ports["smtp"]
        self.url = f"http://127.0.0.1:{self.ports['http']}"
        self._mark = "0"  # what came before concerns nobody any more

    def wait_for_message(self, timeout="10s", **filters):
        """The newest message that matches, as soon as one does; AssertionError with near misses.

        A filter that is no Python name is passed as `**{"header:X-Id": "7"}`; `from_` is `from`.
        """
        found = self._ask("GET", "/v1/messages", self._query(filters) | {"wait": timeout, "limit": "1"})
        return self._ask("GET", f"/v1/messages/{found['items'][0]['id']}")

    def messages(self, **filters):
        """Those that match, the oldest first."""
        return self._ask("GET", "/v1/messages", self._query(filters) | {"order": "asc", "limit": "1000"})["items"]

    def raw(self, identifier):
        """The octets as they were sent."""
        with urllib.request.urlopen(f"{self.url}/v1/messages/{identifier}/raw") as answer:
            return answer.read()

    def rules(self, *rules):
        """Arms rules; the newest call is asked first, its rules in their order."""
        self._ask("POST", "/v1/rules", body=list(rules))

    def verify(self, *expect):
        """The verdict if all expectations hold; AssertionError with the reasons of those that do not."""
        return self._ask("POST", "/v1/verify", body={"expect": list(expect), "after": int(self._mark)})

    def reset(self):
        """As at the start: without messages and rules, and what was refused before is not looked at."""
        for what in ("rules", "state", "messages"):
            self._ask("DELETE", f"/v1/{what}", {"all": "true"})
        self._mark = str(self._ask("GET", "/v1/messages", {"limit": "0"})["seq"])

    def stop(self):
        """Ends the server; its exit code."""
        self.process.terminate()
        self.process.communicate(timeout=30)
        return self.process.returncode

    def _query(self, filters):
        return {"after": self._mark} | {"from" if name == "from_" else name: value for name, value in filters.items()}

    def _ask(self, method, path, query=None, body=None):
        request = urllib.request.Request(
            self.url + path + ("?" + urllib.parse.urlencode(query) if query else ""), method=method,
            data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            raise AssertionError(f"mailrig: {method} {path}: {_explained(error)}") from None


def _explained(error):
    """A problem or a verdict that failed, for a person."""
    text = error.read().decode()
    try:
        problem = json.loads(text)
    except ValueError:
        return f"{error.code} {text}"
    failed = [each for each in problem.get("results", []) if each["verdict"] != "pass"]
    lines = [] if failed else [problem.get("detail") or problem.get("title") or str(error.code)]
    if problem.get("pointer"):
        lines[0] += f" at {problem['pointer']}"
    lines += _near_misses(problem)
    for each in failed:
        lines += [f"{each['name']}: {'; '.join(each['because'])}", *_near_misses(each)]
    if problem.get("hint") and not problem.get("nearMisses"):
        lines.append(problem["hint"])
    return "\n  ".join(lines)


def _near_misses(of):
    for miss in of.get("nearMisses", []):
        differences = [f'{each["field"]} is "{each["found"]}", not "{each["wanted"]}"' for each in miss["differences"]]
        yield f"{miss['kind']} {miss['id']} came close: {'; '.join(differences) or miss.get('note', '')}"


@pytest.fixture(scope="session")
def mailrig_server():
    """The server of this run."""
    server = Mailrig()
    yield server
    assert server.stop() == 0


@pytest.fixture
def mailrig(mailrig_server):
    """The server as at its start."""
    mailrig_server.reset()
    return mailrig_server
