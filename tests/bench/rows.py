"""The rows of the performance table that `./dev bench` measures: work, flags, target."""

import functools
import json
import pathlib
import statistics
import subprocess
import tempfile

import latency
import page_row
import store_rows
import tls
from contender import RELEASE, Failed, Mailrig, Raw, SmtpSink, environment
from result import Result, verdict


def drive(tools, port, flags, messages):
    command = [str(tools / "smtp-source"), *flags, "-m", str(messages), "-f", "a@x.test", "-t", "b@y.test",
               f"127.0.0.1:{port}"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"smtp-source failed: {done.stderr.strip()}")


def cpu_of(contender, load, messages):
    before = contender.cpu()
    load(contender.port)
    contender.settle(messages)
    return contender.cpu() - before


def side_by_side(tools, source_flags, messages, rig_flags, repetitions):
    """CPU seconds of mailrig, of smtp-sink and of who only answers, under the same load, turn by turn."""
    rig_cpu, sink_cpu, raw_cpu = [], [], []
    for _ in range(repetitions):
        def load(port):
            drive(tools, port, source_flags, messages)
        with SmtpSink(tools) as sink:
            sink_cpu.append(cpu_of(sink, load, messages))
        with Mailrig(*rig_flags) as rig:
            rig_cpu.append(cpu_of(rig, load, messages))
        with Raw("raw_answerer") as raw:
            raw_cpu.append(cpu_of(raw, load, messages))
    return rig_cpu, sink_cpu, raw_cpu


def against_sink(row, work, tools, source_flags, messages, rig_flags, repetitions, target, first_mark):
    rig_cpu, sink_cpu, raw_cpu = side_by_side(tools, source_flags, messages, rig_flags, repetitions)
    rig, sink, raw = (statistics.median(each) for each in (rig_cpu, sink_cpu, raw_cpu))
    ratio = rig / sink
    each = [a / b for a, b in zip(rig_cpu, sink_cpu)]
    return Result(
        row, work, " ".join(["--log off", *rig_flags]),
        f"{ratio:.2f} x smtp-sink's CPU ({rig:.2f} s / {sink:.2f} s; {min(each):.2f} to {max(each):.2f}); "
        f"who only answers: {raw / sink:.2f} x",
        f"<= {target}", verdict(ratio, target, first_mark),
        {"ratio": ratio, "mailrigCpu": rig_cpu, "smtpSinkCpu": sink_cpu, "answererCpu": raw_cpu, "messages": messages, "evictions": 0})


# As many as smtp-sink has.
ONE_THREAD = ["--threads", "1"]


def row_1(tools, repetitions):
    return [against_sink("1", "100,000 x 1 KiB over 20 kept connections", tools,
                         ["-d", "-s", "20", "-l", "1024"], 100_000, ONE_THREAD, repetitions, 0.6, 0.8)]


def row_2(tools, repetitions):
    return [against_sink("2", "20,000 x 1 KiB, a connection each", tools, ["-s", "20", "-l", "1024"],
                         20_000, ONE_THREAD, repetitions, 0.6, 0.8)]


LARGE, LARGE_COUNT, KEPT = 10 << 20, 100, ["--max-kept", "2GiB"]


def source(how, port, messages, size, connections):
    """Seconds that our own driver took."""
    done = subprocess.run([str(RELEASE / "tests/raw_source"), how, *map(str, (port, messages, size, connections))],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"raw_source failed: {done.stderr.strip()}")
    return float(done.stdout)


def throughput(how, port):
    """MB/s of row 3's octets."""
    return LARGE * LARGE_COUNT / 1e6 / source(how, port, LARGE_COUNT, LARGE, 4)


def row_3(tools, repetitions):
    work = "100 x 10 MiB over 4 connections"
    cpu = against_sink("3", work, tools, ["-d", "-s", "4", "-l", str(LARGE)], LARGE_COUNT, KEPT, repetitions,
                       0.3, 0.35)
    rig_speed, raw_speed = [], []
    for _ in range(repetitions):
        with Raw("raw_sink") as sink:
            raw_speed.append(throughput("raw", sink.port))
        with Mailrig(*KEPT) as rig:
            rig_speed.append(throughput("smtp", rig.port))
            rig.settle(LARGE_COUNT)
    rig, raw = statistics.median(rig_speed), statistics.median(raw_speed)
    speed = Result("3", work + ", throughput", " ".join(["--log off", *KEPT]),
                   f"{rig / raw:.2f} x a raw TCP sink ({rig:.0f} MB/s / {raw:.0f} MB/s)", ">= 0.6",
                   "meets the target" if rig / raw >= 0.6 else "MISSES",
                   {"ratio": rig / raw, "mailrigMBs": rig_speed, "rawSinkMBs": raw_speed, "evictions": 0})
    return [cpu, speed]


def row_4(_, repetitions):
    messages, cpu = 100_000, {"smtp": [], "pipeline": [], "bdat": []}
    for _ in range(repetitions):
        for how, seconds in cpu.items():
            with Mailrig(*ONE_THREAD) as rig:
                seconds.append(cpu_of(rig, lambda port: source(how, port, messages, 1024, 20), messages))
    medians = {how: statistics.median(seconds) for how, seconds in cpu.items()}
    results = []
    for how, work in (("pipeline", "final dot, MAIL, RCPT and DATA in one write"), ("bdat", "MAIL, RCPT and BDAT in one write")):
        ratio = medians["smtp"] / medians[how]
        results.append(Result("4", work, " ".join(["--log off", *ONE_THREAD]),
                              f"{ratio:.2f} x the mails per CPU second of a command a write "
                              f"({medians[how]:.2f} s / {medians['smtp']:.2f} s)", ">= 2",
                              "meets the target" if ratio >= 2 else "MISSES",
                              {"ratio": ratio, "mailrigCpu": cpu[how], "byCommandCpu": cpu["smtp"],
                               "messages": messages, "evictions": 0}))
    return results


def row_5(_, repetitions):
    results = []
    for how, messages, work in (("kept", 100_000, "row 1 under TLS"), ("each", 20_000, "row 2 under TLS")):
        rig, bare = tls.added(how, messages, repetitions)
        results.append(Result("5", work, "--log off --threads 1",
                              f"adds {rig / bare:.2f} x bare OpenSSL's CPU ({rig:.2f} s / {bare:.2f} s)", "<= 1.25",
                              verdict(rig / bare, 1.25), {"ratio": rig / bare, "mailrigCpu": rig, "bareCpu": bare}))
    return results


def row_7_tls(_, __):
    each = tls.resident_of_idle(10_000)
    return [Result("7", "10,000 idle sessions under TLS", "--log off --max-sessions 10200", f"{each:.1f} KiB each",
                   "<= 80 KiB", verdict(each, 80), {"kib": each})]


def row_8(_, __):
    starts, memory = [], []
    for _ in range(20):
        with Mailrig() as rig:
            starts.append(rig.start_ms)
            memory.append(rig.resident_mb())
    start, resident = statistics.median(starts), statistics.median(memory)
    return [Result("8", "start to ready, median of 20", "--log off", f"{start:.1f} ms", "<= 15 ms",
                   verdict(start, 15), {"startMs": starts}),
            Result("8", "resident when ready", "--log off", f"{resident:.1f} MB", "<= 12 MB",
                   verdict(resident, 12), {"residentMB": memory})]


def row_11(_, __):
    mails = 500
    with Mailrig() as rig:
        times = latency.measure(rig, mails)
        rig.settle(mails)
    median, slow = statistics.median(times), times[int(len(times) * 0.99)]
    return [Result("11", f"250 to the waiting answer, {mails} mails", "--log off",
                   f"p50 {median:.3f} ms, p99 {slow:.3f} ms", "p99 <= 1 ms", verdict(slow, 1),
                   {"p50Ms": median, "p99Ms": slow, "maxMs": times[-1], "evictions": 0})]


def row_14(tools, _):
    mails, flags = 100_000, ["--max-kept", "2GiB"]
    with Mailrig(*flags) as rig:
        drive(tools, rig.port, ["-d", "-s", "20", "-l", "1024"], mails)
        rig.settle(mails)
        frames, longest = page_row.measure(rig)
    slow = frames[int(len(frames) * 0.95)]
    flags = " ".join(["--log off", *flags])
    return [Result("14", f"scroll through {mails:,} mails, {len(frames)} frames", flags,
                   f"p50 {frames[len(frames) // 2]:.1f} ms, p95 {slow:.1f} ms", "p95 <= 25 ms", verdict(slow, 25),
                   {"p95Ms": slow, "evictions": 0}),
            Result("14", "burst of 3,000 events, longest task", flags, f"{longest:.0f} ms", "<= 100 ms",
                   verdict(longest, 100), {"longestMs": longest, "evictions": 0})]


@functools.cache
def million(tools):
    """Rows 6, 9 and 10 are measured together, over the same million messages."""
    return store_rows.rows_6_9_10(drive, tools)


def of_million(row):
    return lambda tools, _: [result for result in million(tools) if result.row == row]


def rules_that_do_not_match(folder):
    """A scenario file: 900 rules on stages that the load never sees, 100 that name another address or domain."""
    rules = [{"on": ("vrfy", "noop", "starttls")[i % 3], "reply": "451 4.3.0 No"} for i in range(900)]
    for i in range(100):
        field, value = (("to", f"u{i}@z.test"), ("from", f"u{i}@z.test"), ("to.domain", f"d{i}.test"))[i % 3]
        stage = ("rcpt", "mail" if field == "from" else "rcpt", "eom")[i // 3 % 3]
        rules.append({"on": stage, "match": {field: value}, "reply": "451 4.3.0 No"})
    path = pathlib.Path(folder) / "many.json"
    path.write_text(json.dumps({"name": "many", "rules": rules}))
    return str(path)


def row_12(tools, repetitions):
    messages, flags = 50_000, ["-d", "-s", "20", "-l", "1024"]
    with tempfile.TemporaryDirectory() as folder:
        ruled = ["--scenario", rules_that_do_not_match(folder)]
        cpu = {"ruled": [], "plain": []}
        for _ in range(repetitions):
            for name, more in (("plain", []), ("ruled", ruled)):
                with Mailrig(*ONE_THREAD, *more) as rig:
                    cpu[name].append(cpu_of(rig, lambda port: drive(tools, port, flags, messages), messages))
    ruled_cpu, plain_cpu = statistics.median(cpu["ruled"]), statistics.median(cpu["plain"])
    ratio = ruled_cpu / plain_cpu
    return [Result("12", "1,000 rules that do not match, against none; 50,000 x 1 KiB",
                   " ".join(["--log off", *ONE_THREAD]),
                   f"{ratio:.2f} x the CPU without rules ({ruled_cpu:.2f} s / {plain_cpu:.2f} s)", "<= 1.1",
                   verdict(ratio, 1.1), {"ratio": ratio, **cpu, "messages": messages, "evictions": 0})]


ROWS = {"1": row_1, "2": row_2, "3": row_3, "4": row_4, "6": of_million("6"), "7": store_rows.row_7, "8": row_8, "9": of_million("9"),
        "10": of_million("10"), "5": row_5, "7-tls": row_7_tls, "11": row_11, "12": row_12, "14": row_14,
        "13": lambda tools, repetitions: store_rows.row_13(drive, tools, repetitions),
        "15": lambda tools, repetitions: store_rows.row_15(drive, tools, repetitions)}
