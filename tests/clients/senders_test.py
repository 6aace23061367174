"""Real clients through faults: expectations say what each must do, and the verdicts are right."""

import json
import os
import pathlib
import sys
import tempfile
import unittest

from postfix import Postfix
from program import PATIENCE, Server, environment, run

SENDERS = pathlib.Path(__file__).resolve().parent / "senders"
MAIL = b"From: shop@shop.test\nTo: bob@y.test\nSubject: Order 17\n\nThank you.\n"

# What goes wrong with the first attempt, and how that ends.
FAULTS = {
    "greylisting": ({"name": "grey", "on": "rcpt", "per": ["ip/24", "from", "to"], "nth": 1,
                     "reply": "450 4.2.0 <{to}>: Recipient address rejected: Greylisted"}, "450"),
    "421 at the end of data": ({"name": "busy", "on": "eom", "per": ["from", "to"], "nth": 1,
                                "reply": "421 4.3.2 {host} Service shutting down", "close": "fin"}, "421"),
    "lost acknowledgement": ({"name": "lost", "on": "eom", "per": ["from", "to"], "nth": 1,
                              "accept": True, "reply": None, "close": "rst"}, "unacked"),
}

# The command, and whether it exits with 0 when the first attempt fails.
SINGLE_ATTEMPTS = {
    "smtplib": [sys.executable, SENDERS / "sender.py", "gives-up"],
    "swaks": ["sh", "-c", "swaks --server $SMTP_HOST --port $SMTP_PORT --from shop@shop.test "
                          "--to bob@y.test --silent 3 --timeout 20s || true"],
    "nodemailer": ["sh", "-c", f"node {SENDERS / 'nodemailer.js'} bob@y.test || true"],
}


def attempts(*outcomes, **more):
    return {"name": "attempts", "transaction": {}, "per": ["to"], "outcome": list(outcomes)} | more


class SingleAttempts(unittest.TestCase):
    """Clients that leave retries to others: one attempt, no second, no duplicate."""

    def verdict(self, command, rule, expect):
        with tempfile.NamedTemporaryFile("w", suffix=".json", prefix="mailrig-") as file:
            json.dump({"name": "fault", "rules": [rule], "expect": expect}, file)
            file.flush()
            # Debian's packages for Node.js, whichever Node.js it is.
            return run("run", "--scenario", file.name, "--timeout", "100s", "--", *command,
                       env=environment(NODE_PATH="/usr/share/nodejs"), timeout=PATIENCE + 100)

    def test_each_makes_one_attempt_and_no_second(self):
        for client, command in SINGLE_ATTEMPTS.items():
            for fault, (rule, outcome) in FAULTS.items():
                with self.subTest(client=client, fault=fault):
                    done = self.verdict(command, rule, [attempts(outcome, **{"for": "1s"})])
                    self.assertEqual(done.returncode, 0, done.stderr)

    def test_and_fails_where_a_second_is_expected(self):
        for client, command in SINGLE_ATTEMPTS.items():
            rule, outcome = FAULTS["greylisting"]
            with self.subTest(client=client):
                done = self.verdict(command, rule, [attempts(outcome, "250", within="300ms")])
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn("no attempt followed t1, which ended with 450", done.stderr)


@unittest.skipUnless(os.geteuid() == 0, "Postfix starts only as root")
class Queue(unittest.TestCase):
    """Postfix's queue manager tries again, with the same Message-ID, and waits between."""

    def test_it_delivers_through_each_fault(self):
        for fault, (rule, outcome) in FAULTS.items():
            with self.subTest(fault):
                server = Server()
                self.addCleanup(server.stop)
                server.post("/v1/rules", rule)
                queue = Postfix(server.smtp)
                self.addCleanup(queue.stop)
                queue.send("shop@shop.test", "bob@y.test", MAIL)
                kept = 2 if outcome == "unacked" else 1
                expect = [attempts(outcome, "250", within="40s"),
                          {"name": "waits", "transaction": {}, "per": ["to"], "within": "40s",
                           "gaps": {"min": "500ms", "max": "30s"}},
                          {"name": "as many copies as were kept", "message": {}, "count": kept,
                           "within": "40s", "for": "2s"}]
                if outcome != "450":  # else the first attempt sent no content to compare
                    expect.append({"name": "the same mail", "transaction": {}, "per": ["to"],
                                   "same": ["header:Message-ID", "body"], "within": "40s"})
                answer = server.request("POST", "/v1/verify", json.dumps({"expect": expect}),
                                        {"Content-Type": "application/json"})
                self.assertEqual(answer.status, 200, f"{answer!r}\n{queue.log()}")

    def test_a_permanent_refusal_ends_its_attempts(self):
        server = Server()
        self.addCleanup(server.stop)
        server.post("/v1/rules", {"on": "rcpt", "match": {"to": "bob@*"}, "reply": "550 5.1.1 no such user"})
        queue = Postfix(server.smtp)
        self.addCleanup(queue.stop)
        queue.send("shop@shop.test", "bob@y.test", MAIL)
        # The refusal, and the bounce to who sent it.
        answer = server.request("POST", "/v1/verify", json.dumps({"expect": [
            {"transaction": {"to": "bob@*"}, "count": 1, "within": "40s", "for": "3s"},
            {"message": {"from": "", "to": "shop@shop.test"}, "count": 1, "within": "40s"}]}),
            {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 200, f"{answer!r}\n{queue.log()}")


if __name__ == "__main__":
    unittest.main()
