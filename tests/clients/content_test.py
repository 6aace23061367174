"""Every octet comes back: smtplib, curl, swaks and a bare socket, against /raw."""

import pathlib
import random
import smtplib
import subprocess
import tempfile
import unittest

from dialogue import Dialogue, simple
from program import PATIENCE, Server

HEADER = b"From: a@x.test\r\nTo: b@y.test\r\nSubject: octets\r\n\r\n"

CONTENTS = {
    "plain": HEADER + b"hello\r\n",
    "empty": b"",
    "header only": b"Subject: alone\r\n",
    "no header at all": b"just text\r\n",
    "leading dots": HEADER + b".\r\n..\r\n...three\r\n.x\r\n",
    "dots only": b".\r\n.\r\n",
    "long line": HEADER + b"x" * 100_000 + b"\r\n",
    "bare LF": HEADER + b"one\ntwo\n.three\n.\nfour\r\n",
    "bare CR": HEADER + b"one\rtwo\r.three\r\r\r\n",
    "LF dot CRLF": HEADER + b"one\n.\r\ntwo\r\n",
    "CR dot CR": HEADER + b"one\r.\rtwo\r\n",
    "NUL": HEADER + b"a\0b\0\0\r\n\0\r\n",
    "8-bit": HEADER + bytes(range(128, 256)) + b"\r\n",
    "every octet": HEADER + bytes(n for n in range(256) if n not in (10, 13)) + b"\r\n",
    "trailing blank lines": HEADER + b"end\r\n\r\n\r\n",
}


def ten_mebibytes():
    """Long lines, leading dots, bare LF and CR, NUL and 8-bit, from a fixed seed."""
    source = random.Random(1)
    pieces, size = [HEADER], len(HEADER)
    while size < 10 << 20:
        line = source.choice([b"", b".", b"..", b"a\n.\nb", b"\0", b"\r.\r", b"\xff\x80"])
        line += source.randbytes(source.choice([0, 10, 70, 998, 50_000])).replace(b"\r\n", b"\n")
        line = line.rstrip(b"\r") + b"\r\n"
        pieces.append(line)
        size += len(line)
    return b"".join(pieces)


class Content(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)

    def newest(self, **query):
        return self.server.settled("messages", order="desc", limit=1, **query)[0]

    def raw(self, message_id):
        return self.server.get(f"/v1/messages/{message_id}/raw").body

    def test_comes_back_to_the_octet(self):
        with Dialogue(self.server.smtp) as client:
            for name, content in CONTENTS.items():
                with self.subTest(name):
                    recipient = name.replace(" ", "-").lower() + "@octets.test"
                    client.mail("a@x.test", recipient, content)
                    message = self.server.items("messages", to=recipient)[0]
                    self.assertEqual(self.raw(message["id"]), content)
                    self.assertEqual(message["size"], len(content))
            client.quit()

    def test_comes_back_when_it_is_ten_mebibytes(self):
        content = ten_mebibytes()
        with Dialogue(self.server.smtp) as client:
            client.mail("a@x.test", "large@octets.test", content)
            message = self.server.items("messages", to="large@octets.test")[0]
            self.assertEqual(message["size"], len(content))
            self.assertTrue(self.raw(message["id"]) == content, "the octets differ")
            client.quit()

    def test_comes_back_however_it_was_cut_on_the_way(self):
        content = CONTENTS["leading dots"] + CONTENTS["bare LF"]
        for size in (1, 7):
            with self.subTest(size=size), Dialogue(self.server.smtp) as client:
                recipient = f"by{size}@octets.test"
                client.envelope("a@x.test", recipient)
                client.say("DATA", "354")
                wire = content.replace(b"\r\n.", b"\r\n..") + b".\r\n"
                for start in range(0, len(wire), size):
                    client.send(wire[start:start + size])
                client.expect("250")
                self.assertEqual(self.raw(self.newest(to=recipient)["id"]), content)

    def test_arrives_from_smtplib(self):
        with smtplib.SMTP("127.0.0.1", self.server.smtp, timeout=PATIENCE) as client:
            client.sendmail("a@x.test", ["lib1@octets.test", "lib2@octets.test"],
                            CONTENTS["leading dots"], mail_options=["BODY=8BITMIME"])
        message = self.newest(to="lib1@octets.test")
        self.assertEqual(self.raw(message["id"]), CONTENTS["leading dots"])
        self.assertEqual([each["address"] for each in message["envelope"]["to"]],
                         ["lib1@octets.test", "lib2@octets.test"])
        self.assertEqual(message["envelope"]["from"]["parameters"].get("BODY"), "8BITMIME")

    def test_arrives_from_smtplib_over_ipv6(self):
        with smtplib.SMTP("::1", self.server.smtp, timeout=PATIENCE) as client:
            client.sendmail("a@x.test", ["six@octets.test"], simple())
        self.assertEqual(self.raw(self.newest(to="six@octets.test")["id"]), simple())

    def test_arrives_from_curl(self):
        content = HEADER + b".dot\r\n" + b"y" * 5000 + b"\r\n\xe4\r\n"
        with tempfile.TemporaryDirectory() as folder:
            mail = pathlib.Path(folder, "mail.eml")
            mail.write_bytes(content)
            subprocess.run(["curl", "-sS", "--max-time", str(PATIENCE),
                            f"smtp://127.0.0.1:{self.server.smtp}/client.test",
                            "--mail-from", "a@x.test", "--mail-rcpt", "curl@octets.test",
                            "--upload-file", mail], check=True, timeout=PATIENCE)
        self.assertEqual(self.raw(self.newest(to="curl@octets.test")["id"]), content)

    def test_arrives_from_swaks(self):
        content = HEADER + b"one\r\n.two\r\n..three\r\n"
        with tempfile.TemporaryDirectory() as folder:
            mail = pathlib.Path(folder, "mail.eml")
            mail.write_bytes(content)
            done = subprocess.run(["swaks", "--server", "127.0.0.1", "--port", str(self.server.smtp),
                                   "--helo", "client.test", "--from", "a@x.test", "--to",
                                   "swaks@octets.test", "--data", f"@{mail}"],
                                  capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # swaks ends its DATA with a line end of its own.
        self.assertEqual(self.raw(self.newest(to="swaks@octets.test")["id"]).rstrip(b"\r\n"),
                         content.rstrip(b"\r\n"))

    def test_is_visible_with_its_transcript_before_the_250_a_thousand_times(self):
        seen = 0
        with Dialogue(self.server.smtp) as client:
            for n in range(1000):
                recipient = f"n{n}@visible.test"
                content = simple(subject=f"number {n}", recipient=recipient)
                client.mail("a@x.test", recipient, content)
                items = self.server.items("messages", to=recipient)
                self.assertEqual(len(items), 1, f"message {n} is not there at its 250")
                self.assertEqual(items[0]["subject"], f"number {n}")
                transcript = self.server.get(f"/v1/transactions/{items[0]['transaction']}").json
                said = [event["text"] for event in transcript["events"]]
                self.assertIn(f"RCPT TO:<{recipient}>", said, f"message {n} has no transcript")
                self.assertEqual(transcript["outcome"], "250")
                seen += 1
            client.quit()
        self.assertEqual(seen, 1000)

    def test_leaves_the_whole_conversation_to_read(self):
        with Dialogue(self.server.smtp) as client:
            client.mail("a@x.test", "talk@octets.test", simple())
            client.quit()
        session = self.newest(to="talk@octets.test")["session"]
        answer = self.server.request("GET", f"/v1/sessions/{session}/transcript",
                                     headers={"Accept": "text/plain"})
        text = answer.body.decode()
        self.assertEqual(answer.type, "text/plain")
        places = [text.find(piece) for piece in
                  ("S: 220 ", "C: EHLO client.test", "C: MAIL FROM:<a@x.test>",
                   "C: RCPT TO:<talk@octets.test>", "C: DATA", "S: 354 ",
                   f"({len(simple())} octets of content)", "S: 250 2.0.0", "C: QUIT", "S: 221 ")]
        self.assertNotIn(-1, places, text)
        self.assertEqual(places, sorted(places), text)


if __name__ == "__main__":
    unittest.main()
