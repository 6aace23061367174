"""A bare SMTP client: says exactly the octets it is told to."""

import re
import socket

from program import PATIENCE

REPLY_END = re.compile(rb"(?:^|\n)(\d{3})(?: [^\n]*)?\r?\n\Z")


class Dialogue:
    def __init__(self, port, host="127.0.0.1", greet=True):
        self.socket = socket.create_connection((host, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if greet:
            self.expect("220")
            self.say("EHLO client.test", "250")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def reply(self):
        """One whole reply, or what came before the server closed."""
        received = b""
        while not REPLY_END.search(received):
            more = self.socket.recv(65536)
            if not more:
                break
            received += more
        return received.decode("utf-8", "replace")

    def expect(self, code):
        got = self.reply()
        assert got.startswith(code), f"wanted {code}, got {got!r}"
        return got

    def say(self, line, code):
        self.send(line.encode() + b"\r\n")
        return self.expect(code)

    def envelope(self, sender, *recipients):
        self.say(f"MAIL FROM:<{sender}>", "250")
        for each in recipients:
            self.say(f"RCPT TO:<{each}>", "250")

    def mail(self, sender, recipient, content, code="250"):
        """A whole transaction; `content` is stuffed here and must end in CRLF."""
        self.envelope(sender, recipient)
        self.say("DATA", "354")
        self.send(stuffed(content) + b".\r\n")
        return self.expect(code)

    def quit(self):
        self.say("QUIT", "221")
        self.socket.close()


def stuffed(content):
    """RFC 5321 section 4.5.2: a line that begins with a dot gets another."""
    return re.sub(rb"(\A|\r\n)\.", rb"\1..", content)


def simple(subject="hello", body="hello\r\n", sender="a@x.test", recipient="b@y.test"):
    return (f"From: {sender}\r\nTo: {recipient}\r\nSubject: {subject}\r\n"
            f"\r\n{body}").encode()
