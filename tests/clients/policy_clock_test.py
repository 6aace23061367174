"""Hours of waiting in a second: greylisting and retry schedules on the policy clock, through the program."""

import json
import pathlib
import sys
import tempfile
import time
import unittest

from dialogue import Dialogue, simple
from program import PATIENCE, Server, run

SENDER = pathlib.Path(__file__).resolve().parent / "senders" / "sender.py"
JSON = {"Content-Type": "application/json"}


class Greylisting(unittest.TestCase):
    def attempt(self, server, code):
        with Dialogue(server.smtp) as client:
            client.say("MAIL FROM:<a@x.test>", "250")
            client.say("RCPT TO:<bob@y.test>", code)
            if code == "250":
                client.say("DATA", "354")
                client.send(simple() + b".\r\n")
                client.expect("250")
            client.quit()

    def test_five_minutes_are_over_in_less_than_a_second(self):
        server = Server("--scenario", "postgrey")
        self.addCleanup(server.stop)
        times = []
        for _ in range(3):  # a busy machine may spoil one
            began = time.monotonic()
            self.attempt(server, "450")
            server.post("/v1/clock", {"advance": "299s", "all": True}, 200)
            self.attempt(server, "450")
            server.post("/v1/clock", {"advance": "1s", "all": True}, 200)
            self.attempt(server, "250")
            times.append(time.monotonic() - began)
            self.assertEqual(server.request("DELETE", "/v1/state?all=true").status, 200)
        self.assertLess(min(times), 1)

    def test_the_shipped_scenario_gives_its_verdict_on_who_waited(self):
        for pauses, passes in ((["100s", "250s"], False), (["300s"], True)):
            with self.subTest(pauses):
                server = Server("--scenario", "postgrey")
                self.addCleanup(server.stop)
                self.attempt(server, "450")
                for pause in pauses:
                    server.post("/v1/clock", {"advance": pause, "all": True}, 200)
                    self.attempt(server, "250" if pause == pauses[-1] else "450")
                shipped = server.get("/v1/scenarios/postgrey").json["expect"]
                answer = server.request("POST", "/v1/verify", json.dumps({"expect": shipped}), JSON)
                self.assertEqual(answer.status, 200 if passes else 422, answer)
                if not passes:
                    because = answer.json["results"][0]["because"][0]
                    self.assertRegex(because, r"t2 began .* after t1, expected at least (5 min|300)", because)


class RetrySchedule(unittest.TestCase):
    """Four hours, 7,200 times as fast: an eighth of a second is a quarter of an hour."""

    SCENARIO = {
        "name": "four-hours", "clock": {"scale": 7200},
        "rules": [{"name": "not-yet", "on": "rcpt", "per": ["to"], "nth": "1-4", "reply": "451 4.3.0 Not yet"}],
        "expect": [
            {"name": "tries five times", "transaction": {}, "per": ["to"],
             "outcome": ["451", "451", "451", "451", "250"], "within": "1s"},
            {"name": "backs off from a quarter of an hour to hours", "transaction": {}, "per": ["to"],
             "gaps": {"min": "15m", "max": "4h", "growth": ">=1.5"}}]}

    def verdict(self, *sender):
        with tempfile.NamedTemporaryFile("w", suffix=".json", prefix="mailrig-") as file:
            json.dump(self.SCENARIO, file)
            file.flush()
            return run("run", "--scenario", file.name, "--", sys.executable, SENDER, "again", *sender,
                       timeout=PATIENCE + 60)

    def test_one_that_backs_off_passes(self):
        done = self.verdict("--pause", "0.13", "--growth", "2")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_one_that_does_not_fails_with_the_times_of_the_policy_clock(self):
        done = self.verdict("--pause", "0.3", "--growth", "1")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stderr, r"it grew [\d.]+ times, expected at least 1\.5")
        self.assertRegex(done.stderr, r"the gap before t3 was \d+(\.\d+)? min")
        self.assertNotIn("tries five times", done.stderr.splitlines()[-1])

    def test_one_in_a_hurry_fails_by_the_first_gap(self):
        done = self.verdict("--pause", "0.01", "--growth", "2")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("expected at least 15 min", done.stderr.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
