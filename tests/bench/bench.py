"""Measures mailrig against its yardsticks: ./dev bench [ROW...]. Prints one table, writes bench.json.

Rows and targets are ratios taken side by side in one run; the server's CPU seconds are the main figure.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import platform
import sys
import time

from contender import Failed
from rows import ROWS

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def print_table(results):
    head = ("row", "work", "flags", "measured", "target", "verdict")
    lines = [head] + [tuple(getattr(result, name) for name in head) for result in results]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def main():
    reader = argparse.ArgumentParser(prog="./dev bench", description="Measure mailrig against smtp-sink.",
                                     epilog="example: ./dev bench 1 3 --repetitions 3")
    reader.add_argument("rows", nargs="*", metavar="ROW", help="of " + " ".join(ROWS) + "; all without one")
    reader.add_argument("--repetitions", type=int, default=5, metavar="N", help="of each contender (5)")
    reader.add_argument("--tools", type=pathlib.Path, default=pathlib.Path("/usr/sbin"), metavar="FOLDER",
                        help="where smtp-source and smtp-sink are")
    wanted = reader.parse_args()
    unknown = [row for row in wanted.rows if row not in ROWS]
    if unknown:
        reader.error(f"unknown row {unknown[0]}: one of {' '.join(ROWS)}")
    if wanted.repetitions < 1:
        reader.error("--repetitions takes a number from 1")
    results = []
    for row in wanted.rows or ROWS:
        print(f"==> row {row}", file=sys.stderr, flush=True)
        try:
            results += ROWS[row](wanted.tools.resolve(), wanted.repetitions)
        except (Failed, OSError, RuntimeError) as error:
            print(f"bench: row {row} could not be measured: {error}", file=sys.stderr)
            return 1
    print_table(results)
    document = {"when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(),
                "kernel": platform.release(), "repetitions": wanted.repetitions,
                "results": [dataclasses.asdict(result) for result in results]}
    (REPOSITORY / "bench.json").write_text(json.dumps(document, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
