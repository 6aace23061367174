"""Row 5, what TLS adds to rows 1 and 2, and the part of row 7 that is inside TLS."""

import resource
import statistics
import subprocess

from contender import RELEASE, Contender, Failed, Mailrig

SOURCE = RELEASE / "tests/tls_source"


class TlsSink(Contender):
    """OpenSSL and little else; `mode` is tls, or clear for what that little costs."""

    def __init__(self, mode):
        super().__init__([RELEASE / "tests/tls_sink", mode], stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())


def drive(mode, how, port, messages):
    done = subprocess.run([str(SOURCE), mode, how, str(port), str(messages), "20"], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"tls_source failed: {done.stderr.strip()}")


def cpu_of(contender, mode, how, port, messages):
    before = contender.cpu()
    drive(mode, how, port, messages)
    contender.settle(messages)
    return contender.cpu() - before


def added(how, messages, repetitions):
    """CPU seconds that TLS adds: to mailrig, and to a server that does nothing else."""
    rig, bare = [], []
    for _ in range(repetitions):
        spent = {}
        for mode in ("clear", "tls"):
            with Mailrig("--threads", "1") as server:
                port = server.port if mode == "clear" else server.smtps
                spent["rig", mode] = cpu_of(server, mode, how, port, messages)
            with TlsSink(mode) as sink:
                spent["bare", mode] = cpu_of(sink, mode, how, sink.port, messages)
        rig.append(spent["rig", "tls"] - spent["rig", "clear"])
        bare.append(spent["bare", "tls"] - spent["bare", "clear"])
    return statistics.median(rig), statistics.median(bare)


def resident_of_idle(connections):
    """KiB that each of so many idle sessions inside TLS holds."""
    files = connections + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < files:
        raise Failed(f"the limit of open files is {hard}, {files} are needed (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    try:
        with Mailrig("--max-sessions", str(files)) as rig:
            before = rig.resident_mb()
            source = subprocess.Popen([str(SOURCE), "tls", "idle", str(rig.smtps), "0", str(connections)],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            if source.stdout.readline() != b"ready\n":
                raise Failed("tls_source could not open its connections")
            held = rig.info()["counts"]["openSessions"]
            after = rig.resident_mb()
            source.communicate()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if held != connections:
        raise Failed(f"{connections} connections opened, {held} sessions open")
    return (after - before) * 1e6 / 1024 / connections
