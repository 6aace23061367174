"""Several listeners at once: their flags, variables and faults, LMTP, unix sockets, PROXY headers."""

import pathlib
import smtplib
import socket
import subprocess
import tempfile
import unittest

from dialogue import Dialogue, simple
from program import PATIENCE, Server, environment, run


class Listeners(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, *flags, **options):
        server = Server(*flags, **options)
        self.addCleanup(server.stop)
        return server

    def refused(self, *flags, code=1, env=None):
        done = run("serve", "--smtp-port", 0, "--http-port", 0, "--submission-port", 0, "--smtps-port", 0, *flags, env=env)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr

    def test_all_are_shown_everywhere(self):
        path = self.folder / "lmtp.sock"
        server = self.start("--lmtp-port", 0, "--lmtp-socket", path, "--listener", "name=strict,port=0,profile=strict")
        names = {"smtp", "submission", "smtps", "lmtp", "lmtp-socket", "strict", "http"}
        self.assertEqual({each["name"] for each in server.ports["listeners"]}, names)
        self.assertLessEqual(names, set(server.ports))
        shown = server.get("/v1/info").json["listeners"]
        self.assertEqual({each["name"]: each["tls"] for each in shown if each["name"] in ("smtp", "submission", "smtps")},
                         {"smtp": "none", "submission": "starttls", "smtps": "implicit"})
        for name in names:
            self.assertIn(name, server.ready_line)
        self.assertEqual(server.ports["lmtp-socket"], str(path))

    def test_each_has_a_mind_of_its_own(self):
        users = self.folder / "users"
        users.write_text("# who may\nann:secret\n")
        server = self.start(
            "--users", users,
            "--listener", "name=closed,port=0,auth=users+required",
            "--listener", "name=open,port=0,auth=any,without=CHUNKING+DSN",
            "--listener", "name=none,port=0,auth=off",
            "--listener", "name=secure,port=0,tls=required")
        with Dialogue(server.ports["closed"]) as client:
            client.say("MAIL FROM:<a@x.test>", "530")
        with smtplib.SMTP("127.0.0.1", server.ports["closed"], timeout=PATIENCE) as client:
            with self.assertRaises(smtplib.SMTPAuthenticationError):
                client.login("ann", "wrong")
            client.login("ann", "secret")
            client.sendmail("a@x.test", ["closed@y.test"], simple())
        with smtplib.SMTP("127.0.0.1", server.ports["open"], timeout=PATIENCE) as client:
            client.login("whoever", "whatever")
            self.assertFalse(client.has_extn("chunking"))
            self.assertTrue(client.has_extn("size"))
        with smtplib.SMTP("127.0.0.1", server.ports["none"], timeout=PATIENCE) as client:
            client.ehlo()
            self.assertFalse(client.has_extn("auth"))
        with Dialogue(server.ports["secure"]) as client:
            client.say("MAIL FROM:<a@x.test>", "530")
        [message] = server.settled("messages", to="closed@y.test")
        self.assertEqual(server.get(f"/v1/sessions/{message['session']}").json["listener"], "closed")

    def test_variables_name_them_too(self):
        server = self.start(env=environment(MAILRIG_LISTENER="name=a,port=0;name=b,port=0,tls=implicit",
                                            MAILRIG_LMTP_PORT="0"))
        self.assertLessEqual({"a", "b", "lmtp"}, set(server.ports))

    def test_a_taken_port_is_named_with_its_flag(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            said = self.refused("--lmtp-port", port)
            self.assertIn(str(port), said)
            self.assertIn("--lmtp-port", said)

    def test_a_path_that_exists_is_named(self):
        path = self.folder / "there"
        path.write_text("")
        said = self.refused("--lmtp-socket", path)
        for word in (str(path), "exists", "--lmtp-socket"):
            self.assertIn(word, said)

    def test_a_path_that_is_too_long(self):
        self.assertIn("octets", self.refused("--lmtp-socket", "/tmp/" + "x" * 200))

    def test_bad_words_are_named_with_what_is_allowed(self):
        for spec, words in {"port=0": ["--listener", "name"], "name=a": ["port"], "name=a,port=70000": ["65535"],
                            "name=a,port=0,prot=lmtp": ["protocol"], "name=a,port=0,path=/x": ["either"],
                            "name=a,name=b,port=0": ["once"]}.items():
            with self.subTest(spec):
                said = self.refused("--listener", spec, code=2)
                for word in words:
                    self.assertIn(word, said)
        for spec, words in {"name=a,port=0,profile=strickt": ["strickt", "strict", "default"],
                            "name=a,port=0,tls=startls": ["startls", "starttls"],
                            "name=a,port=0,protocol=pop3": ["pop3", "smtp, lmtp, http"],
                            "name=a,port=0,auth=maybe": ["maybe", "users"],
                            "name=a,port=0,auth=users": ["--users"],
                            "name=a,port=0,without=CHUNKIN": ["CHUNKIN", "CHUNKING"],
                            "name=smtp,port=0": ["two listeners", "smtp"],
                            "name=Big,port=0": ["Big"]}.items():
            with self.subTest(spec):
                said = self.refused("--listener", spec)
                for word in words:
                    self.assertIn(word, said)
        for flags, words in ((["--trust", "here"], ["--trust", "here"]), (["--lease-ports", "9-1"], ["9-1"]),
                             (["--profile", "lax"], ["lax", "default"])):
            with self.subTest(flags):
                said = self.refused(*flags)
                for word in words:
                    self.assertIn(word, said)

    def test_a_users_file_with_a_bad_line(self):
        users = self.folder / "users"
        users.write_text("ann:secret\nno colon here\n")
        said = self.refused("--users", users)
        for word in (str(users), "2"):
            self.assertIn(word, said)
        self.assertIn("/nowhere", self.refused("--users", "/nowhere"))

    def test_lmtp_over_tcp_and_a_unix_socket(self):
        path = self.folder / "lmtp.sock"
        server = Server("--lmtp-port", 0, "--lmtp-socket", path)
        try:
            for n, place in enumerate((("localhost", server.ports["lmtp"]), (str(path), 0))):
                with smtplib.LMTP(*place) as client:
                    self.assertEqual(client.sendmail("a@x.test", [f"lmtp{n}@y.test"], simple()), {})
                [message] = server.settled("messages", to=f"lmtp{n}@y.test")
                session = server.get(f"/v1/sessions/{message['session']}").json
                self.assertEqual(session["listener"], ("lmtp", "lmtp-socket")[n])
            done = subprocess.run(["swaks", "--protocol", "LMTP", "--socket", path, "--from", "a@x.test",
                                   "--to", "c@y.test,d@y.test", "--helo", "client.test"],
                                  capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            [message] = server.settled("messages", to="c@y.test")
            self.assertEqual(message["envelope"]["to"][1]["address"], "d@y.test")
        finally:
            server.stop()
        self.assertFalse(path.exists())

    def test_a_client_behind_a_proxy_is_who_the_header_says(self):
        server = self.start("--listener", "name=proxied,port=0,proxy=on",
                            "--listener", "name=both,port=0,proxy=on,tls=implicit")
        with Dialogue(server.ports["proxied"], greet=False) as client:
            client.send(b"PROXY TCP4 192.0.2.7 198.51.100.1 4567 25\r\n")
            client.expect("220")
            client.say("EHLO client.test", "250")
            client.mail("a@x.test", "proxied@y.test", simple())
            client.quit()
        [message] = server.settled("messages", to="proxied@y.test")
        self.assertEqual(server.get(f"/v1/sessions/{message['session']}").json["client"], "192.0.2.7:4567")


if __name__ == "__main__":
    unittest.main()
