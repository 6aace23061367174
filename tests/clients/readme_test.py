"""README.md tells the truth: its commands marked `<!-- tested -->` are run as they stand."""

import json
import re
import subprocess
import tempfile
import unittest

from program import PATIENCE, REPOSITORY, Server, environment

MARKED = re.compile(r"<!-- tested -->\n```sh\n(.*?)```", re.S)


class Readme(unittest.TestCase):
    def test_its_commands_do_what_it_says(self):
        blocks = MARKED.findall((REPOSITORY / "README.md").read_text())
        self.assertGreaterEqual(len(blocks), 4)
        server = Server()
        self.addCleanup(server.stop)
        with tempfile.TemporaryDirectory() as folder:
            outputs = []
            for block in blocks:
                # The ports are the one thing that a test must not take as they stand.
                script = block
                for port, name in ((1025, "smtp"), (1587, "submission"), (1465, "smtps"), (8025, "http")):
                    script = script.replace(f":{port}", f":{server.ports[name]}")
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment(),
                                      capture_output=True, text=True, timeout=PATIENCE)
                self.assertEqual(done.returncode, 0, f"{script}\n{done.stdout}{done.stderr}")
                outputs.append(done.stdout)
        self.assertEqual(json.loads(outputs[1])["total"], 1)
        outcomes = [each["outcome"] for each in server.items("transactions", to="bob@example.test", order="asc")]
        self.assertEqual(outcomes, ["451", "451", "250"])
        self.assertIn("ordinal 3", outputs[4])
        rule = server.items("rules")[0]
        self.assertEqual((rule["name"], rule["matched"], rule["fired"]), ("busy", 3, 2))


if __name__ == "__main__":
    unittest.main()
