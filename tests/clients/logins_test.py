"""Logins by the mechanisms that real clients know: swaks, msmtp and nodemailer, in the clear and inside TLS."""

import json
import pathlib
import subprocess
import tempfile
import unittest

import program
from dialogue import Dialogue

SENDERS = pathlib.Path(__file__).resolve().parent / "senders"
USER, PASSWORD = "tim", "tanstaaftanstaaf"
MAIL = "Subject: login\n\nhello\n"


def client(*words, stdin=None, env=None):
    """A client to its end."""
    return subprocess.run([str(word) for word in words], input=stdin, env=env, capture_output=True, text=True,
                          errors="replace", timeout=program.PATIENCE)


class Logins(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        users = cls.folder / "users"
        users.write_text(f"{USER}:{PASSWORD}\nann@x.test:ya29.token\n")
        cls.server = program.Server("--users", users, "--listener", "name=any,port=0,auth=any")
        cls.addClassCleanup(cls.server.stop)
        cls.ports = cls.server.ports
        cls.ca = cls.folder / "ca.pem"
        cls.ca.write_bytes(cls.server.get("/v1/ca.pem").body)

    def session_of(self, recipient):
        [message] = self.server.settled("messages", to=recipient)
        return self.server.get(f"/v1/sessions/{message['session']}").json

    def swaks(self, recipient, *flags, port="smtp"):
        return client("swaks", "--server", "localhost", "--port", self.ports[port], "--helo", "swaks.test",
                      "--from", "a@x.test", "--to", recipient, *flags)

    def msmtp(self, recipient, mechanism, *flags, port="smtp", user=USER, password=PASSWORD):
        return client("msmtp", "--host", "localhost", "--port", self.ports[port], f"--auth={mechanism}",
                      "--user", user, "--passwordeval", f"echo {password}", "--from", "a@x.test", *flags, "--",
                      recipient, stdin=MAIL)

    def logged_in(self, recipient, mechanism, user=USER):
        session = self.session_of(recipient)
        self.assertEqual((session["user"], session["mechanism"]), (user, mechanism))
        self.assertNotIn(PASSWORD, json.dumps(session))
        return session

    def test_swaks_by_each_type_that_is_offered(self):
        for place, flags, port in (("clear", [], "smtp"), ("starttls", ["--tls"], "submission"),
                                   ("tls", ["--tlsc"], "smtps")):
            for kind in ("PLAIN", "LOGIN", "CRAM-MD5"):
                with self.subTest(kind, place=place):
                    recipient = f"swaks.{kind}.{place}@y.test"
                    done = self.swaks(recipient, *flags, "--auth", kind, "--auth-user", USER,
                                      "--auth-password", PASSWORD, port=port)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    session = self.logged_in(recipient, kind)
                    self.assertEqual(session["tls"] is not None, place != "clear")

    def test_swaks_chooses_one_where_it_may(self):
        done = self.swaks("chosen@y.test", "--auth", "--auth-user", USER, "--auth-password", PASSWORD)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(self.session_of("chosen@y.test")["mechanism"], ("CRAM-MD5", "LOGIN", "PLAIN"))

    def test_swaks_with_a_wrong_password(self):
        for kind in ("PLAIN", "LOGIN", "CRAM-MD5"):
            with self.subTest(kind):
                done = self.swaks("wrong@y.test", "--auth", kind, "--auth-user", USER, "--auth-password", "wrong")
                self.assertEqual(done.returncode, 28, done.stdout + done.stderr)
                self.assertIn("535 5.7.8", done.stdout)

    def test_swaks_by_types_that_nobody_offers(self):
        # Not announced they are not tried; announced by a rule, RFC 4954 section 4 answers 504.
        for kind in ("CRAM-SHA1", "DIGEST-MD5", "NTLM", "SPA", "MSN"):
            with self.subTest(kind):
                credentials = ["--auth", kind, "--auth-user", USER, "--auth-password", PASSWORD]
                done = self.swaks("none@y.test", *credentials)
                self.assertEqual(done.returncode, 28, done.stdout + done.stderr)
                self.assertIn("requested type not available", done.stderr)
                rule = self.server.post("/v1/rules", {"on": "ehlo", "capabilities": [f"AUTH {kind}"]}).json
                done = self.swaks("none@y.test", *credentials)
                self.server.request("DELETE", f"/v1/rules/{rule['id']}")
                self.assertEqual(done.returncode, 28, done.stdout + done.stderr)
                self.assertIn("504 5.5.4", done.stdout)
        self.assertEqual(self.server.get("/v1/transactions", to="none@y.test", limit=0).json["total"], 0)

    def test_msmtp_by_each_mechanism(self):
        for place, flags, port in (("clear", ["--tls=off"], "smtp"),
                                   ("starttls", ["--tls=on", f"--tls-trust-file={self.ca}"], "submission"),
                                   ("tls", ["--tls=on", "--tls-starttls=off", f"--tls-trust-file={self.ca}"], "smtps")):
            for mechanism in ("plain", "login", "cram-md5", "scram-sha-1", "scram-sha-256", "xoauth2", "oauthbearer"):
                with self.subTest(mechanism, place=place):
                    recipient = f"msmtp.{mechanism}.{place}@y.test"
                    done = self.msmtp(recipient, mechanism, *flags, port=port)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    self.logged_in(recipient, mechanism.upper())

    def test_msmtp_with_a_wrong_password(self):
        for mechanism in ("plain", "cram-md5", "scram-sha-1", "scram-sha-256", "xoauth2", "oauthbearer"):
            with self.subTest(mechanism):
                done = self.msmtp("wrong@y.test", mechanism, "--tls=off", password="wrong")
                self.assertEqual(done.returncode, 77, done.stdout + done.stderr)  # EX_NOPERM
                self.assertIn("535", done.stderr)
        self.assertEqual(self.server.get("/v1/transactions", to="wrong@y.test", limit=0).json["total"], 0)

    def test_msmtp_proves_what_the_server_knows(self):
        # A server that takes any credentials can prove only a password that everybody guesses.
        self.server.post("/v1/rules", {"on": "ehlo", "match": {"port": self.ports["any"]},
                                       "capabilities": ["AUTH SCRAM-SHA-256"]})
        done = self.msmtp("guessed@y.test", "scram-sha-256", "--tls=off", port="any", user="whoever", password="whoever")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.logged_in("guessed@y.test", "SCRAM-SHA-256", "whoever")
        done = self.msmtp("unknown@y.test", "scram-sha-256", "--tls=off", port="any", user="whoever", password="other")
        self.assertNotEqual(done.returncode, 0)

    def nodemailer(self, transport, *mails):
        asked = self.folder / "nodemailer.json"
        asked.write_text(json.dumps({"transport": {"host": "localhost", **transport}, "mails": mails}))
        return client("node", SENDERS / "nodemailer_mails.js", asked,
                      env=program.environment(NODE_PATH="/usr/share/nodejs", NODE_EXTRA_CA_CERTS=str(self.ca)))

    def test_nodemailer_by_oauth2(self):
        for place, transport in (("starttls", {"port": self.ports["submission"], "requireTLS": True}),
                                 ("tls", {"port": self.ports["smtps"], "secure": True})):
            for token, code in (("ya29.token", 0), ("stale", 1)):
                with self.subTest(place=place, token=token):
                    recipient = f"oauth2.{place}.{token}@y.test"
                    done = self.nodemailer(
                        {**transport, "auth": {"type": "OAuth2", "user": "ann@x.test", "accessToken": token}},
                        {"from": "a@x.test", "to": recipient, "subject": "token", "text": "hello"})
                    self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                    if code == 0:
                        self.logged_in(recipient, "XOAUTH2", "ann@x.test")
                    else:
                        self.assertIn("EAUTH", done.stdout)

    def test_nodemailer_by_password(self):
        for method in ("PLAIN", "LOGIN", "CRAM-MD5"):
            with self.subTest(method):
                recipient = f"nodemailer.{method}@y.test"
                done = self.nodemailer(
                    {"port": self.ports["submission"], "requireTLS": True, "authMethod": method,
                     "auth": {"user": USER, "pass": PASSWORD}},
                    {"from": "a@x.test", "to": recipient, "subject": method, "text": "hello"})
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.logged_in(recipient, method)

    def test_nodemailer_asks_for_notifications(self):
        done = self.nodemailer(
            {"port": self.ports["smtp"], "ignoreTLS": True},
            {"from": "a@x.test", "to": "dsn@y.test", "subject": "dsn", "text": "hello",
             "dsn": {"id": "order 17+x", "return": "headers", "notify": ["failure", "delay"],
                     "recipient": "first@y.test"}})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        [message] = self.server.settled("messages", to="dsn@y.test")
        sender, recipient = message["envelope"]["from"], message["envelope"]["to"][0]
        self.assertEqual(sender["parameters"]["RET"], "HDRS")
        self.assertEqual(sender["parameters"]["ENVID"], "order+2017+2Bx")
        self.assertEqual(recipient["parameters"], {"NOTIFY": "FAILURE,DELAY", "ORCPT": "rfc822;first@y.test"})

    def test_nodemailer_sends_many_over_a_pool(self):
        mails = [{"from": "a@x.test", "to": f"pool{n}@y.test", "subject": str(n), "text": "hello"} for n in range(40)]
        done = self.nodemailer({"port": self.ports["submission"], "requireTLS": True, "pool": True, "maxConnections": 3,
                                "maxMessages": 10, "auth": {"user": USER, "pass": PASSWORD}}, *mails)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(len(json.loads(done.stdout)), 40)
        messages = self.server.settled("messages", count=40, to="pool*@y.test", limit=50)
        self.assertEqual(len(messages), 40)
        sessions = {message["session"] for message in messages}
        for session in sessions:
            record = self.server.get(f"/v1/sessions/{session}").json
            self.assertEqual(record["user"], USER)
            self.assertLessEqual(len(record["transactions"]), 10)
        self.assertLess(len(sessions), 40)
        self.assertGreaterEqual(len(sessions), 4)  # of 10 mails at most

    def test_a_line_that_is_no_login_harms_nobody(self):
        with Dialogue(self.server.smtp) as bare:
            for line in ("AUTH PLAIN ====", "AUTH PLAIN \x00\x01", "AUTH SCRAM-SHA-256 eA==", "AUTH XOAUTH2 AQ==",
                         "AUTH OAUTHBEARER AQ==", "AUTH LOGIN \xff"):
                bare.say(line, "501")
            for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"):
                bare.say(f"AUTH {mechanism}", "334")
                bare.say("*", "501 5.7.0")
                bare.say(f"AUTH {mechanism}", "334")
                bare.say("no base64", "501 5.5.2")
            bare.say("AUTH PLAIN " + "A" * 20_000, "500 5.5.6")
            bare.say("AUTH LOGIN", "334")
            bare.say("A" * 100_000, "500 5.5.6")
            bare.say("NOOP", "250")
            bare.quit()
        session = self.server.get("/v1/sessions/latest").json
        self.assertEqual((session["user"], session["closedHow"]), (None, "quit"))


if __name__ == "__main__":
    unittest.main()
