"""TLS as mail clients do it: STARTTLS, TLS from the first octet, certificates, injected plaintext."""

import pathlib
import random
import smtplib
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

from dialogue import Dialogue, simple
from program import PATIENCE, Server, run


def command(*words, stdin=None):
    """A client to its end; a failure shows what it said."""
    return subprocess.run([str(word) for word in words], input=stdin, capture_output=True, timeout=PATIENCE,
                          text=True, errors="replace")


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="mailrig-tls-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.server = Server("--tls-name", "mail.shop.test")
        cls.addClassCleanup(cls.server.stop)
        cls.submission, cls.smtps = cls.server.ports["submission"], cls.server.ports["smtps"]
        cls.ca = pathlib.Path(cls.folder.name, "ca.pem")
        cls.ca.write_bytes(cls.server.get("/v1/ca.pem").body)
        cls.mail = pathlib.Path(cls.folder.name, "mail.eml")
        cls.mail.write_bytes(simple())

    def trusting(self):
        return ssl.create_default_context(cafile=str(self.ca))

    def came(self, recipient):
        """The session that brought the one mail for this recipient."""
        items = self.server.settled("messages", to=recipient)
        self.assertEqual(len(items), 1)
        return self.server.get(f"/v1/sessions/{items[0]['session']}").json

    def test_port_1025_does_not_offer_it(self):
        with Dialogue(self.server.smtp, greet=False) as client:
            client.expect("220")
            self.assertNotIn("STARTTLS", client.say("EHLO client.test", "250"))
            client.say("STARTTLS", "502")

    def test_smtplib_upgrades_and_verifies(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.subTest(version.name):
                context = self.trusting()
                context.minimum_version = context.maximum_version = version
                recipient = f"smtplib-{version.name}@y.test"
                with smtplib.SMTP("localhost", self.submission, timeout=PATIENCE) as client:
                    client.starttls(context=context)
                    self.assertFalse(client.has_extn("starttls"))
                    client.login("ann", "secret")
                    client.sendmail("a@x.test", [recipient], simple())
                tls = self.came(recipient)["tls"]
                self.assertEqual(tls["version"], version.name.replace("_", "."))
                self.assertEqual(tls["sni"], "localhost")
                self.assertTrue(tls["cipher"])

    def test_smtplib_inside_tls_by_every_name(self):
        for host in ("localhost", "127.0.0.1"):
            with self.subTest(host), smtplib.SMTP_SSL(host, self.smtps, context=self.trusting(),
                                                      timeout=PATIENCE) as client:
                self.assertEqual(client.noop()[0], 250)
        for name in ("mail.shop.test", "localhost"):
            with self.subTest(name), socket.create_connection(("127.0.0.1", self.smtps), timeout=PATIENCE) as bare:
                with self.trusting().wrap_socket(bare, server_hostname=name) as client:
                    self.assertTrue(client.recv(100).startswith(b"220"))

    def test_a_client_that_does_not_know_the_ca_is_recorded_with_its_alert(self):
        mark = self.server.get("/v1/info").json["seq"]
        with self.assertRaises(ssl.SSLCertVerificationError):
            smtplib.SMTP_SSL("localhost", self.smtps, context=ssl.create_default_context(), timeout=PATIENCE)
        [session] = self.server.settled("sessions", after=mark, failed="true")
        self.assertEqual(session["tls"]["alert"], "unknown_ca")
        self.assertIsNone(session["tls"]["version"])
        self.assertEqual(session["closedBy"], "client")

    def test_curl(self):
        for url, flag in ((f"smtps://localhost:{self.smtps}", []), (f"smtp://localhost:{self.submission}", ["--ssl-reqd"])):
            with self.subTest(url):
                recipient = f"curl-{len(flag)}@y.test"
                done = command("curl", "-sS", "--cacert", self.ca, *flag, url, "--mail-from", "a@x.test",
                               "--mail-rcpt", recipient, "--upload-file", self.mail)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(self.came(recipient)["tls"]["version"].startswith("TLSv1."))

    def test_swaks(self):
        for flags in (["--tls", "--port", self.submission], ["--tlsc", "--port", self.smtps],
                      ["--tls", "--port", self.submission, "--tls-protocol", "tlsv1_2"]):
            with self.subTest(flags):
                recipient = f"swaks{len(flags)}{flags[0]}@y.test"
                done = command("swaks", "--server", "127.0.0.1", *flags, "--from", "a@x.test", "--to", recipient,
                               "--helo", "client.test")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertTrue(self.came(recipient)["tls"]["version"].startswith("TLSv1."))

    def test_openssl(self):
        for flags in (["-connect", f"127.0.0.1:{self.smtps}"],
                      ["-connect", f"127.0.0.1:{self.submission}", "-starttls", "smtp"]):
            for version in ("-tls1_2", "-tls1_3"):
                with self.subTest(flags=flags, version=version):
                    done = command("openssl", "s_client", "-quiet", "-crlf", "-verify_return_error", "-CAfile", self.ca,
                                   "-verify_hostname", "localhost", version, *flags, stdin="NOOP\nQUIT\n")
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertIn("221 ", done.stdout)

    def test_old_versions_are_refused(self):
        done = command("openssl", "s_client", "-connect", f"127.0.0.1:{self.smtps}", "-tls1_1",
                       "-cipher", "ALL:@SECLEVEL=0", stdin="QUIT\n")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("protocol version", done.stderr)

    def test_plaintext_on_the_tls_port_is_recorded(self):
        mark = self.server.get("/v1/info").json["seq"]
        with Dialogue(self.smtps, greet=False) as client:
            client.send(b"EHLO client.test\r\n")
            while client.socket.recv(4096):
                pass
        [session] = self.server.settled("sessions", after=mark, failed="true")
        self.assertEqual((session["closedBy"], session["closedHow"]), ("server", "tls"))

    def test_plaintext_behind_starttls_is_never_executed_and_always_recorded(self):
        connections, injected = 1_000, b"MAIL FROM:<injected@x.test>\r\nRCPT TO:<injected@y.test>\r\n"
        mark = self.server.get("/v1/info").json["seq"]
        failures = []

        def inject(numbers):
            for n in numbers:
                chance = random.Random(n)
                try:
                    with Dialogue(self.submission) as client:
                        octets = b"STARTTLS\r\n" + injected[:chance.randrange(1, len(injected))]
                        while octets:
                            size = chance.randrange(1, len(octets) + 1)
                            client.send(octets[:size])
                            octets = octets[size:]
                        client.expect("220")
                        if n % 2 == 0:  # else it leaves
                            try:
                                with self.trusting().wrap_socket(client.socket, server_hostname="localhost") as tls:
                                    tls.sendall(b"NOOP\r\n")
                                    got = tls.recv(4096)
                                    if not got.startswith(b"250"):
                                        raise AssertionError(f"connection {n}: {got!r}")
                            except (ssl.SSLError, OSError):
                                pass  # what came behind the 220 spoilt the handshake
                except (AssertionError, OSError) as error:
                    failures.append(f"connection {n}: {error!r}")

        threads = [threading.Thread(target=inject, args=(range(k, connections, 8),)) for k in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(self.server.get("/v1/transactions", after=mark, limit=0).json["total"], 0)
        sessions, cursor = [], None
        while True:
            page = self.server.get("/v1/sessions", after=mark, limit=1000, **({"cursor": cursor} if cursor else {})).json
            sessions += page["items"]
            cursor = page["next"]
            if not cursor:
                break
        self.assertEqual(len(sessions), connections)
        unrecorded = []
        for session in sessions:
            text = self.server.request("GET", f"/v1/sessions/{session['id']}/transcript",
                                       headers={"Accept": "text/plain"}, check=False).body
            if b"behind STARTTLS" not in text:
                unrecorded.append(text)
        self.assertEqual(unrecorded[:3], [])


class OwnCertificates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="mailrig-tls-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.make("own", "30")
        cls.make("other", "30")

    @classmethod
    def path(cls, name):
        return pathlib.Path(cls.folder.name, name)

    @classmethod
    def make(cls, name, days):
        done = command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                       "-days", days, "-subj", f"/CN={name}.test", "-addext", f"subjectAltName=DNS:{name}.test",
                       "-keyout", cls.path(f"{name}.key"), "-out", cls.path(f"{name}.pem"))
        assert done.returncode == 0, done.stderr

    def refused(self, *flags):
        done = run("serve", "--smtp-port", 0, "--http-port", 0, "--submission-port", 0, "--smtps-port", 0, *flags)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        return done.stderr

    def test_are_shown_to_clients(self):
        both = self.path("both.pem")
        both.write_text(self.path("own.pem").read_text() + self.path("own.key").read_text())
        for flags in (["--tls-cert", self.path("own.pem"), "--tls-key", self.path("own.key")], ["--tls-cert", both]):
            server = Server(*flags)
            self.addCleanup(server.stop)
            context = ssl.create_default_context(cadata=server.get("/v1/ca.pem").body.decode())
            with socket.create_connection(("127.0.0.1", server.ports["smtps"]), timeout=PATIENCE) as bare:
                with context.wrap_socket(bare, server_hostname="own.test") as client:
                    self.assertEqual(client.getpeercert()["subject"], ((("commonName", "own.test"),),))

    def test_a_key_of_another_certificate(self):
        said = self.refused("--tls-cert", self.path("own.pem"), "--tls-key", self.path("other.key"))
        for word in ("other.key", "own.pem", "not the key", "--tls-key"):
            self.assertIn(word, said)

    def test_an_expired_one(self):
        done = command("openssl", "req", "-new", "-key", self.path("own.key"), "-subj", "/CN=old.test",
                       "-out", self.path("old.csr"))
        self.assertEqual(done.returncode, 0, done.stderr)
        done = command("openssl", "x509", "-req", "-in", self.path("old.csr"), "-days", "-1",
                       "-key", self.path("own.key"), "-out", self.path("old.pem"))
        self.assertEqual(done.returncode, 0, done.stderr)
        said = self.refused("--tls-cert", self.path("old.pem"), "--tls-key", self.path("own.key"))
        for word in ("old.pem", "expired on 20", "UTC", "--tls-cert"):
            self.assertIn(word, said)

    def test_files_that_cannot_be_used(self):
        empty = self.path("empty.pem")
        empty.write_text("nothing here\n")
        locked = self.path("locked.key")
        done = command("openssl", "pkey", "-in", self.path("own.key"), "-aes128", "-passout", "pass:x", "-out", locked)
        self.assertEqual(done.returncode, 0, done.stderr)
        own = self.path("own.pem")
        for flags, words in ((["--tls-cert", "/nowhere.pem"], ["/nowhere.pem", "No such file"]),
                             (["--tls-cert", own, "--tls-key", "/nowhere.key"], ["/nowhere.key", "No such file"]),
                             (["--tls-cert", empty], ["empty.pem", "no certificate"]),
                             (["--tls-cert", own], ["own.pem", "no private key"]),
                             (["--tls-cert", own, "--tls-key", locked], ["locked.key", "pass phrase"]),
                             (["--tls-key", self.path("own.key")], ["--tls-cert"])):
            with self.subTest(words=words):
                said = self.refused(*flags)
                for word in words:
                    self.assertIn(word, said)


if __name__ == "__main__":
    unittest.main()
