"""Row 11: from the 250 read by the sender to the answer of a GET that was already waiting."""

import socket
import time


class Smtp:
    """Just enough of a client to know to the microsecond when the 250 was read."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        self.reply()
        self.say("EHLO bench.test")

    def reply(self):
        while True:
            line = self.file.readline()
            if line[3:4] != b"-":
                return line

    def say(self, line):
        self.socket.sendall(line.encode() + b"\r\n")
        return self.reply()

    def close(self):
        self.say("QUIT")
        self.file.close()
        self.socket.close()


def answer(http):
    """Reads one HTTP answer to its end."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += http.recv(65536)
    head, _, body = head.partition(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                  if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += http.recv(65536)
    return head.split()[1]


def wait_latencies(rig, count):
    """Seconds of each of `count` mails, sorted."""
    smtp = Smtp(rig.smtp)
    http = socket.create_connection(("127.0.0.1", rig.http))
    http.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    seconds = []
    for number in range(count):
        to = f"user{number}@wait.test"
        http.sendall(f"GET /v1/messages?to={to}&wait=10s HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        smtp.say("MAIL FROM:<a@x.test>")
        smtp.say(f"RCPT TO:<{to}>")
        smtp.say("DATA")
        if not smtp.say(f"Subject: {number}\r\n\r\nHello\r\n.").startswith(b"250"):
            raise RuntimeError("a mail was refused")
        accepted = time.perf_counter()
        status = answer(http)
        seconds.append(time.perf_counter() - accepted)
        if status != b"200":
            raise RuntimeError(f"the waiting GET answered {status}")
    smtp.close()
    http.close()
    return sorted(seconds)
