"""The rows of the performance table about what is kept: memory, lists, search, idle and waiting clients."""

import contextlib
import re
import resource
import selectors
import socket
import statistics
import threading
import time

from contender import Failed, Mailrig
from result import Result, verdict

MILLION = 1_000_000
KEPT = ["--max-kept", "6GiB"]
LOAD = ["-d", "-s", "20", "-l", "1024"]


class Client:
    """HTTP over one kept connection, with as little of its own time as may be."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=300)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, target):
        self.socket.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.receive()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        while len(body) < length:
            body += self.receive()
        if not head.startswith(b"HTTP/1.1 200"):
            raise Failed(f"{target} was answered {head[:100]!r} {body[:300]!r}")
        return body

    def receive(self):
        octets = self.socket.recv(1 << 20)
        if not octets:
            raise Failed("the server closed the connection")
        return octets

    def times(self, targets):
        """Sorted milliseconds of each."""
        out = []
        for target in targets:
            began = time.perf_counter()
            self.ask(target)
            out.append((time.perf_counter() - began) * 1000)
        return sorted(out)


def p99(times):
    return times[int(len(times) * 0.99)]


def fill(drive, tools, rig, messages):
    """Messages of 1 KiB, each to a recipient of its own; their mean size as kept."""
    drive(tools, rig.port, [*LOAD, "-N"], messages)
    rig.settle(messages)
    body = Client(rig.http).ask("/v1/messages?limit=100").decode()
    # A summary has `size` once, beside those of its parameters.
    return statistics.mean(int(size) for size in re.findall(r'"size":(\d+)', body))


def rows_6_9_10(drive, tools):
    flags = " ".join(["--log off", *KEPT])
    with Mailrig(*KEPT) as rig:
        before = rig.resident_mb()
        size = fill(drive, tools, rig, MILLION)
        beyond = (rig.resident_mb() - before) * 1e6 / MILLION - size
        memory = Result("6", "memory of 1,000,000 x 1 KiB, a recipient each", flags,
                        f"{beyond:.0f} octets beyond raw ({size:.0f})", "<= 800", verdict(beyond, 800),
                        {"beyondRaw": beyond, "raw": size, "evictions": 0})
        results = [memory, *row_9(rig, flags), *row_10(rig, flags, size)]
        rig.settle(MILLION)
    return results


def targets(kind, count):
    step = MILLION // count
    return {"list": ["/v1/messages"] * count,
            "recipient": [f"/v1/messages?to={n * step + 1}b@y.test" for n in range(count)],
            "id": [f"/v1/messages/m{n * step + 1}" for n in range(count)]}[kind]


def row_9(rig, flags):
    client = Client(rig.http)
    results = []
    for kind, work in (("list", "newest 50 of 1,000,000"), ("recipient", "filter by recipient"), ("id", "one by id")):
        client.times(targets(kind, 50))
        times = client.times(targets(kind, 2_000))
        results.append(Result("9", work, flags, f"p50 {statistics.median(times):.2f} ms, p99 {p99(times):.2f} ms",
                              "p99 <= 2 ms", verdict(p99(times), 2), {"p50Ms": statistics.median(times),
                                                                      "p99Ms": p99(times)}))
    return results


def row_10(rig, flags, size):
    """Searches one after the other for a word that no mail has, and others' requests beside them."""
    searcher, speeds, failures, over = Client(rig.http), [], [], threading.Event()

    def search():
        try:
            while not over.is_set():
                began = time.perf_counter()
                answer = searcher.ask("/v1/messages?q=parcel+left")
                speeds.append(size * MILLION / (time.perf_counter() - began) / 1e9)
                if b'"total":0' not in answer:
                    raise Failed("the search found what is not there")
        except (Failed, OSError) as error:
            failures.append(error)

    search_thread = threading.Thread(target=search)
    search_thread.start()
    times = []
    client = Client(rig.http)
    while len(speeds) < 5 and search_thread.is_alive():
        times += client.times(targets("list", 10) + targets("id", 10) + targets("recipient", 10))
        time.sleep(0.02)
    over.set()
    search_thread.join()
    if failures:
        raise failures[0]
    times.sort()
    speed = statistics.median(speeds)
    return [Result("10", "text search over 1,000,000 x 1 KiB", flags, f"{speed:.2f} GB/s", ">= 1 GB/s",
                   "meets the target" if speed >= 1 else "MISSES", {"gigabytesASecond": speeds}),
            Result("10", "other requests meanwhile", flags,
                   f"p50 {statistics.median(times):.2f} ms, p99 {p99(times):.2f} ms", "p99 <= 5 ms",
                   verdict(p99(times), 5), {"p99Ms": p99(times), "requests": len(times)})]


def row_7(_, __):
    count = 10_000
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < count + 200:
        raise Failed(f"only {hard} files may be open: ulimit -n {count + 200}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 200 if hard == resource.RLIM_INFINITY else hard, hard))
    with Mailrig() as rig, contextlib.ExitStack() as open_sockets:
        before = rig.resident_mb()
        for _ in range(count):
            client = open_sockets.enter_context(socket.create_connection(("127.0.0.1", rig.port), timeout=30))
            client.recv(1024)
            client.sendall(b"EHLO idle.test\r\n")
            client.recv(1024)
        open_now = rig.info()["counts"]["openSessions"]
        if open_now != count:
            raise Failed(f"{open_now} of {count} sessions are open")
        each = (rig.resident_mb() - before) * 1e6 / count / 1024
    return [Result("7", f"{count:,} idle sessions in the clear", "--log off", f"{each:.1f} KiB each", "<= 8 KiB",
                   verdict(each, 8), {"kibEach": each})]


class Crowd:
    """Clients that wait for a mail of their own each, and subscribers that read every event."""

    def __init__(self, port, waiters, subscribers):
        self.waiters = [self.ask(port, f"/v1/messages?to=w{n}@wait.test&wait=5m") for n in range(waiters)]
        self.selector, self.over = selectors.DefaultSelector(), threading.Event()
        for _ in range(subscribers):
            self.selector.register(self.ask(port, "/v1/events"), selectors.EVENT_READ)
        self.octets = 0
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    @staticmethod
    def ask(port, target):
        client = socket.create_connection(("127.0.0.1", port), timeout=30)
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return client

    def read(self):
        while not self.over.is_set():
            for key, _ in self.selector.select(0.1):
                self.octets += len(key.fileobj.recv(1 << 20))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        for client in self.waiters + [key.fileobj for key in self.selector.get_map().values()]:
            client.close()
        self.selector.close()


def row_13(drive, tools, repetitions):
    messages, flags = 100_000, ["--max-kept", "1GiB"]
    alone, watched = [], []
    for _ in range(repetitions):
        for crowded in (False, True):
            with Mailrig(*flags) as rig, contextlib.ExitStack() as stack:
                if crowded:
                    crowd = stack.enter_context(Crowd(rig.http, 1_000, 64))
                    while rig.info()["counts"]["waiters"] < 1_000:
                        time.sleep(0.05)
                before = rig.cpu()
                drive(tools, rig.port, LOAD, messages)
                rig.settle(messages)
                (watched if crowded else alone).append(rig.cpu() - before)
                if crowded and (crowd.octets == 0 or rig.info()["counts"]["waiters"] != 1_000):
                    raise Failed("the waiters did not stay, or no event came")
    ratio = statistics.median(watched) / statistics.median(alone)
    return [Result("13", "row 1 with 1,000 waiters and 64 event streams", " ".join(["--log off", *flags]),
                   f"{ratio:.2f} x the CPU without them ({statistics.median(watched):.2f} s / "
                   f"{statistics.median(alone):.2f} s)", "<= 1.3", verdict(ratio, 1.3),
                   {"ratio": ratio, "watchedCpu": watched, "aloneCpu": alone, "evictions": 0})]


def row_15(drive, tools, repetitions):
    """Throughput with one I/O thread and with two; honest about who was the limit."""
    messages = 100_000
    rates, loads = {1: [], 2: []}, {1: [], 2: []}
    for _ in range(repetitions):
        for threads in (1, 2):
            flags = ["--max-kept", "1GiB", "--threads", str(threads)]
            with Mailrig(*flags) as rig:
                before, began = rig.cpu(), time.monotonic()
                drive(tools, rig.port, LOAD, messages)
                took = time.monotonic() - began
                rig.settle(messages)
                rates[threads].append(messages / took)
                loads[threads].append((rig.cpu() - before) / took)
    ratio = statistics.median(rates[2]) / statistics.median(rates[1])
    busy = statistics.median(loads[2])
    limit = busy < 1.6  # two busy threads would use two cores
    return [Result("15", "row 1 with 2 threads against 1", "--log off --max-kept 1GiB --threads 1|2",
                   f"{ratio:.2f} x the rate ({statistics.median(rates[2]):.0f}/s; the server used {busy:.2f} cores)",
                   ">= 1.7 while the generator is not the limit",
                   "meets the target" if ratio >= 1.7 else
                   "says nothing: the generator is the limit" if limit else "MISSES",
                   {"ratio": ratio, "ratesOfOne": rates[1], "ratesOfTwo": rates[2], "serverCores": busy,
                    "evictions": 0})]
