"""Faults armed over HTTP or from a file, and what real clients make of them."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from dialogue import Dialogue, simple
from program import PATIENCE, Server


def swaks(server, recipient):
    return subprocess.run(["swaks", "--server", "127.0.0.1", "--port", str(server.smtp), "--helo",
                           "client.test", "--from", "a@x.test", "--to", recipient],
                          capture_output=True, text=True, timeout=PATIENCE)


class Rules(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)

    def test_a_rule_posted_with_curl_makes_swaks_fail_twice_and_succeed_the_third_time(self):
        rule = {"name": "two-tempfails", "on": "rcpt", "per": ["to"], "nth": "1-2",
                "reply": "451 4.3.0 Try again later"}
        posted = subprocess.run(
            ["curl", "-sS", "--fail-with-body", "-H", "Content-Type: application/json",
             "-d", json.dumps(rule), f"{self.server.url}/v1/rules"],
            capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(posted.returncode, 0, posted.stdout + posted.stderr)
        rule_id = json.loads(posted.stdout)["id"]

        attempts = [swaks(self.server, "bob@y.test") for _ in range(3)]
        self.assertEqual([done.returncode != 0 for done in attempts], [True, True, False])
        for refused in attempts[:2]:
            self.assertIn("451 4.3.0 Try again later", refused.stdout)

        outcomes = [each["outcome"] for each in
                    self.server.settled("transactions", count=3, to="bob@y.test", order="asc")]
        self.assertEqual(outcomes, ["451", "451", "250"])
        self.assertEqual(len(self.server.items("messages", to="bob@y.test")), 1)

        sessions = self.server.items("sessions", order="asc")
        for ordinal, session in enumerate(sessions, 1):
            with self.subTest(session=session["id"]):
                events = self.server.get(f"/v1/sessions/{session['id']}").json["events"]
                traced = [event for event in events if event["trace"]]
                self.assertEqual(len(traced), 1, events)
                entry = traced[0]["trace"][0]
                self.assertEqual((entry["rule"], entry["name"]), (rule_id, "two-tempfails"))
                self.assertEqual(entry["ordinal"], ordinal)
                self.assertEqual(entry["gate"], "fired" if ordinal < 3 else "nth")
                self.assertTrue(entry["why"])
                text = self.server.request("GET", f"/v1/sessions/{session['id']}/transcript",
                                           headers={"Accept": "text/plain"}).body.decode()
                self.assertIn("two-tempfails", text)
                self.assertIn(f"ordinal {ordinal}", text)
                self.assertIn(entry["why"], text)

        shown = self.server.get("/v1/rules").json["items"]
        self.assertEqual([(each["matched"], each["fired"]) for each in shown], [(3, 2)])
        self.assertTrue(shown[0]["lastFired"])

    def test_ordinals_are_counted_for_each_recipient_apart(self):
        self.server.post("/v1/rules", {"on": "rcpt", "per": ["to"], "nth": 1, "reply": "450 4.2.0 later"})
        with Dialogue(self.server.smtp) as client:
            client.say("MAIL FROM:<a@x.test>", "250")
            for recipient, code in [("one", "450"), ("two", "450"), ("one", "250"), ("two", "250")]:
                client.say(f"RCPT TO:<{recipient}@y.test>", code)
            client.quit()

    def test_a_reply_of_several_lines_repeats_its_codes(self):
        self.server.post("/v1/rules", {"on": "rcpt", "reply": "452 4.2.2 full\nsee the manual"})
        with Dialogue(self.server.smtp) as client:
            client.say("MAIL FROM:<a@x.test>", "250")
            self.assertEqual(client.say("RCPT TO:<b@y.test>", "452"),
                             "452-4.2.2 full\r\n452 4.2.2 see the manual\r\n")
            client.quit()

    def test_a_lost_acknowledgement_is_kept_as_unacked(self):
        self.server.post("/v1/rules", {"on": "eom", "nth": 1, "accept": True, "reply": None, "close": "rst"})
        with Dialogue(self.server.smtp) as client:
            client.envelope("a@x.test", "b@y.test")
            client.say("DATA", "354")
            client.send(simple() + b".\r\n")
            with self.assertRaises(ConnectionResetError):
                client.reply()
        transaction = self.server.settled("transactions")[0]
        self.assertEqual(transaction["outcome"], "unacked")
        self.assertIsNotNone(transaction["message"])
        self.assertEqual(self.server.get(f"/v1/messages/{transaction['message']}/raw").body, simple())

    def test_a_recipient_can_be_dropped_silently(self):
        self.server.post("/v1/rules", {"on": "rcpt", "match": {"to": "gone@*"}, "accept": False})
        with Dialogue(self.server.smtp) as client:
            client.envelope("a@x.test", "gone@y.test", "kept@y.test")
            client.say("DATA", "354")
            client.send(simple() + b".\r\n")
            client.expect("250")
            client.quit()
        message = self.server.settled("messages")[0]
        self.assertEqual(self.server.items("messages", to="kept@y.test")[0]["id"], message["id"])
        self.assertEqual(self.server.items("messages", to="gone@y.test"), [])

    def test_rules_are_replaced_and_removed(self):
        rule = self.server.post("/v1/rules", {"on": "rcpt", "reply": "550 5.1.1 no"}).json
        place = f"/v1/rules/{rule['id']}"
        changed = self.server.request("PUT", place, json.dumps({"on": "rcpt", "reply": "551 5.1.6 moved"}),
                                      {"Content-Type": "application/json"})
        self.assertEqual(changed.status, 200, changed)
        with Dialogue(self.server.smtp) as client:
            client.say("MAIL FROM:<a@x.test>", "250")
            client.say("RCPT TO:<b@y.test>", "551")
            self.assertEqual(self.server.request("DELETE", place).status, 200)
            client.say("RCPT TO:<b@y.test>", "250")
            client.quit()
        self.assertEqual(self.server.request("GET", place).status, 404)

    def test_chance_is_the_same_every_time_for_one_seed(self):
        def outcomes(server):
            server.post("/v1/rules?seed=42", {"name": "flaky", "on": "rcpt", "per": ["to"], "chance": 0.5,
                                              "reply": "451 4.3.0 flaky"})
            with Dialogue(server.smtp) as client:
                client.say("MAIL FROM:<a@x.test>", "250")
                codes = []
                for n in range(40):
                    client.send(f"RCPT TO:<r{n}@y.test>\r\n".encode())
                    codes.append(client.reply()[:3])
                client.quit()
            return codes

        first = outcomes(self.server)
        other = Server()
        self.addCleanup(other.stop)
        self.assertEqual(first, outcomes(other))
        self.assertEqual(set(first), {"250", "451"})


class Scenario(unittest.TestCase):
    def test_a_file_arms_the_server_from_its_start(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "full.json")
            file.write_text(json.dumps({"name": "mailbox-full", "rules": [
                {"name": "full", "on": "rcpt", "match": {"to": "full@*"}, "reply": "452 4.2.2 over quota"}]}))
            server = Server("--scenario", file)
        self.addCleanup(server.stop)
        refused = swaks(server, "full@y.test")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("452 4.2.2 over quota", refused.stdout)
        self.assertEqual(swaks(server, "ok@y.test").returncode, 0)
        rule = server.get("/v1/rules").json["items"][0]
        self.assertEqual((rule["name"], rule["matched"], rule["fired"]), ("full", 1, 1))
        transaction = server.settled("transactions", to="full@y.test")[0]
        self.assertEqual(transaction["rules"], [rule["id"]])


if __name__ == "__main__":
    unittest.main()
