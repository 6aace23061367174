"""Verdicts on a running server: POST /v1/verify over HTTP, and mailrig verify."""

import concurrent.futures
import json
import pathlib
import socket
import tempfile
import time
import unittest
import xml.etree.ElementTree as xml

from dialogue import Dialogue, simple
from program import PATIENCE, Server, run


class Verdicts(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        folder = tempfile.TemporaryDirectory(prefix="mailrig-verify-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def send(self, recipient):
        with Dialogue(self.server.smtp) as client:
            client.mail("a@x.test", recipient, simple(recipient=recipient))
            client.quit()

    def verify(self, *expect, accept="application/json", **more):
        return self.server.request("POST", "/v1/verify", json.dumps({"expect": list(expect)} | more),
                                   {"Content-Type": "application/json", "Accept": accept})

    def file(self, **document):
        where = self.folder / "expect.json"
        where.write_text(json.dumps(document))
        return where

    def test_an_answer_comes_as_soon_as_it_can_be_given(self):
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            pending = pool.submit(self.verify, {"message": {"to": "soon@y.test"}, "within": "50s"})
            while self.server.get("/v1/info").json["counts"]["waiters"] == 0:
                pass
            self.send("soon@y.test")
            answer = pending.result()
        self.assertEqual(answer.status, 200, answer)
        self.assertLess(time.monotonic() - began, 45)

    def test_absence_is_watched_for_as_long_as_asked(self):
        began = time.monotonic()
        answer = self.verify({"message": {}, "count": 0, "for": "500ms"})
        self.assertEqual(answer.status, 200, answer)
        self.assertGreaterEqual(time.monotonic() - began, 0.5)

    def test_a_violated_bound_ends_the_watch(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            pending = pool.submit(self.verify, {"message": {}, "count": 0, "for": "50s"})
            while self.server.get("/v1/info").json["counts"]["waiters"] == 0:
                pass
            self.send("noise@y.test")
            self.assertEqual(pending.result().status, 422)

    def test_commands_of_an_open_session_are_seen(self):
        with Dialogue(self.server.smtp) as client:
            client.say("NOOP", "250")
            answer = self.verify({"command": {"verb": "NOOP"}, "within": "10s"})
            self.assertEqual(answer.status, 200, answer)
            client.quit()

    def test_junit_is_xml_whatever_the_client_said(self):
        with Dialogue(self.server.smtp) as client:
            client.send(b"NOOP \xff\x01<&]]>\"\r\n")
            client.reply()
            client.quit()
        answer = self.verify({"name": "\u0001 <none>", "command": {"verb": "NOOP"}, "count": 0},
                             accept="application/junit+xml")
        self.assertEqual(answer.status, 422)
        report = xml.fromstring(answer.body)
        self.assertEqual(report.get("failures"), "1")
        self.assertIn("NOOP \\xff\\x01<&]]>", report.find(".//system-out").text)

    def test_the_command_line_says_what_the_server_says(self):
        self.send("bob@y.test")
        good = self.file(name="good", expect=[{"name": "came", "message": {"to": "bob@*"}, "count": 1}])
        done = run("verify", good, "--server", self.server.url)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "mailrig: verdict pass (1 of 1)\n")
        bad = self.file(expect=[{"name": "came", "message": {"to": "bbo@*"}}])
        junit = self.folder / "out.xml"
        done = run("verify", bad, "--server", self.server.url, "--junit", junit, "--json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("message m1 came close: to is \"bob@y.test\", not \"bbo@*\"", done.stderr)
        self.assertIn("mailrig: verdict fail (1 of 1): came: nothing matched", done.stderr.splitlines()[-1])
        self.assertEqual(json.loads(done.stdout)["verdict"], "fail")
        self.assertEqual(xml.parse(junit).getroot().get("failures"), "1")

    def test_the_command_line_looks_behind_a_mark_and_into_an_inbox(self):
        self.send("bob@y.test")
        seq = self.server.get("/v1/info").json["seq"]
        none = self.file(expect=[{"message": {}, "count": 0}])
        self.assertEqual(run("verify", none, "--server", self.server.url).returncode, 1)
        self.assertEqual(run("verify", none, "--server", self.server.url, "--after", seq).returncode, 0)
        self.assertEqual(run("verify", none, "--server", self.server.url, "--inbox", "t42").returncode, 0)

    def test_mistakes_are_told_apart_from_verdicts(self):
        for document in ({"rules": []}, {"expect": []}, {"expect": [{"message": {}, "cuont": 1}]}):
            done = run("verify", self.file(**document), "--server", self.server.url)
            self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(run("verify", self.folder / "missing.json").returncode, 2)
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
            done = run("verify", self.file(expect=[{"session": {}}]), "--server", url)
            self.assertEqual(done.returncode, 3)
            self.assertIn(url, done.stderr)

    def test_a_server_that_goes_during_the_wait_is_3(self):
        waits = self.file(expect=[{"message": {}, "within": "50s"}])
        server = Server()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            pending = pool.submit(run, "verify", waits, "--server", server.url)
            while server.get("/v1/info").json["counts"]["waiters"] == 0:
                pass
            server.stop()
            self.assertEqual(pending.result(PATIENCE).returncode, 3)

    def test_near_misses_say_why_a_rule_did_not_fire(self):
        self.server.post("/v1/rules", {"name": "full", "on": "rcpt", "match": {"to": "full@*"},
                                       "nth": 2, "reply": "452 4.2.2 full"})
        self.send("ful@y.test")
        self.send("full@y.test")
        items = self.server.get("/v1/near-misses", rule="full").json["items"]
        self.assertEqual([each["id"] for each in items], ["t2", "t1"])
        self.assertIn("held back", items[0]["note"])
        self.assertEqual(items[1]["differences"][0]["found"], "ful@y.test")


if __name__ == "__main__":
    unittest.main()
