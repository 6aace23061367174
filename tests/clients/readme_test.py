"""README.md tells the truth: every command block is run as it stands, and its output is as shown.

A block that needs more than the program is marked `<!-- tested by ./dev … -->`, and that command
takes it from there.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

from program import PATIENCE, REPOSITORY, Server, environment, path

TEXT = (REPOSITORY / "README.md").read_text()
BLOCK = re.compile(r"^(<!-- tested.*? -->\n)?```(sh|python)\n(.*?)```", re.S | re.M)
SHOWN = re.compile(r"<!-- output of the block above -->\n```\n(.*?)```", re.S)
ELSEWHERE = "<!-- tested by ./dev docker -->\n"  # docker/check.py


class Readme(unittest.TestCase):
    def test_every_block_says_where_it_is_tested(self):
        for mark, language, block in BLOCK.findall(TEXT):
            self.assertIn(mark, ("<!-- tested -->\n", ELSEWHERE), f"{language}: {block}")
        check = (REPOSITORY / "docker/check.py").read_text()
        self.assertTrue("tested by" in check, "docker/check.py takes its block from README.md")

    def test_its_commands_do_what_it_says(self):
        blocks = [block for mark, language, block in BLOCK.findall(TEXT) if language == "sh" and mark != ELSEWHERE]
        self.assertGreaterEqual(len(blocks), 4)
        server = Server()
        self.addCleanup(server.stop)
        with tempfile.TemporaryDirectory() as folder:
            outputs = []
            for block in blocks:
                # The ports and the program are what a test must not take as they stand.
                script = block.replace("build/release/mailrig", path())
                for port, name in ((1025, "smtp"), (1587, "submission"), (1465, "smtps"), (8025, "http")):
                    script = script.replace(f":{port}", f":{server.ports[name]}")
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder,
                                      env=environment(MAILRIG_URL=server.url), capture_output=True, text=True,
                                      timeout=PATIENCE)
                self.assertEqual(done.returncode, 0, f"{script}\n{done.stdout}{done.stderr}")
                outputs.append(done.stdout)
        self.assertEqual(json.loads(outputs[1])["total"], 1)
        outcomes = [each["outcome"] for each in server.items("transactions", to="bob@example.test", order="asc")]
        self.assertEqual(outcomes, ["451", "451", "250"])
        self.assertIn(SHOWN.search(TEXT).group(1), outputs[3])
        self.assertIn("ordinal 3", outputs[3])
        rule = server.items("rules")[0]
        self.assertEqual((rule["name"], rule["matched"], rule["fired"]), ("busy", 3, 2))

    def test_its_python_test_passes(self):
        plugin = REPOSITORY / "tests/clients/pytest"
        blocks = [block for _, language, block in BLOCK.findall(TEXT) if language == "python"]
        self.assertEqual(len(blocks), 1)
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "test_readme.py"), "w") as file:
                file.write(blocks[0])
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-p", "pytest_mailrig", "-p", "no:cacheprovider", folder],
                env=environment(MAILRIG_PROGRAM=path(), PYTHONPATH=str(plugin)), cwd=folder,
                capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("1 passed", done.stdout)

    def test_the_files_it_names_are_there(self):
        for name in re.findall(r"\]\((?!http)([^)#]+)\)", TEXT):
            self.assertTrue((REPOSITORY / name).exists(), name)


if __name__ == "__main__":
    unittest.main()
