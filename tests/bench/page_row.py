"""Row 14: the page in Chromium over 100,000 mails. tests/bench/page.mjs does the looking."""

import json
import pathlib
import subprocess

from contender import Failed, environment

SCRIPT = pathlib.Path(__file__).parent / "page.mjs"


def measure(rig):
    """Frame times of a long scroll, sorted, and the longest task of a burst; milliseconds."""
    done = subprocess.run(["node", str(SCRIPT), str(rig.http), str(rig.port)], env=environment(),
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise Failed(f"the page could not be measured (./dev web --screenshots installs what it takes): {done.stderr}")
    found = json.loads(done.stdout)
    return sorted(found["frames"]), found["longest"]
