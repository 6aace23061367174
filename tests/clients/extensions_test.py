"""Extensions as clients use them: logins, LMTP, chunks, XCLIENT, PROXY headers, receiver profiles."""

import pathlib
import smtplib
import ssl
import subprocess
import tempfile
import unittest

import program
from dialogue import Dialogue

MAIL = b"Subject: extension\r\n\r\nhello\r\n"


def swaks(port, *arguments):
    return subprocess.run(["swaks", "--server", "127.0.0.1", "--port", str(port), "--helo", "swaks.test",
                           "--from", "a@x.test", "--to", "b@y.test", *arguments],
                          capture_output=True, text=True, timeout=program.PATIENCE)


class Extensions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="mailrig-")
        users = pathlib.Path(cls.folder.name, "users")
        users.write_text("# who may\ntim:tanstaaftanstaaf\n")
        cls.server = program.Server("--lmtp-port", "0", "--users", users,
                                    "--listener", "name=proxied,port=0,proxy=on",
                                    "--listener", "name=proxied-submission,port=0,proxy=on,tls=starttls",
                                    "--listener", "name=proxied-smtps,port=0,proxy=on,tls=implicit",
                                    "--listener", "name=smuggled,port=0,profile=vulnerable")
        cls.ports = {one["name"]: one["port"] for one in cls.server.ports["listeners"]}

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.folder.cleanup()

    def latest_session(self):
        return self.server.get("/v1/sessions/latest").json

    def test_logs_in_by_each_mechanism_of_smtplib(self):
        context = ssl.create_default_context(cadata=self.server.get("/v1/ca.pem").body.decode())
        for mechanism in ("plain", "login", "cram_md5"):
            with smtplib.SMTP("localhost", self.ports["submission"], timeout=program.PATIENCE) as client:
                client.starttls(context=context)
                client.ehlo("client.test")
                client.user, client.password = "tim", "tanstaaftanstaaf"
                code, _ = client.auth(mechanism.upper().replace("_", "-"), getattr(client, "auth_" + mechanism))
                self.assertEqual(code, 235)
                client.sendmail("a@x.test", ["b@y.test"], MAIL, ["RET=HDRS"], ["NOTIFY=NEVER"])
            session = self.latest_session()
            self.assertEqual(session["user"], "tim")
            self.assertEqual(session["mechanism"], mechanism.upper().replace("_", "-"))
            self.assertEqual(session["protocol"], "smtp")
            self.assertNotIn("tanstaaf", str(session))
            envelope = self.server.get("/v1/transactions/latest").json["envelope"]
            self.assertEqual(envelope["from"]["parameters"]["RET"], "HDRS")
            self.assertEqual(envelope["to"][0]["parameters"], {"NOTIFY": "NEVER"})
            trace = self.server.get("/v1/messages/latest/trace").body.decode()
            self.assertIn(" with ESMTPSA id ", trace)

    def test_refuses_a_wrong_password(self):
        with smtplib.SMTP("127.0.0.1", self.server.smtp, timeout=program.PATIENCE) as client:
            with self.assertRaises(smtplib.SMTPAuthenticationError) as refused:
                client.login("tim", "wrong")
            self.assertEqual(refused.exception.smtp_code, 535)
        self.assertIsNone(self.latest_session()["user"])

    def test_answers_lmtp_for_each_recipient(self):
        self.server.post("/v1/rules", {"on": "eom", "match": {"to": "full@y.test"}, "per": ["to"],
                                       "reply": "452 4.2.2 Over quota"})
        with Dialogue(self.ports["lmtp"], greet=False) as client:  # smtplib.LMTP reads one reply only
            client.expect("220")
            client.say("LHLO client.test", "250")
            client.say("MAIL FROM:<a@x.test>", "250")
            client.say("RCPT TO:<b@y.test>", "250")
            client.say("RCPT TO:<full@y.test>", "250")
            client.say("DATA", "354")
            client.send(MAIL + b".\r\n")
            self.assertEqual([line[:3] for line in client.reply().splitlines()], ["250", "452"])
        transaction = self.server.get("/v1/transactions/latest").json
        self.assertEqual(transaction["protocol"], "lmtp")
        self.assertEqual([to["outcome"] for to in transaction["envelope"]["to"]], ["250", "452"])
        done = swaks(self.ports["lmtp"], "--protocol", "LMTP")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_keeps_chunks_octet_for_octet(self):
        content = bytes(range(256)) * 300 + b"\r\n.\r\n"
        with Dialogue(self.server.smtp) as client:
            client.say("MAIL FROM:<a@x.test> BODY=BINARYMIME", "250")
            client.say("RCPT TO:<b@y.test>", "250")
            client.send(b"BDAT 1000\r\n" + content[:1000])
            client.expect("250")
            client.send(b"BDAT %d LAST\r\n" % (len(content) - 1000) + content[1000:])
            client.expect("250")
        self.assertEqual(self.server.get("/v1/messages/latest/raw").body, content)
        self.assertTrue(self.server.get("/v1/transactions/latest").json["chunked"])

    def test_believes_xclient_of_loopback(self):
        for flags, client in (
                (["--xclient", "ADDR=192.0.2.7 NAME=elsewhere.test"], "192.0.2.7:"),
                (["--xclient-addr", "192.0.2.8", "--xclient-port", "4711", "--xclient-name", "elsewhere.test",
                  "--xclient-helo", "other.test", "--xclient-proto", "ESMTP"], "192.0.2.8:4711"),
                (["--xclient-addr", "IPV6:2001:db8::7", "--xclient-port", "4712"], "[2001:db8::7]:4712"),
                (["--xclient-addr", "192.0.2.9", "--xclient-delim", "--xclient-name", "[UNAVAILABLE]"], "192.0.2.9:")):
            with self.subTest(flags):
                done = swaks(self.server.smtp, *flags)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertTrue(self.latest_session()["client"].startswith(client), self.latest_session())
        done = swaks(self.server.smtp, "--xclient-login", "tim", "--xclient-addr", "192.0.2.7")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.latest_session()["user"], "tim")

    def test_believes_proxy_headers_of_loopback(self):
        # Each form of the header, in the clear, before STARTTLS, and before TLS from the first octet.
        source = ["--proxy-source-port", "4711", "--proxy-dest-port", "25", "--proxy-protocol"]
        v4 = ["--proxy-source", "192.0.2.8", "--proxy-dest", "192.0.2.9"]
        v6 = ["--proxy-source", "2001:db8::8", "--proxy-dest", "2001:db8::9"]
        forms = (
            (["--proxy-version", "1", "--proxy-family", "TCP4", *v4, *source, "STREAM"], "192.0.2.8:4711"),
            (["--proxy-version", "1", "--proxy-family", "TCP6", *v6, *source, "STREAM"], "[2001:db8::8]:4711"),
            (["--proxy-version", "2", "--proxy-family", "AF_INET", *v4, *source, "STREAM"], "192.0.2.8:4711"),
            (["--proxy-version", "2", "--proxy-family", "AF_INET6", *v6, *source, "STREAM"], "[2001:db8::8]:4711"),
            (["--proxy", "UNKNOWN"], "127.0.0.1:"))
        for listener, flags in (("proxied", []), ("proxied-submission", ["--tls"]), ("proxied-smtps", ["--tlsc"])):
            for form, client in forms:
                with self.subTest(listener=listener, form=form):
                    done = swaks(self.ports[listener], *form, *flags)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    session = self.latest_session()
                    self.assertTrue(session["client"].startswith(client), session)
                    self.assertEqual(session["tls"] is not None, bool(flags))

    def test_pipelines_with_swaks_everywhere(self):
        for listener, flags in (("smtp", []), ("submission", ["--tls"]), ("smtps", ["--tlsc"]),
                                ("lmtp", ["--protocol", "LMTP"])):
            with self.subTest(listener):
                done = swaks(self.ports[listener], "--pipeline", "--to", "b@y.test,c@y.test", *flags)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                session = self.latest_session()
                self.assertEqual((session["listener"], session["pipelinedUnannounced"]), (listener, False))
                transaction = self.server.get("/v1/transactions/latest").json
                self.assertEqual([to["outcome"] for to in transaction["envelope"]["to"]], ["250", "250"])

    def test_can_be_smuggled_through_only_where_the_profile_says_so(self):
        smuggled = (b"one\r\n.\nMAIL FROM:<evil@x.test>\r\nRCPT TO:<b@y.test>\r\nDATA\r\ntwo\r\n.\r\n")
        for port, count in ((self.server.smtp, 1), (self.ports["smuggled"], 2)):
            seq = self.server.get("/v1/info").json["seq"]
            with Dialogue(port) as client:
                client.say("MAIL FROM:<a@x.test>", "250")
                client.say("RCPT TO:<b@y.test>", "250")
                client.say("DATA", "354")
                client.send(smuggled)
                client.expect("250")
            self.server.settled("sessions", closedBy="client", after=seq)
            self.assertEqual(len(self.server.items("messages", after=seq)), count)

    def test_lists_the_profiles(self):
        names = [one["name"] for one in self.server.get("/v1/profiles").json["items"]]
        self.assertEqual(names, ["default", "strict", "postfix-3.7", "postfix-3.9", "postfix-reject", "exim-4.98",
                                 "sendmail-8.18", "opensmtpd", "vulnerable"])


class OwnProfile(unittest.TestCase):
    def test_is_json_and_applies_to_what_is_received(self):
        server = program.Server("--profile", '{"base": "postfix-3.9", "name": "mine", "http_verbs": "500"}')
        with Dialogue(server.smtp) as client:
            client.say("GET / HTTP/1.1", "500")
            client.say("MAIL FROM:<a@x.test>", "250")
            client.say("RCPT TO:<b@y.test>", "250")
            client.say("DATA", "354")
            client.send(b"a\nb\r\n.\r\n")
            client.expect("250")
        self.assertEqual(server.get("/v1/messages/latest/raw").body, b"a\nb\r\n")
        self.assertEqual(server.request("GET", "/v1/messages/latest/raw?as=received").body, b"a\r\nb\r\n")
        self.assertEqual(server.get("/v1/info").json["listeners"][0]["profile"], "mine")
        server.stop()

    def test_is_refused_with_each_fault(self):
        done = program.run("serve", "--smtp-port", "0", "--http-port", "0", "--profile", '{"bare_lff": "keep"}')
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("did you mean bare_lf?", done.stderr)


if __name__ == "__main__":
    unittest.main()
