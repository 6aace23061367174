"""Several listeners at once: their flags, variables and faults, LMTP, unix sockets, PROXY headers."""

import pathlib
import smtplib
import socket
import ssl
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

    def test_each_has_limits_and_mechanisms_of_its_own(self):
        server = self.start(
            "--limit", "local-part=10", "--limit", "auth-line=100", "--mechanism", "LOGIN", "--mechanism", "PLAIN",
            "--listener", "name=small,port=0,limit=message=50+recipients=1+domain=8+path=16+text-line=20",
            "--listener", "name=few,port=0,tls=implicit,limit=mails=2+recipient-domains=1+command-line=600",
            "--listener", "name=secret,port=0,mechanisms=SCRAM-SHA-256")
        with Dialogue(server.smtp, greet=False) as client:
            client.expect("220")
            self.assertIn("AUTH PLAIN LOGIN\r\n", client.say("EHLO client.test", "250"))
            self.assertIn("longer than 10 octets", client.say("MAIL FROM:<elevenchars@x.test>", "501"))
            client.say("AUTH CRAM-MD5", "504")
            client.say("AUTH PLAIN", "334")
            client.say("A" * 99, "500 5.5.6")
        with Dialogue(server.ports["small"]) as client:
            client.say("MAIL FROM:<a@x.test> SIZE=51", "552")
            client.say("MAIL FROM:<a@x.test>", "250")
            self.assertIn("domain is longer than 8", client.say("RCPT TO:<b@long.test>", "501"))
            self.assertIn("path is longer than 16", client.say("RCPT TO:<bbbbbbbbb@y.test>", "501"))
            client.say("RCPT TO:<b@y.test>", "250")
            client.say("RCPT TO:<c@y.test>", "452 4.5.3")
            client.say("DATA", "354")
            client.send(b"a line of twenty-one\r\n.\r\n")
            client.expect("500")
        context = ssl.create_default_context(cadata=server.get("/v1/ca.pem").body.decode())
        with smtplib.SMTP_SSL("localhost", server.ports["few"], context=context, timeout=PATIENCE) as client:
            self.assertIn(b"LIMITS MAILMAX=2 RCPTMAX=1000 RCPTDOMAINMAX=1", client.ehlo()[1])
            client.mail("a@x.test")
            self.assertEqual(client.rcpt("b@y.test")[0], 250)
            self.assertEqual(client.rcpt("b@z.test")[0], 452)
            client.rset()
            self.assertEqual(client.mail("a@x.test")[0], 250)
            client.rset()
            self.assertEqual(client.mail("a@x.test")[0], 452)
            self.assertEqual(client.docmd("NOOP " + "x" * 593)[0], 250)
            self.assertEqual(client.docmd("NOOP " + "x" * 594)[0], 500)
        with Dialogue(server.ports["secret"], greet=False) as client:
            client.expect("220")
            self.assertIn("AUTH SCRAM-SHA-256\r\n", client.say("EHLO client.test", "250"))

    def test_a_profile_of_ones_own(self):
        path = self.folder / "mine.json"
        path.write_text('{"base": "strict", "name": "mine", "hello_fqdn": "off"}')
        server = self.start("--profile", path, "--listener",
                            'name=inline,port=0,profile={"base":"default","name":"quick","errors_before_421":1}')
        shown = {each["name"]: each.get("profile") for each in server.get("/v1/info").json["listeners"]}
        self.assertEqual((shown["smtp"], shown["inline"]), ("mine", "quick"))
        with Dialogue(server.smtp, greet=False) as client:
            client.expect("220")
            client.say("EHLO c", "250")
            client.say("MAIL FROM: <a@x.test>", "501")
        with Dialogue(server.ports["inline"]) as client:
            client.send(b"FROB\r\n")
            client.expect("500")

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
                            "name=a,port=0,mechanisms=PLAIN+SCRAM-SHA256": ["SCRAM-SHA256", "did you mean SCRAM-SHA-256?"],
                            "name=a,port=0,limit=mail=3": ["listener a", "mail", "did you mean mails?"],
                            "name=a,port=0,limit=mails=many": ["mails=NUMBER"],
                            "name=a,port=0,limit=mails": ["mails=NUMBER"],
                            "name=a,port=0,limit=local-part=0": ["local-part=0", "1 to 1000000"],
                            "name=a,port=0,profile=/nowhere.json": ["/nowhere.json", "cannot be read"],
                            "name=a,port=0,profile={\"bare_lf\":\"keep\",\"null\":\"keep\"}": ["/null", "did you mean nul?"],
                            "name=a,port=0,auth=maybe": ["maybe", "users"],
                            "name=a,port=0,auth=users": ["--users"],
                            "name=a,port=0,without=CHUNKIN": ["CHUNKIN", "CHUNKING"],
                            "name=smtp,port=0": ["two listeners", "smtp"],
                            "name=Big,port=0": ["Big"]}.items():
            with self.subTest(spec):
                said = self.refused("--listener", spec, code=2)
                for word in words:
                    self.assertIn(word, said)
        for flags, words in ((["--trust", "here"], ["--trust", "here"]), (["--lease-ports", "9-1"], ["9-1"]),
                             (["--profile", "lax"], ["--profile", "lax", "default"]),
                             (["--profile", "postfix-3.8"], ["--profile", "did you mean postfix-3.7?"]),
                             (["--profile", "mine.txt"], ["mine.txt", "FILE.json"]),
                             (["--profile", "/nowhere.json"], ["/nowhere.json", "No such file"]),
                             (["--without", "starttls"], ["tls= of a listener is none"]),
                             (["--without", "AUTH"], ["--auth"]),
                             (["--tls-name", "no name"], ["--tls-name", "no name", "host name"]),
                             (["--tls-name", "192.0.2.300"], ["192.0.2.300"]),
                             (["--auth", "user"], ["--auth", "user"]), (["--auth", "users"], ["--auth", "--users"]),
                             (["--without", "CHUNKS"], ["--without", "CHUNKS"]),
                             (["--mechanism", "CRAMMD5"], ["--mechanism", "did you mean CRAM-MD5?"]),
                             (["--limit", "command-lines=5"], ["--limit", "did you mean command-line?"]),
                             (["--limit", "command-line=5"], ["--limit", "32 to"])):
            with self.subTest(flags):
                said = self.refused(*flags, code=2)
                for word in words:
                    self.assertIn(word, said)

    def test_a_users_file_with_a_bad_line(self):
        users = self.folder / "users"
        users.write_text("ann:secret\nno colon here\n")
        said = self.refused("--users", users)
        for word in (str(users), "2"):
            self.assertIn(word, said)
        self.assertIn("/nowhere: No such file", self.refused("--users", "/nowhere"))
        self.assertIn("Is a directory", self.refused("--users", self.folder))
        for text, word in (("", "nobody"), ("# nobody\n", "nobody"), ("ann:a\n\nann:b\n", "line 3"),
                           (":secret\n", "line 1"), ("ann:\n", "line 1")):
            users.write_text(text)
            self.assertIn(word, self.refused("--users", users))

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
