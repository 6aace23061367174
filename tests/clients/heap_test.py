"""The program's heap grows in large steps: of what is kept, nothing stands in a thread's own arena."""

import pathlib
import re
import unittest

from program import Server, run

MIB = 1 << 20


class Heap(unittest.TestCase):
    def test_grows_in_one_arena_by_large_steps(self):
        server = Server("--threads", "2")
        self.addCleanup(server.stop)
        done = run("load", "--server", f"127.0.0.1:{server.smtp}", "--count", 500, "--connections", 4, "--size", "8KiB")
        self.assertEqual(done.returncode, 0, done.stderr)
        maps = pathlib.Path(f"/proc/{server.process.pid}/maps").read_text()
        if re.search(r"lib[at]san", maps):
            self.skipTest("a sanitizer brings an allocator of its own")
        begin, end = (int(place, 16) for place in re.search(r"^(\w+)-(\w+) .*\[heap\]$", maps, re.M).groups())
        # As long as 500 mails, with the step that holds the last of them.
        self.assertGreaterEqual(end - begin, 16 * MIB)
        self.assertLess(end - begin, 40 * MIB)


if __name__ == "__main__":
    unittest.main()
