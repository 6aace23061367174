"""Row 11: from the 250 on the wire to the answer of a request that was already waiting."""

import select
import socket
import time


def connect(port):
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def say(smtp, line, code):
    smtp.sendall(line)
    reply = smtp.recv(65536)
    if not reply.startswith(code):
        raise RuntimeError(f"{line!r} was answered {reply!r}")


def whole(answer):
    """Whether these octets are a complete HTTP answer."""
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(body) >= int(value)
    raise RuntimeError(f"an answer without Content-Length: {head!r}")


def one(smtp, http, waiting, n):
    """Milliseconds between the two, 0 if the answer was first; `waiting()` tells the waiters."""
    recipient = f"r{n}@latency.test"
    http.sendall(f"GET /v1/messages?to={recipient}&wait=60s HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    while waiting() == 0:
        pass
    say(smtp, b"MAIL FROM:<a@x.test>\r\n", b"250")
    say(smtp, f"RCPT TO:<{recipient}>\r\n".encode(), b"250")
    say(smtp, b"DATA\r\n", b"354")
    smtp.sendall(b"Subject: hello\r\n\r\nhello\r\n.\r\n")
    accepted = answered = None
    answer = b""
    while accepted is None or answered is None:
        readable, _, _ = select.select([smtp, http], [], [], 60)
        now = time.perf_counter()
        if not readable:
            raise RuntimeError(f"no answer for {recipient}")
        if smtp in readable:
            reply = smtp.recv(65536)
            if not reply.startswith(b"250"):
                raise RuntimeError(f"the mail was answered {reply!r}")
            accepted = now
        if http in readable:
            answer += http.recv(65536)
            if whole(answer):
                answered = time.perf_counter()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"the waiting request was answered {answer[:200]!r}")
    return max(0.0, (answered - accepted) * 1000)


def measure(rig, mails):
    with connect(rig.port) as smtp, connect(rig.http) as http:
        smtp.recv(65536)
        say(smtp, b"EHLO bench.test\r\n", b"250")
        return sorted(one(smtp, http, lambda: rig.info()["counts"]["waiters"], n) for n in range(mails))
