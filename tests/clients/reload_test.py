"""Scenario files read again, by SIGHUP and by API: whole or not at all, each mistake with place, reason and hint."""

import json
import pathlib
import signal
import tempfile
import time
import unittest

from dialogue import Dialogue
from program import PATIENCE, Server

JSON = {"Content-Type": "application/json"}
REFUSES = {"name": "mine", "rules": [{"name": "no", "on": "rcpt", "per": ["to"], "nth": "2-", "reply": "550 5.1.1 no"}]}
BUSY = {"name": "mine", "rules": [{"name": "busy", "on": "rcpt", "reply": "450 4.2.1 busy"}]}


def rule(**fields):
    return {"rules": [{"on": "rcpt", "reply": "550 5.1.1 no"} | fields]}


def states(timers):
    return {"rules": [], "state": {"start": "up", "timers": timers}}


# kind: (scenario, pointer, reason, hint)
MISTAKES = {
    "unknown field": (rule(replay="x"), "/rules/0/replay", "unknown field", "did you mean reply?"),
    "unknown field of the scenario": ({"rules": [], "expects": []}, "/expects", "unknown field", "did you mean expect?"),
    "wrong type": (rule(nth=[]), "/rules/0/nth", "array", ""),
    "matcher not available at the stage": (rule(match={"subject": "x"}), "/rules/0/match/subject",
                                           "not available at stage rcpt", "it is at: eom"),
    "bad regular expression": (rule(match={"to": "/(/"}), "/rules/0/match/to", "missing )", ""),
    "look-around": (rule(match={"to": "/a(?=b)/"}), "/rules/0/match/to", "(?=", ""),
    "regular expression that is too large": (rule(match={"to": "/((a{100}){100}){100}/"}), "/rules/0/match/to", "", ""),
    "bad duration": (rule(delay="5"), "/rules/0/delay", "unit required", "5s"),
    "unknown state": ({"rules": [{"on": "rcpt", "state": "dwn"}],
                       "state": {"start": "up", "timers": {"up": {"after": "1s", "goto": "down"}}}},
                      "/rules/0/state", 'unknown state "dwn"', "did you mean down?"),
    "goto without states": (rule(goto="down"), "/rules/0/goto", "without", ""),
    "two rules of one name": ({"rules": [{"name": "a", "on": "rcpt"}, {"name": "a", "on": "rcpt"}]},
                              "/rules/1/name", 'the name "a" is taken by /rules/0', ""),
    "timers in a circle": (states({"up": {"after": "0s", "goto": "down"}, "down": {"after": "0s", "goto": "up"}}),
                           "/state/timers/up", "go in a circle and take no time", ""),
    "timer to itself": (states({"up": {"after": "0s", "goto": "up"}}),
                        "/state/timers/up", "go in a circle and take no time", ""),
    "no JSON": ("{", "", "no JSON at line 1", ""),
    "bad expectation": ({"rules": [], "expect": [{"mesage": {}}]}, "/expect/0/mesage", "unknown field",
                        "did you mean message?"),
}


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-")
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name, "mine.json")

    def serve(self, *documents):
        self.write(documents[0])
        server = Server("--scenario", self.file, log="text")
        self.addCleanup(server.stop)
        return server

    def write(self, document):
        self.file.write_text(document if isinstance(document, str) else json.dumps(document))

    def until(self, holds):
        end = time.monotonic() + PATIENCE
        while not holds():
            self.assertLess(time.monotonic(), end, "it never came")

    def codes(self, server, count):
        with Dialogue(server.smtp) as client:
            client.say("MAIL FROM:<a@x.test>", "250")
            codes = []
            for _ in range(count):
                client.send(b"RCPT TO:<bob@y.test>\r\n")
                codes.append(client.reply()[:3])
            client.quit()
        return codes

    def test_a_signal_swaps_in_what_the_file_says_now(self):
        server = self.serve(REFUSES)
        self.assertEqual(self.codes(server, 2), ["250", "550"])
        self.write(BUSY)
        self.assertEqual(self.codes(server, 1), ["550"])
        server.process.send_signal(signal.SIGHUP)
        self.until(lambda: [each["name"] for each in server.items("rules")] == ["busy"])
        self.assertEqual(self.codes(server, 1), ["450"])

    def test_a_signal_leaves_the_counting_of_what_is_unchanged(self):
        server = self.serve(REFUSES)
        self.assertEqual(self.codes(server, 1), ["250"])
        server.process.send_signal(signal.SIGHUP)
        # Two signals may be one; what the API reads again has then been read twice at least.
        self.assertEqual(server.request("POST", "/v1/scenarios").status, 200)
        self.assertEqual(self.codes(server, 1), ["550"])

    def test_a_signal_for_a_faulty_file_changes_nothing_and_says_why(self):
        server = self.serve(REFUSES)
        self.assertEqual(self.codes(server, 1), ["250"])
        for kind, (document, pointer, reason, hint) in MISTAKES.items():
            with self.subTest(kind):
                told = len(server.stderr())
                self.write(document)
                server.process.send_signal(signal.SIGHUP)
                self.until(lambda: "what was in force still is" in server.stderr()[told:])
                said = server.stderr()[told:]
                for word in (f"{self.file}:{pointer}: ", reason, hint):
                    self.assertIn(word, said)
                self.assertEqual([each["name"] for each in server.items("rules")], ["no"])
        self.assertEqual(self.codes(server, 1), ["550"], "its counter went on")

    def test_each_mistake_put_by_api_has_pointer_reason_and_hint_and_changes_nothing(self):
        server = self.serve(REFUSES)
        self.assertEqual(self.codes(server, 1), ["250"])
        for kind, (document, pointer, reason, hint) in MISTAKES.items():
            with self.subTest(kind):
                body = document if isinstance(document, str) else json.dumps(document)
                answer = server.request("PUT", "/v1/scenarios/mine", body, JSON)
                self.assertEqual(answer.status, 409 if kind.startswith("two rules") else 400, answer)
                self.assertEqual(answer.json.get("pointer", ""), pointer, answer)
                self.assertIn(reason, answer.json["detail"], answer)
                self.assertIn(hint, answer.json.get("hint", ""), answer)
                self.assertTrue(answer.json.get("hint"), f"it says not what to do: {answer!r}")
                self.assertEqual([each["name"] for each in server.items("rules")], ["no"])
        self.assertEqual(self.codes(server, 1), ["550"], "its counter went on")

    def test_one_faulty_file_of_two_leaves_both(self):
        other = self.file.with_name("other.json")
        other.write_text(json.dumps({"rules": [{"name": "other", "on": "noop", "reply": "500 no"}]}))
        self.write(REFUSES)
        server = Server("--scenario", self.file, "--scenario", other, log="text")
        self.addCleanup(server.stop)
        self.write(BUSY)
        other.write_text(json.dumps({"name": "mine", "rules": []}))
        answer = server.request("POST", "/v1/scenarios")
        self.assertGreaterEqual(answer.status, 400, answer)
        self.assertIn('the scenario "mine" is in', answer.json["detail"])
        self.assertEqual(sorted(each["name"] for each in server.items("rules")), ["no", "other"])


if __name__ == "__main__":
    unittest.main()
