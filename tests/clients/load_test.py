"""mailrig load and mailrig sendmail against a mailrig of their own."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from program import Server, environment, path, run


class ServerTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        self.address = f"127.0.0.1:{self.server.smtp}"


class Load(ServerTest):
    def test_all_mails_arrive_and_are_counted(self):
        done = run("load", "--server", self.address, "--count", 300, "--connections", 5, "--size", "2KiB")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("300 accepted, 0 refused, 0 connections failed", done.stdout)
        self.assertRegex(done.stdout, r"a mail took: p50 \d+\.\d\d ms, p90 .* p99 ")
        self.assertEqual(done.stderr, "")  # no progress where no terminal is
        listed = self.server.get("/v1/messages", limit=0).json
        self.assertEqual(listed["total"], 300)
        self.assertEqual(self.server.get("/v1/sessions", limit=0).json["total"], 5)
        self.assertEqual(self.server.get("/v1/messages", to="user300@example.test").json["items"][0]["size"], 2048)

    def test_connections_are_kept_as_long_as_is_said(self):
        done = run("load", "--server", self.address, "--count", 20, "--connections", 2, "--each", 1, "--pipeline")
        self.assertEqual(done.returncode, 0, done.stderr)
        # Up to two connections may come when the last mail has just been taken.
        self.assertIn(self.server.get("/v1/sessions", limit=0).json["total"], (20, 21, 22))
        self.assertEqual(self.server.get("/v1/messages", limit=0).json["total"], 20)

    def test_refusals_are_counted_with_their_reply(self):
        self.server.post("/v1/rules", {"on": "rcpt", "nth": "1-3", "reply": "451 4.3.0 Later"})
        done = run("load", "--server", self.address, "--count", 10, "--connections", 1)
        self.assertEqual(done.returncode, 1)
        self.assertIn("7 accepted, 3 refused", done.stdout)
        self.assertIn("3 x 451 4.3.0 Later", done.stdout)

    def test_it_ends_after_its_time(self):
        self.server.post("/v1/rules", {"on": "eom", "delay": "forever"})
        done = run("load", "--server", self.address, "--time", "300ms", "--count", 5, "--connections", 2)
        self.assertEqual(done.returncode, 1)
        self.assertIn("0 accepted", done.stdout)

    def test_nobody_there_and_bad_flags(self):
        done = run("load", "--server", "127.0.0.1:1", "--count", 3)
        self.assertEqual(done.returncode, 3)
        self.assertIn("nothing listens there", done.stdout)
        for flags in (["--size", "many"], ["--count", "0"], ["--server", "a:b"], ["--time", "5"], ["--tls", "yes"]):
            done = run("load", *flags)
            self.assertEqual(done.returncode, 2, flags)
            self.assertIn(flags[0], done.stderr)


class Sendmail(ServerTest):
    def sendmail(self, *flags, mail="", program=None, **variables):
        port = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.server.smtp), "USER": "ann"} | variables
        return subprocess.run([*(program or [path(), "sendmail"]), *flags], input=mail, env=environment(**port),
                              capture_output=True, text=True, timeout=60)

    def latest(self):
        return self.server.get("/v1/messages/latest").json

    def recipients(self):
        return [to["address"] for to in self.latest()["envelope"]["to"]]

    def raw(self):
        return self.server.get("/v1/messages/latest/raw").body.decode()

    def test_recipients_come_from_the_header_and_bcc_goes(self):
        done = self.sendmail("-t", "-i", "-fann@x.test", mail=(
            "To: Bob <bob@y.test>,\n carl@y.test\nCc: bob@y.test\nBcc: dan@y.test,\n eve@y.test\nSubject: Hi\n\n"
            "Bcc: not a header\n.\nend\n"))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(self.recipients(), ["bob@y.test", "carl@y.test", "dan@y.test", "eve@y.test"])
        self.assertEqual(self.latest()["envelope"]["from"]["address"], "ann@x.test")
        head, _, body = self.raw().partition("\r\n\r\n")
        self.assertNotIn("dan@", head)
        self.assertNotIn("eve@", head)
        for field in ("To: Bob", "Subject: Hi", "From: <ann@x.test>", "Date: ", "Message-ID: <"):
            self.assertIn(field, head)
        self.assertEqual(body, "Bcc: not a header\r\n.\r\nend\r\n")
        self.assertIsNotNone(self.latest()["date"])

    def test_what_the_mail_has_stays_as_it_is(self):
        mail = "From: Ann <a@x.test>\nDate: Mon, 23 Nov 2026 15:02:11 +0100\nMessage-ID: <1@x.test>\n\nx\n"
        self.assertEqual(self.sendmail("-i", "-f", "b@x.test", "--", "bob@y.test", mail=mail).returncode, 0)
        self.assertEqual(self.raw(), mail.replace("\n", "\r\n"))

    def test_a_lone_dot_ends_the_mail_unless_told_otherwise(self):
        self.assertEqual(self.sendmail("-oem", "-bm", "bob@y.test", mail="Subject: x\n\none\n.\ntwo\n").returncode, 0)
        self.assertTrue(self.raw().endswith("\r\n\r\none\r\n"))
        self.assertTrue(self.latest()["envelope"]["from"]["address"].startswith("ann@"))

    def test_it_also_goes_by_its_name(self):
        with tempfile.TemporaryDirectory() as folder:
            link = pathlib.Path(folder, "sendmail")
            os.symlink(path(), link)
            done = self.sendmail("-oi", "-F", "Ann A.", "bob@y.test", mail="Subject: x\n\nhi\n", program=[str(link)])
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn('From: "Ann A." <ann@', self.raw())

    def test_exit_codes_are_those_of_sysexits(self):
        self.assertEqual(self.sendmail(mail="x").returncode, 64)
        self.assertEqual(self.sendmail("-Q", mail="x").returncode, 64)
        self.assertEqual(self.sendmail("-t", mail="Subject: x\n\n").returncode, 65)
        self.assertEqual(self.sendmail("a@y.test", mail="").returncode, 66)
        self.assertEqual(self.sendmail("a@y.test", mail="x\n", SMTP_PORT="1").returncode, 75)
        for reply, code in (("550 5.1.1 No such user", 67), ("451 4.3.0 Later", 75)):
            rule = self.server.post("/v1/rules", {"on": "rcpt", "reply": reply}).json["id"]
            done = self.sendmail("a@y.test", mail="Subject: x\n\n")
            self.assertEqual(done.returncode, code)
            self.assertIn(reply, done.stderr)
            self.server.request("DELETE", f"/v1/rules/{rule}")
        self.server.post("/v1/rules", {"on": "eom", "reply": "554 5.7.1 Spam"})
        self.assertEqual(self.sendmail("a@y.test", mail="Subject: x\n\n").returncode, 69)


if __name__ == "__main__":
    unittest.main()
