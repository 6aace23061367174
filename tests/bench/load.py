"""The load: Postfix's smtp-source against one server, and what it cost the server."""

import statistics
import subprocess
import time
import urllib.request
import json

from process import mailrig, smtp_sink


def send(port, *flags):
    """Runs smtp-source to its end; seconds it took."""
    began = time.monotonic()
    subprocess.run(["smtp-source", "-f", "a@x.test", "-t", "b@y.test", *flags, f"127.0.0.1:{port}"],
                   check=True, timeout=600, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def info(rig):
    with urllib.request.urlopen(f"http://127.0.0.1:{rig.http}/v1/info", timeout=10) as answer:
        return json.load(answer)


def compare(program, source_flags, rig_flags, messages, repeat):
    """CPU seconds of mailrig and of smtp-sink for the same work, one after the other, `repeat` times.

    Medians, with the seconds that mailrig took; refuses to count a run that lost or evicted mail.
    """
    ours, theirs, elapsed = [], [], []
    for _ in range(repeat):
        with mailrig(program, *rig_flags) as rig:
            before = rig.cpu()
            elapsed.append(send(rig.smtp, *source_flags))
            ours.append(rig.cpu() - before)
            state = info(rig)
            kept, evicted = state["counts"]["messages"], state["evicted"]["messages"]
            if kept != messages or evicted:
                raise RuntimeError(f"{kept} of {messages} messages kept, {evicted} evicted")
        with smtp_sink() as sink:
            before = sink.cpu()
            send(sink.smtp, *source_flags)
            theirs.append(sink.cpu() - before)
    return statistics.median(ours), statistics.median(theirs), statistics.median(elapsed)
