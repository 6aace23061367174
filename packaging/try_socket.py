"""Starts an installed mailrig as its systemd units do: the sockets of mailrig.socket handed over, the
command of mailrig.service, a client that was there before the server.

Usage: unshare --net try_socket.py ROOT   (ROOT: where the package is installed)
"""

import fcntl
import os
import pathlib
import re
import signal
import smtplib
import socket
import struct
import subprocess
import sys
import urllib.request

PATIENCE = 60
root = pathlib.Path(sys.argv[1])
units = root / "usr/lib/systemd/system"


def bring_loopback_up():
    """A new network namespace has lo, down."""
    with socket.socket() as any_socket:
        request = struct.pack("16sh", b"lo", 0)
        flags = struct.unpack("16sh", fcntl.ioctl(any_socket, 0x8913, request))[1]  # SIOCGIFFLAGS
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", flags | 1))  # SIOCSIFFLAGS, IFF_UP


def listening():
    for address in re.findall(r"^ListenStream=(.+)$", (units / "mailrig.socket").read_text(), re.M):
        host, port = address.rsplit(":", 1)
        family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
        yield socket.create_server((host.strip("[]"), int(port)), family=family)


def start(sockets):
    """systemd's protocol, sd_listen_fds(3): descriptors from 3 on, and LISTEN_PID for whom they are."""
    command = re.search(r"^ExecStart=(.+)$", (units / "mailrig.service").read_text(), re.M).group(1).split()
    for place, each in enumerate(sockets):
        os.dup2(each.fileno(), 100 + place, inheritable=False)

    def hand_over():
        for place in range(len(sockets)):
            os.dup2(100 + place, 3 + place)
        os.chroot(root)
        os.environ.update(LISTEN_FDS=str(len(sockets)), LISTEN_PID=str(os.getpid()))
        os.execv(command[0], command)

    return subprocess.Popen(command, preexec_fn=hand_over, close_fds=False, stdout=subprocess.DEVNULL)


bring_loopback_up()
handed = list(listening())
with socket.create_connection(("127.0.0.1", 1025), timeout=PATIENCE) as early:
    server = start(handed)
    greeting = early.recv(100)
for host in ("127.0.0.1", "::1"):
    with smtplib.SMTP(host, 1025, timeout=PATIENCE) as client:
        client.sendmail("shop@b.test", ["ann@b.test"], "Subject: Hi\r\n\r\nHello.\r\n")
with urllib.request.urlopen("http://127.0.0.1:8025/v1/messages/latest/raw", timeout=PATIENCE) as answer:
    raw = answer.read()
server.send_signal(signal.SIGTERM)
code = server.wait(PATIENCE)
if not greeting.startswith(b"220 ") or raw != b"Subject: Hi\r\n\r\nHello.\r\n" or code != 0:
    sys.exit(f"greeting {greeting!r}, mail {raw!r}, exit {code}")
print(f"{len(handed)} sockets")
