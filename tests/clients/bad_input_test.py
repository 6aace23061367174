"""Each mistake gets its own clear error that names the place, and nothing recorded is lost."""

import json
import pathlib
import socket
import tempfile
import unittest

from dialogue import Dialogue, simple
from program import Server, environment, run

JSON = {"Content-Type": "application/json"}
RULE = {"on": "rcpt", "reply": "550 5.1.1 no"}

# name: (method, target, body, headers, status, what the problem must say, in these members)
REQUESTS = {
    "unknown JSON field": ("POST", "/v1/rules", RULE | {"replay": "x"}, JSON, 400,
                           {"pointer": "/replay", "hint": "reply"}),
    "unknown field in the match": ("POST", "/v1/rules", RULE | {"match": {"too": "x"}}, JSON, 400,
                                   {"pointer": "/match/too", "hint": "to"}),
    "field that the stage does not have": ("POST", "/v1/rules", RULE | {"match": {"subject": "x"}}, JSON, 400,
                                           {"pointer": "/match/subject"}),
    "wrong type": ("POST", "/v1/rules", RULE | {"nth": []}, JSON, 400, {"pointer": "/nth"}),
    "second of two rules wrong": ("POST", "/v1/rules", [RULE, RULE | {"chance": 2}], JSON, 400,
                                  {"pointer": "/1/chance"}),
    "unknown stage": ("POST", "/v1/rules", RULE | {"on": "rcpr"}, JSON, 400, {"pointer": "/on", "hint": "rcpt"}),
    "bad regular expression": ("POST", "/v1/rules", RULE | {"match": {"to": "/(/"}}, JSON, 400,
                               {"pointer": "/match/to"}),
    "two rules of one name": ("POST", "/v1/rules", [RULE | {"name": "n"}, RULE | {"name": "n"}], JSON, 409,
                              {"pointer": "/1/name", "detail": '"n"'}),
    "no JSON": ("POST", "/v1/rules", "{nope", JSON, 400, {"detail": ""}),
    "wrong content type": ("POST", "/v1/rules", RULE, {"Content-Type": "text/plain"}, 415,
                           {"detail": "text/plain", "hint": "application/json"}),
    "no content type": ("POST", "/v1/rules", RULE, {}, 415, {"hint": "application/json"}),
    "foreign Host": ("GET", "/v1/messages", None, {"Host": "evil.example"}, 421,
                     {"detail": "evil.example", "hint": "--allowed-host"}),
    "foreign Origin": ("GET", "/v1/messages", None, {"Origin": "http://evil.example"}, 403,
                       {"detail": "evil.example", "hint": "--allowed-origin"}),
    "unknown query parameter": ("GET", "/v1/messages?tp=x", None, {}, 400, {"parameter": "tp", "hint": "to"}),
    "wait without a unit": ("GET", "/v1/messages?wait=10", None, {}, 400, {"parameter": "wait", "hint": "10s"}),
    "wait that is too long": ("GET", "/v1/messages?wait=1h", None, {}, 400, {"parameter": "wait"}),
    "count=0 with wait": ("GET", "/v1/messages?wait=1s&count=0", None, {}, 400, {"parameter": "count"}),
    "limit beyond 1000": ("GET", "/v1/messages?limit=1001", None, {}, 400, {"parameter": "limit"}),
    "DELETE without filter": ("DELETE", "/v1/messages", None, {}, 400, {"hint": "all=true"}),
    "DELETE of all rules by mistake": ("DELETE", "/v1/rules", None, {}, 400, {"hint": "all=true"}),
    "malformed percent-encoding": ("GET", "/v1/messages?to=%zz", None, {}, 400, {"detail": "%zz"}),
    "percent sign at the end": ("GET", "/v1/messages?to=a%", None, {}, 400, {"detail": "%"}),
    "unknown path": ("GET", "/v1/mesages", None, {}, 404, {"detail": "/v1/mesages", "hint": "/v1/messages"}),
    "unknown id": ("GET", "/v1/messages/m999999", None, {}, 404, {"detail": "m999999"}),
    "wrong method": ("PUT", "/v1/messages", "{}", JSON, 405, {"hint": "GET"}),
    "seeding without a recipient": ("POST", "/v1/messages", "Subject: x\r\n\r\n",
                                    {"Content-Type": "message/rfc822"}, 400, {"parameter": "to"}),
}


class BadRequests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--max-body", "1MiB")
        cls.addClassCleanup(cls.server.stop)
        with Dialogue(cls.server.smtp) as client:
            client.mail("a@x.test", "kept@y.test", simple())
            client.quit()

    def tearDown(self):
        """Nothing recorded is lost, and no rule came of a mistake."""
        self.assertEqual(self.server.get("/v1/messages/latest/raw").body, simple())
        self.assertEqual(self.server.items("rules"), [])

    def test_each_names_the_place(self):
        seen = {}
        for name, (method, target, body, headers, status, says) in REQUESTS.items():
            with self.subTest(name):
                if body is not None and not isinstance(body, str):
                    body = json.dumps(body)
                answer = self.server.request(method, target, body, headers)
                self.assertEqual((answer.status, answer.type), (status, "application/problem+json"), answer)
                problem = answer.json
                for member, text in says.items():
                    self.assertIn(member, problem)
                    if member in ("pointer", "parameter"):
                        self.assertEqual(problem[member], text, problem)
                    else:
                        self.assertIn(text, problem[member], problem)
                self.assertTrue(problem["detail"], problem)
                words = (problem["detail"], problem.get("pointer"), problem.get("parameter"))
                self.assertNotIn(words, seen.values(), f"says the same as another mistake: {problem}")
                seen[name] = words

    def test_a_body_over_the_cap_is_413(self):
        answer = self.server.request("POST", "/v1/messages?to=b@y.test", b"x" * (2 << 20),
                                     {"Content-Type": "message/rfc822"})
        self.assertEqual(answer.status, 413, answer)
        self.assertIn("--max-body", answer.json["hint"])

    def test_an_over_long_command_line_is_500_and_the_session_goes_on(self):
        with Dialogue(self.server.smtp) as client:
            client.send(b"NOOP " + b"x" * 100_000 + b"\r\n")
            self.assertRegex(client.expect("500"), "500 5.5.")
            client.say("NOOP", "250")
            client.quit()

    def test_bad_commands_are_named(self):
        for line, code in {"FROBNICATE": "500", "MAIL FROM:a@x.test": "501", "MAIL FROM:<a@x": "501",
                           "RCPT TO:<b@y.test>": "503", "DATA": "503",
                           "MAIL FROM:<a@x.test> SIZE=abc": "501", "MAIL FROM:<a@x.test> NOPE=1": "555"}.items():
            with self.subTest(line), Dialogue(self.server.smtp) as client:
                client.say(line, code)
                client.say("NOOP", "250")
                client.quit()


class BadCommandLines(unittest.TestCase):
    def refused(self, *arguments, code=2, env=None):
        """What it says on stderr; it must not start."""
        done = run(*arguments, env=env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertTrue(done.stderr.strip())
        return done.stderr

    def test_unknown_flag(self):
        self.assertIn("--smtp-prot", self.refused("serve", "--smtp-prot", "25"))

    def test_a_flag_of_the_server_before_another_subcommand(self):
        said = self.refused("--smtp-port", "0", "wait", "--to", "ann@y.test")
        self.assertIn("--smtp-port", said)
        self.assertIn("wait", said)

    def test_unknown_subcommand(self):
        self.assertIn("sevre", self.refused("sevre"))

    def test_values_out_of_range_name_flag_value_and_what_is_allowed(self):
        for flag, value, allowed in [("--smtp-port", "70000", "65535"), ("--http-port", "many", "off"),
                                     ("--max-kept", "lots", "MiB"), ("--log", "loud", "json"),
                                     ("--idle", "10", "s")]:
            with self.subTest(flag):
                said = self.refused("serve", flag, value)
                for word in (flag, value, allowed):
                    self.assertIn(word, said)

    def test_busy_port(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            for flag in ("--smtp-port", "--http-port"):
                with self.subTest(flag):
                    other = "--http-port" if flag == "--smtp-port" else "--smtp-port"
                    done = run("serve", flag, port, other, 0)
                    self.assertNotEqual(done.returncode, 0)
                    for word in (str(port), flag):
                        self.assertIn(word, done.stderr)

    def test_unusable_port_file(self):
        done = run("serve", "--smtp-port", 0, "--http-port", 0, "--port-file", "/nonexistent/ports.json")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/nonexistent/ports.json", done.stderr)

    def test_unreadable_scenario(self):
        said = self.refused("serve", "--smtp-port", 0, "--http-port", 0, "--scenario", "/nonexistent/gmail.json")
        self.assertIn("/nonexistent/gmail.json", said)

    def test_addresses_that_others_reach_are_warned_of_once(self):
        # Which stops before it listens anywhere.
        said = self.refused("serve", "--bind", "0.0.0.0", "--bind", "::", "--scenario", "/nonexistent/gmail.json")
        warnings = [line for line in said.splitlines() if "warning" in line]
        self.assertEqual(len(warnings), 1, said)
        self.assertIn("0.0.0.0 and ::", warnings[0])

    def test_faulty_scenario_names_each_place(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "bad.json")
            file.write_text(json.dumps({"name": "bad", "rules": [{"on": "rcpt", "replay": "550 no"},
                                                                 {"on": "rcpt", "chance": "often"}]}))
            said = self.refused("serve", "--smtp-port", 0, "--http-port", 0, "--scenario", file)
        for word in (str(file), "/rules/0/replay", "reply", "/rules/1/chance"):
            self.assertIn(word, said)

    def test_unknown_variable_is_named_with_the_nearest(self):
        said = self.refused("serve", env=environment(MAILRIG_SMTP_PROT="25"))
        self.assertIn("MAILRIG_SMTP_PROT", said)
        self.assertIn("MAILRIG_SMTP_PORT", said)

    def test_bad_variable_is_named(self):
        said = self.refused("serve", env=environment(MAILRIG_SMTP_PORT="many"))
        self.assertIn("MAILRIG_SMTP_PORT", said)
        self.assertIn("many", said)


if __name__ == "__main__":
    unittest.main()
