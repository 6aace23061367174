"""Measures the rows of performance: prints one table, writes bench.json.

Figures are ratios of one run on one machine: the server's own CPU seconds against those of Postfix's
smtp-sink, which discards what mailrig keeps. Usage: bench.py [--tools FOLDER] [ROW...]
"""

import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import threading
import time

from latency import wait_latencies
from load import compare
from process import mailrig

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = str(ROOT / "build/release/mailrig")
RAW_SINK = str(ROOT / "build/release/tests/raw_sink")
MIB = 1 << 20


def cpu_row(work, source, rig_flags, messages, target, repeat=3):
    ours, theirs, seconds = compare(PROGRAM, source, rig_flags, messages, repeat)
    return {"work": work, "flags": " ".join(rig_flags), "value": ours / theirs, "target": target,
            "unit": "x CPU of smtp-sink",
            "detail": f"{ours:.2f} s against {theirs:.2f} s, {messages / seconds:,.0f} messages/s"}, seconds


def row_1():
    row, _ = cpu_row("100,000 messages of 1 KiB, 20 connections", ["-d", "-s", "20", "-m", "100000", "-l", "1024"],
                     ["--max-kept", "1GiB"], 100_000, 0.6)
    return [row]


def row_2():
    row, _ = cpu_row("20,000 messages, a connection each", ["-s", "20", "-m", "20000", "-l", "1024"],
                     ["--max-kept", "1GiB"], 20_000, 0.6)
    return [row]


def row_3():
    row, seconds = cpu_row("100 messages of 10 MiB, 4 connections",
                           ["-d", "-s", "4", "-m", "100", "-l", str(10 * MIB)],
                           ["--max-kept", "4GiB", "--max-message", "50MiB"], 100, 0.3)
    ours = 1000 * MIB / seconds
    raw = statistics.median(raw_throughput(4, 250 * MIB) for _ in range(3))
    return [row, {"work": "the same, throughput", "flags": row["flags"], "value": ours / raw, "target": 0.6,
                  "at_least": True, "unit": "x raw TCP sink",
                  "detail": f"{ours / MIB:,.0f} MiB/s against {raw / MIB:,.0f} MiB/s"}]


def raw_throughput(connections, octets):
    """Octets a second that the raw sink takes from as many senders."""
    with subprocess.Popen([RAW_SINK, str(connections), str(octets)], stdout=subprocess.PIPE, text=True) as sink:
        port = int(sink.stdout.readline())
        chunk = b"x" * 65536

        def push():
            with socket.create_connection(("127.0.0.1", port)) as peer:
                for _ in range(octets // len(chunk)):
                    peer.sendall(chunk)

        began = time.monotonic()
        senders = [threading.Thread(target=push) for _ in range(connections)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        sink.wait(60)
        return connections * octets / (time.monotonic() - began)


def row_8():
    times, resident = [], []
    for _ in range(20):
        began = time.monotonic()
        with mailrig(PROGRAM) as rig:
            times.append(time.monotonic() - began)
            resident.append(rig.resident())
    return [{"work": "start to ready", "flags": "", "value": statistics.median(times) * 1000, "target": 15,
             "unit": "ms", "detail": f"slowest of 20: {max(times) * 1000:.1f} ms"},
            {"work": "resident when ready", "flags": "", "value": statistics.median(resident) / 1e6, "target": 12,
             "unit": "MB", "detail": ""}]


def row_11():
    with mailrig(PROGRAM) as rig:
        seconds = wait_latencies(rig, 1000)
    p50, p99 = seconds[len(seconds) // 2], seconds[len(seconds) * 99 // 100]
    return [{"work": "250 to the waiting GET's answer, p99 of 1,000", "flags": "", "value": p99 * 1000, "target": 1,
             "unit": "ms", "detail": f"p50 {p50 * 1000:.3f} ms"}]


ROWS = {"1": row_1, "2": row_2, "3": row_3, "8": row_8, "11": row_11}


def main():
    wanted = sys.argv[1:]
    if wanted[:1] == ["--tools"]:  # the folder of smtp-source and smtp-sink
        os.environ["PATH"] = wanted[1] + os.pathsep + os.environ["PATH"]
        wanted = wanted[2:]
    wanted = wanted or list(ROWS)
    unknown = [row for row in wanted if row not in ROWS]
    if unknown:
        print(f"bench: no row {', '.join(unknown)}: there are {', '.join(ROWS)}", file=sys.stderr)
        return 2
    results = []
    for number in wanted:
        print(f"row {number} …", file=sys.stderr)
        for row in ROWS[number]():
            row["row"] = int(number)
            row["met"] = row["value"] >= row["target"] if row.get("at_least") else row["value"] <= row["target"]
            results.append(row)
    print(f"{'row':>3}  {'work':<46} {'measured':>10}  {'target':<30} {'':<6} detail")
    for row in results:
        sign = ">=" if row.get("at_least") else "<="
        target = f"{sign} {row['target']:g} {row['unit']}"
        print(f"{row['row']:>3}  {row['work']:<46} {row['value']:>10.3f}  {target:<30} "
              f"{'met' if row['met'] else 'MISSED':<6} {row['detail']}  {row['flags']}")
    (ROOT / "bench.json").write_text(json.dumps(results, indent=2) + "\n")
    return 0 if all(row["met"] for row in results) else 1


if __name__ == "__main__":
    sys.exit(main())
