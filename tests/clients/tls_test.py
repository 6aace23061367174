"""TLS as mail clients do it: STARTTLS, TLS from the first octet, certificates, injected plaintext."""

import os
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


class Wire:
    """TLS whose octets the test hands over itself, to cut, spoil or join them."""

    def __init__(self, port, context):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._from_server, self._to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._from_server, self._to_server, server_hostname="localhost")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def hello(self):
        """The first flight of the client."""
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            pass
        return self._to_server.read()

    def _go_on(self, step):
        while True:
            try:
                done = step()
            except ssl.SSLWantReadError:
                self.socket.sendall(self._to_server.read())
                more = self.socket.recv(65536)
                if not more:
                    raise AssertionError("the server closed")
                self._from_server.write(more)
                continue
            self.socket.sendall(self._to_server.read())
            return done

    def handshake(self):
        self._go_on(self.tls.do_handshake)

    def expect(self, code):
        got = self._go_on(lambda: self.tls.read(4096))
        assert got.startswith(code), got

    def record(self, octets):
        """As it would go out, not sent."""
        self.tls.write(octets)
        return self._to_server.read()

    def rest(self):
        """What else comes until the server closes."""
        got = b""
        try:
            while more := self.socket.recv(65536):
                got += more
        except ConnectionResetError:
            pass
        return got


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="mailrig-tls-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.server = Server("--tls-name", "mail.shop.test",
                            "--listener", "name=proxied,port=0,tls=implicit,proxy=on",
                            "--listener", "name=proxied-starttls,port=0,tls=starttls,proxy=on")
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
        [session] = self.server.settled("sessions", after=mark, failed="true", closedBy="client")
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
        [session] = self.server.settled("sessions", after=mark, failed="true", closedBy="server")
        self.assertEqual((session["closedBy"], session["closedHow"]), ("server", "tls"))

    def test_a_proxy_header_may_come_in_one_piece_with_tls_or_in_many(self):
        four = bytes([192, 0, 2, 7, 192, 0, 2, 9]) + (4711).to_bytes(2, "big") + (25).to_bytes(2, "big")
        six = bytes.fromhex("20010db8" + "00" * 11 + "07") + bytes(15) + b"\1" + four[8:]
        signature = b"\r\n\r\n\0\r\nQUIT\n"
        headers = {
            b"PROXY TCP4 192.0.2.7 192.0.2.9 4711 25\r\n": "192.0.2.7:4711",
            b"PROXY TCP6 2001:db8::7 ::1 4711 25\r\n": "[2001:db8::7]:4711",
            b"PROXY UNKNOWN\r\n": "127.0.0.1:",
            signature + b"\x21\x11\0\x0c" + four: "192.0.2.7:4711",
            signature + b"\x21\x11\0\x13" + four + b"\x04\0\4abcd": "192.0.2.7:4711",
            signature + b"\x21\x21\0\x24" + six: "[2001:db8::7]:4711",
            signature + b"\x20\0\0\0": "127.0.0.1:",
        }
        for header, client in headers.items():
            for size in (100_000, len(header), len(header) - 1, len(header) + 1, 1):
                with self.subTest(header, size=size), Wire(self.server.ports["proxied"], self.trusting()) as wire:
                    octets = header + wire.hello()
                    for at in range(0, len(octets), size):
                        wire.socket.sendall(octets[at:at + size])
                    wire.handshake()
                    wire.expect(b"220 ")
                    wire.socket.sendall(wire.record(b"QUIT\r\n"))
                    wire.expect(b"221 ")
                    session = self.server.get("/v1/sessions/latest").json
                    self.assertTrue(session["client"].startswith(client), session)
                    self.assertTrue(session["tls"]["version"], session)

    def test_a_proxy_header_that_is_none_closes_before_tls(self):
        for octets in (b"PROXY TCP4 192.0.2.7\r\n", b"\r\n\r\n\0\r\nQUIT\n\x33\0\0\0", None):
            with self.subTest(octets), Wire(self.server.ports["proxied"], self.trusting()) as wire:
                mark = self.server.get("/v1/info").json["seq"]
                wire.socket.sendall(octets or wire.hello())  # None: a handshake at once
                self.assertEqual(wire.rest(), b"")
                [session] = self.server.settled("sessions", after=mark, failed="true", closedBy="server")
                self.assertEqual((session["closedHow"], session["tls"]), ("proxy", None))

    def test_records_cut_short_harm_nobody(self):
        mark = self.server.get("/v1/info").json["seq"]
        with Wire(self.smtps, self.trusting()) as wire:
            hello = wire.hello()
        cuts = [1, 2, 4, 5, 6, 11, 40, len(hello) // 2, len(hello) - 1]
        for cut in cuts:  # in the header of a record, in that of a message, in its body
            with socket.create_connection(("127.0.0.1", self.smtps), timeout=PATIENCE) as bare:
                bare.sendall(hello[:cut])
        sessions = self.server.settled("sessions", count=len(cuts), after=mark, failed="true", closedBy="client")
        self.assertEqual({(each["closedBy"], each["closedHow"]) for each in sessions}, {("client", "fin")})

        for cut in (1, 5, 20):  # behind the handshake, in the middle of a mail
            with self.subTest(cut=cut), Wire(self.smtps, self.trusting()) as wire:
                mark = self.server.get("/v1/info").json["seq"]
                wire.handshake()
                wire.expect(b"220 ")
                for line, code in ((b"EHLO client.test", b"250"), (b"MAIL FROM:<cut@x.test>", b"250"),
                                   (b"RCPT TO:<b@y.test>", b"250"), (b"DATA", b"354")):
                    wire.socket.sendall(wire.record(line + b"\r\n"))
                    wire.expect(code)
                wire.socket.sendall(wire.record(b"all of this\r\n") + wire.record(b"and none of this\r\n.\r\n")[:cut])
                wire.socket.shutdown(socket.SHUT_WR)
                wire.rest()
                [transaction] = self.server.settled("transactions", after=mark)
                self.assertEqual((transaction["outcome"], transaction["message"]), ("lost", None))
                raw = self.server.request("GET", f"/v1/transactions/{transaction['id']}/raw", check=False).body
                self.assertEqual(raw, b"all of this\r\n")
        with smtplib.SMTP_SSL("localhost", self.smtps, context=self.trusting(), timeout=PATIENCE) as client:
            self.assertEqual(client.noop()[0], 250)

    def test_half_a_record_costs_nothing_while_its_rest_is_awaited(self):
        def cpu():
            fields = pathlib.Path(f"/proc/{self.server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

        for cut in (3, 5, 200):
            with self.subTest(cut=cut), Wire(self.smtps, self.trusting()) as wire:
                wire.handshake()
                wire.expect(b"220 ")
                record = wire.record(b"NOOP " + b"x" * 400 + b"\r\n")
                wire.socket.sendall(record[:cut])
                before = cpu()
                self.server.get("/v1/messages", status=422, to="nobody@y.test", wait="2s", count=1)
                self.assertLess(cpu() - before, 0.2)
                wire.socket.sendall(record[cut:])
                wire.expect(b"250 ")

    def test_records_that_are_spoilt_end_in_an_alert(self):
        def spoilt(record):
            return record[:-1] + bytes([record[-1] ^ 1])

        records = {"flipped": (spoilt, "bad_record_mac"),
                   "too long": (lambda _: b"\x17\x03\x03\xff\xff" + bytes(300), "record_overflow"),
                   "plaintext": (lambda _: b"QUIT\r\nQUIT\r\n", ""),
                   "no type": (lambda _: b"\x63\x03\x03\x00\x05hello", "unexpected_message")}
        for name, (spoil, alert) in records.items():
            with self.subTest(name), Wire(self.smtps, self.trusting()) as wire:
                mark = self.server.get("/v1/info").json["seq"]
                wire.handshake()
                wire.expect(b"220 ")
                wire.socket.sendall(spoil(wire.record(b"NOOP\r\n")))
                self.assertNotEqual(wire.rest(), b"")  # RFC 8446 section 6.2: an alert, then the end
                [session] = self.server.settled("sessions", after=mark, failed="true", closedBy="server")
                self.assertEqual((session["closedBy"], session["closedHow"]), ("server", "tls"))
                self.assertEqual(session["transactions"], [])
                events = self.server.get(f"/v1/sessions/{session['id']}").json["events"]
                self.assertIn(alert, [event["text"] for event in events if event["kind"] == "tls"][-1])

    def test_chunks_that_nobody_can_send_end_the_session(self):
        for size in (2**63, 2**64 - 1, 2**64, 10**40):
            with self.subTest(size), Dialogue(self.server.smtp) as client:
                client.envelope("huge@x.test", "b@y.test")
                client.say(f"BDAT {size} LAST", "552 5.3.4")
                self.assertEqual(client.socket.recv(100), b"")
                [transaction] = self.server.settled("transactions", **{"from": "huge@x.test"}, limit=1)
                self.assertEqual(transaction["outcome"], "552")

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
