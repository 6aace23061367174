"""mailrig send: a message with attachments, a file as it is, a scripted dialogue; TLS and AUTH."""

import pathlib
import subprocess
import tempfile
import unittest

from program import Server, environment, path, run


class Send(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        self.address = f"127.0.0.1:{self.server.smtp}"
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def send(self, *flags, stdin="", server=None):
        return subprocess.run([path(), "send", "--server", server or self.address, "--helo", "client.test", *map(str, flags)],
                              input=stdin, env=environment(SMTP_PASSWORD="secret"), capture_output=True, text=True,
                              timeout=60)

    def listener(self, name):
        return "127.0.0.1:" + next(str(each["port"]) for each in self.server.ports["listeners"] if each["name"] == name)

    def latest(self):
        return self.server.get("/v1/messages/latest").json

    def test_a_message_with_text_html_and_attachment(self):
        invoice = self.folder / "Rechnung ü.pdf"
        invoice.write_bytes(b"%PDF-1.7\n\x00\xff")
        done = self.send("--from", "Ann <ann@x.test>", "--to", "bob@y.test", "--cc", "carl@y.test", "--bcc", "dan@y.test",
                         "--subject", "Grüße", "--text", "Hello", "--html", "<p>Hello</p>", "--attach", invoice,
                         "--header", "X-Test: 17")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"(?m)^ +\d+\.\d ms  S: 220 ")
        self.assertRegex(done.stdout, r"(?m)^ +\d+\.\d ms  C: RCPT TO:<dan@y.test>$")
        message = self.latest()
        self.assertEqual([to["address"] for to in message["envelope"]["to"]],
                         ["bob@y.test", "carl@y.test", "dan@y.test"])
        self.assertEqual((message["subject"], message["attachments"]), ("Grüße", 1))
        self.assertEqual(message["headerFrom"][0]["name"], "Ann")
        self.assertIn("Hello", message["text"])
        self.assertIn("<p>Hello</p>", message["html"])
        self.assertNotIn("dan@y.test", self.server.get("/v1/messages/latest/raw").body.decode())
        self.assertEqual(self.server.get("/v1/messages", q="has:attachment header:X-Test:17 bcc:dan").json["total"], 1)

    def test_a_file_goes_as_it_is(self):
        done = self.send("--to", "bob@y.test", "--message", "-", "--quiet", stdin="Subject: raw\n\n.dot\n..\nend")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(self.server.get("/v1/messages/latest/raw").body, b"Subject: raw\r\n\r\n.dot\r\n..\r\nend\r\n")

    def test_refusals_are_told(self):
        self.server.post("/v1/rules", {"on": "rcpt", "match": {"to": "gone@y.test"}, "reply": "550 5.1.1 No"})
        done = self.send("--to", "bob@y.test", "--to", "gone@y.test", "--quiet")
        self.assertEqual(done.returncode, 1)
        self.assertIn("refused for gone@y.test: 550 5.1.1 No", done.stderr)
        self.assertEqual([to["address"] for to in self.latest()["envelope"]["to"] if to["reply"][0] == "2"],
                         ["bob@y.test"])

    def test_tls_and_login(self):
        done = self.send("--to", "bob@y.test", "--tls", "starttls", "--user", "ann", server=self.listener("submission"))
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertIn("TLS is up: TLSv1.3", done.stdout)
        self.assertNotIn("secret", done.stdout)
        session = self.server.get("/v1/sessions/latest").json
        self.assertEqual(session["user"], "ann")
        certificate = self.folder / "ca.pem"
        certificate.write_bytes(self.server.get("/v1/ca.pem").body)
        done = self.send("--to", "b@y.test", "--tls", "implicit", "--ca", certificate, server=self.listener("smtps"))
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        done = self.send("--to", "b@y.test", "--tls", "starttls")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the server does not offer STARTTLS", done.stderr)

    def test_a_scripted_dialogue(self):
        script = ("# greeting\nS: 220 *\nC: EHLO c.test\nS..: 250 *\nC! MAIL FROM:<a@x.test>\\r\\nRCPT TO:<b@y.test>\\r\\n\n"
                  "S: 250 *\nS: 250 *\nC: DATA\nS: 354 *\nC! Subject: \\{3*x}\\r\\n\\r\\n.\\r\\n\nS: 250 *\nC: QUIT\nS: 221 *\nclosed\n")
        done = self.send("--script", "-", stdin=script)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(self.latest()["subject"], "xxx")
        done = self.send("--script", "-", stdin="S: 220 *\nC: FROB\nS: 250 *\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn('line 3: expected "250 *", but the server said "50', done.stderr)
        done = self.send("--script", "-", stdin="S: 220 *\nwhat\n")
        self.assertEqual(done.returncode, 2)
        self.assertIn('line 2: "what" is no step', done.stderr)

    def test_bad_usage_and_nobody_there(self):
        for flags, words in ((["--to", "x@y.test", "--attach", "/no/such"], "/no/such"), ([], "nobody to send to"),
                             (["--to", "x@y.test", "--header", "none"], "--header"),
                             (["--to", "x@y.test", "--timeout", "5"], "--timeout")):
            done = self.send(*flags)
            self.assertEqual(done.returncode, 2, flags)
            self.assertIn(words, done.stderr)
        done = run("send", "--server", "127.0.0.1:1", "--to", "x@y.test")
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot connect to 127.0.0.1:1: nothing listens there", done.stderr)


if __name__ == "__main__":
    unittest.main()
