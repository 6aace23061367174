"""Random octets at both ports leave the server answering; under sanitizers, without a report."""

import random
import socket
import unittest

from dialogue import Dialogue, simple
from program import PATIENCE, Server

WORDS = [b"EHLO", b"HELO ", b"MAIL FROM:<", b"RCPT TO:<", b"a@b.test", b">", b"DATA\r\n", b"\r\n.\r\n", b".",
         b"\r\n", b"\n", b"\r", b"\0", b"BDAT 5 LAST", b"BDAT 99999999999999999999", b"RSET\r\n", b"QUIT\r\n",
         b"NOOP ", b"VRFY ", b"AUTH PLAIN ", b"STARTTLS\r\n", b" SIZE=99999999999999999999", b" BODY=8BITMIME",
         b"\xff\xfe", b"\xc3", b"<@a,@b:c@d>", b'"quo\\"ted"@x', b"x" * 3000, b"[IPv6:::1]", b" SMTPUTF8", b"=" * 40]


def smtp_stream(source):
    """Noise that gets further than noise: pieces of the protocol between random octets."""
    if source.random() < 0.3:
        return source.randbytes(source.randrange(1, 20_000))
    return b"".join(source.choice(WORDS) if source.random() < 0.8 else source.randbytes(source.randrange(20))
                    for _ in range(source.randrange(1, 200)))


def throw(port, octets):
    """Sends it all, reads what comes, and hangs up; a server that closes first may."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        try:
            client.sendall(octets)
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass
        except (BrokenPipeError, ConnectionResetError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise


class Hostile(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        with Dialogue(self.server.smtp) as client:
            client.mail("a@x.test", "before@y.test", simple())
            client.quit()

    def assert_well(self):
        with Dialogue(self.server.smtp) as client:
            client.mail("a@x.test", "after@y.test", simple())
            client.quit()
        for recipient in ("before@y.test", "after@y.test"):
            self.assertEqual(self.server.get("/v1/messages/latest/raw", to=recipient).body, simple())

    def test_two_hundred_random_streams_at_the_smtp_port(self):
        for seed in range(200):
            throw(self.server.smtp, smtp_stream(random.Random(seed)))
        self.assert_well()
        sessions = self.server.items("sessions", limit=1000)
        self.assertGreaterEqual(len(sessions), 200)
        for session in sessions:  # whatever came, it can be shown
            self.server.get(f"/v1/sessions/{session['id']}")
        self.server.get("/v1/transactions", limit=1000)

    def test_random_streams_at_the_http_port(self):
        pieces = [b"GET ", b"/v1/messages", b"?to=", b"%zz", b"%", b" HTTP/1.1\r\n", b"Host: localhost\r\n",
                  b"\r\n\r\n", b"Content-Length: 99999999999999999999\r\n", b"Transfer-Encoding: chunked\r\n",
                  b"POST /v1/rules HTTP/1.1\r\n", b"[[[[", b"{\"a\":", b"\0", b"\xff", b"A" * 9000, b"\r\n", b"5\r\nabc"]
        for seed in range(100):
            source = random.Random(seed)
            throw(self.server.http, b"".join(source.choice(pieces) for _ in range(source.randrange(1, 40))))
        self.assert_well()

    def test_deeply_nested_json(self):
        answer = self.server.request("POST", "/v1/rules", "[" * 200_000,
                                     {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 400, answer)
        self.assert_well()


if __name__ == "__main__":
    unittest.main()
