"""Programs under measurement: started on free ports, their CPU read from /proc, ended by id."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, limit=10):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"nothing answers on port {port}")


class Process:
    """A server with its SMTP port."""

    def __init__(self, command, port=None):
        self.popen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.smtp = port

    def cpu(self):
        """Seconds of user and system time so far."""
        stat = pathlib.Path(f"/proc/{self.popen.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / TICK

    def resident(self):
        """Octets of memory that are resident."""
        for line in pathlib.Path(f"/proc/{self.popen.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.popen.send_signal(signal.SIGTERM)
        try:
            self.popen.wait(10)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        self.popen.stdout.close()


def smtp_sink():
    port = free_port()
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    sink = Process(["smtp-sink", *user, f"127.0.0.1:{port}", "1000"], port)
    wait_for_port(port)
    return sink


def mailrig(program, *flags):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "ports.json")
        rig = Process([program, "serve", "--smtp-port", "0", "--http-port", "0", "--log", "off",
                       "--port-file", str(file), *flags])
        rig.popen.stdout.readline()  # the ready line
        ports = json.loads(file.read_text())
    rig.smtp, rig.http = ports["smtp"], ports["http"]
    return rig
