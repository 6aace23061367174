"""What is measured: mailrig and its yardsticks as processes, with the CPU they used."""

import contextlib
import http.client
import json
import os
import pathlib
import socket
import subprocess
import time

RELEASE = pathlib.Path(__file__).resolve().parents[2] / "build" / "release"
TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A measurement that would mean nothing: says why."""


def environment():
    """This one without MAILRIG_ variables, and with the libraries of a postfix under build/."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAILRIG_")}
    libraries = RELEASE.parent / "postfix/usr/lib/postfix"
    if libraries.exists():
        clean["LD_LIBRARY_PATH"] = f"{libraries}:{clean.get('LD_LIBRARY_PATH', '')}"
    return clean


class Contender:
    """A server process for one repetition; `port` takes the load."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen([str(word) for word in command], env=environment(), **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        if self.process.stdout:
            self.process.stdout.close()

    def cpu(self):
        """User and system seconds so far, of all threads."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
        raise Failed("no VmRSS in /proc")

    def settle(self, messages):
        """Nothing to wait for where nothing is kept."""


class Mailrig(Contender):
    def __init__(self, *flags):
        began = time.monotonic()
        super().__init__([RELEASE / "mailrig", "serve", "--smtp-port", "0", "--submission-port", "0", "--smtps-port",
                          "0", "--http-port", "0", "--json", "--log", "off", *flags], stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        self.start_ms = (time.monotonic() - began) * 1000
        if not line:
            raise Failed("mailrig did not start")
        ports = json.loads(line)
        self.port, self.http, self.smtps = ports["smtp"], ports["http"], ports["smtps"]

    def info(self):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.http, timeout=60)) as client:
            client.request("GET", "/v1/info")
            return json.loads(client.getresponse().read())

    def settle(self, messages):
        """Everything sent must be kept, and nothing evicted."""
        info = self.info()
        if info["counts"]["messagesReceived"] != messages:
            raise Failed(f"{messages} messages sent, {info['counts']['messagesReceived']} received")
        evicted = {kind: count for kind, count in info["evicted"].items() if count}
        if evicted:
            raise Failed(f"evictions: {evicted}: the measurement needs a larger --max-kept")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port, seconds=10):
    """Until something accepts there."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise Failed(f"nothing listens on port {port}") from None


class SmtpSink(Contender):
    """Postfix's smtp-sink: takes mail and discards it."""

    def __init__(self, tools):
        self.port = free_port()
        user = ["-u", "nobody"] if os.getuid() == 0 else []  # it insists
        super().__init__([tools / "smtp-sink", *user, f"127.0.0.1:{self.port}", "1024"], stderr=subprocess.DEVNULL)
        await_port(self.port)


class Raw(Contender):
    """A program of tests/bench that does nothing but what is in its name."""

    def __init__(self, name):
        super().__init__([RELEASE / "tests" / name], stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
