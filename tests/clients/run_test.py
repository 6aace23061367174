"""mailrig run: a server around a command, its verdict, its exit code, its JUnit report."""

import concurrent.futures
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

from program import PATIENCE, environment, path, read_line, run

SENDER = str(pathlib.Path(__file__).resolve().parent / "senders" / "sender.py")
PYTHON = sys.executable

LOST_ACK = {
    "name": "lost-ack",
    "rules": [{"name": "keep-then-reset", "on": "eom", "per": ["from", "to"], "nth": 1,
               "accept": True, "reply": None, "close": "rst"}],
    "expect": [{"name": "tries again, with the same Message-ID", "transaction": {}, "per": ["to"],
                "outcome": ["unacked", "250"], "same": ["header:Message-ID", "body"],
                "within": "3s"}]}


class Runs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mailrig-run-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, document):
        where = self.folder / name
        where.write_text(document if isinstance(document, str) else json.dumps(document))
        return where

    def run_sender(self, scenario, habit, *flags, sender=()):
        """The finished run, and what its JUnit report says."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        where, junit = folder / "scenario.json", folder / "out.xml"
        where.write_text(json.dumps(scenario))
        done = run("run", "--scenario", where, "--junit", junit, *flags, "--", PYTHON, SENDER, habit,
                   *sender, timeout=PATIENCE + 60)
        return done, xml.parse(junit).getroot()

    def last_line(self, done):
        return done.stderr.rstrip().splitlines()[-1]


class LostAcknowledgement(Runs):
    """Four senders against the same scenario: right each time, and for the right reason."""

    def verdict(self, habit):
        done, report = self.run_sender(LOST_ACK, habit)
        return done, report, [each.get("message") for each in report.iter("failure")]

    def test_each_sender_gets_the_verdict_it_deserves(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            habits = ["again", "new-id", "gives-up", "absent"]
            verdicts = dict(zip(habits, pool.map(self.verdict, habits)))

        done, report, failures = verdicts["again"]
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.last_line(done), "mailrig: verdict pass (1 of 1)")
        self.assertEqual((report.get("tests"), report.get("failures"), failures), ("1", "0", []))

        done, report, failures = verdicts["new-id"]
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('to bob@y.test: header:Message-ID is not the same: "<1.order-17@shop.test>" in t1, '
                      '"<2.order-17@shop.test>" in t2', failures[0])
        self.assertIn(failures[0], self.last_line(done))

        done, report, failures = verdicts["gives-up"]
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("no attempt followed t1, which ended with unacked: attempt 2 was to end with 250",
                      failures[0])
        self.assertIn("rule lost-ack/keep-then-reset", done.stderr)
        self.assertIn("C: data", done.stderr)  # the transcript
        output = "".join(each.text for each in report.iter("system-out"))
        self.assertIn("C: data", output)

        done, report, failures = verdicts["absent"]
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(failures[0], "nothing matched: there was no transaction, and nobody connected "
                                      "(waited 3 s)")
        self.assertIn("nobody connected: does the command read SMTP_HOST and SMTP_PORT?", done.stderr)


class Command(Runs):
    def test_is_told_where_the_server_is(self):
        done = run("run", "--allow-idle", "--env", "MAIL=smtp://{host}:{smtp}/", "--env", "API={url}",
                   "--", PYTHON, "-c",
                   "import os; e=os.environ; print(e['SMTP_HOST'], e['SMTP_PORT'], e['MAIL'], e['API'],"
                   " e['MAILRIG_URL'])")
        self.assertEqual(done.returncode, 0, done.stderr)
        host, port, mail, api, url = done.stdout.split()
        self.assertEqual(host, "127.0.0.1")
        self.assertEqual(mail, f"smtp://127.0.0.1:{port}/")
        self.assertEqual(api, url)
        self.assertRegex(url, r"^http://127\.0\.0\.1:\d+$")
        self.assertEqual(done.stderr, "mailrig: verdict pass (0 of 0)\n")

    def test_has_its_own_exit_code_unless_it_is_0(self):
        for code in (1, 3, 42):
            done = run("run", "--allow-idle", "--", "sh", "-c", f"exit {code}")
            self.assertEqual(done.returncode, code)
            self.assertEqual(self.last_line(done),
                             f"mailrig: verdict fail (1 of 1): the command succeeds: it exited with {code}")

    def test_that_connects_to_nobody_fails_unless_it_may(self):
        self.assertEqual(run("run", "--", "true").returncode, 1)
        self.assertEqual(run("run", "--allow-idle", "--", "true").returncode, 0)

    def test_that_is_missing_is_127(self):
        done = run("run", "--", "no-such-command-here")
        self.assertEqual(done.returncode, 127)
        self.assertIn("no-such-command-here", done.stderr)
        self.assertTrue(self.last_line(done).startswith("mailrig: verdict fail"))

    def test_that_cannot_be_run_is_126(self):
        where = self.file("plain", "text")
        self.assertEqual(run("run", "--", where).returncode, 126)

    def test_that_is_killed_is_128_and_its_signal(self):
        done = run("run", "--", "sh", "-c", "kill -9 $$")
        self.assertEqual(done.returncode, 128 + 9)
        self.assertIn("killed by signal 9", self.last_line(done))

    def test_gets_the_signals_that_are_meant_for_it(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            running = subprocess.Popen(
                [path(), "run", "--allow-idle", "--", PYTHON, "-c",
                 "import signal, sys\n"
                 "def end(number, _): print('got', number, flush=True); sys.exit(7)\n"
                 "for each in (signal.SIGTERM, signal.SIGINT): signal.signal(each, end)\n"
                 "print('ready', flush=True)\n"
                 "while True: signal.pause()"],
                env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(read_line(running.stdout), b"ready\n")
            running.send_signal(number)
            out, errors = running.communicate(timeout=PATIENCE)
            self.assertEqual(out, f"got {int(number)}\n".encode())
            self.assertEqual(running.returncode, 7, errors)

    def test_that_hangs_is_ended_with_all_it_started(self):
        done = run("run", "--timeout", "300ms", "--", "sh", "-c", "sleep 1000 & sleep 1000")
        self.assertEqual(done.returncode, 128 + 15, done.stderr)
        self.assertIn("it ran longer than --timeout 300ms and was ended", self.last_line(done))
        done = run("run", "--timeout", "300ms", "--allow-idle", "--", PYTHON, "-c",
                   "import signal, sys\nsignal.signal(15, lambda *_: sys.exit(0))\nsignal.pause()")
        self.assertEqual(done.returncode, 1, "it ended well, but not in time")


class Usage(Runs):
    def fails(self, *arguments, says):
        done = run("run", *arguments)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(says, done.stderr)

    def test_a_mistake_is_found_before_the_command_starts(self):
        marker = self.folder / "started"
        command = ["--", "touch", marker]
        self.fails("--junit", self.folder / "nowhere" / "out.xml", *command, says="cannot write the JUnit file")
        self.fails("--junit", self.folder, *command, says="cannot write the JUnit file")
        self.fails("--timeout", "10", *command, says="--timeout")
        self.fails("--env", "NAME", *command, says="write NAME=value")
        self.fails("--env", "NAME={smpt}", *command, says="there is no {smpt} here: known are {host}")
        self.fails("--scenario", self.folder / "missing.json", *command, says="missing.json")
        self.fails("--scenario", self.file("bad.json", {"expect": [{"mesage": {}}]}), *command,
                   says="/expect/0/mesage: unknown field")
        self.fails("--http-port", "off", *command, says="http-port cannot be off")
        self.assertEqual(run("run").returncode, 2)
        self.assertFalse(marker.exists())

    def test_what_was_in_the_junit_file_stays_until_there_is_something_new(self):
        where = self.file("out.xml", "old")
        self.fails("--junit", where, "--env", "NAME", "--", "true", says="NAME=value")
        self.assertEqual(where.read_text(), "old")

    def test_an_unwritable_file_is_an_error_though_all_holds(self):
        where = self.folder / "out.xml"
        where.write_text("")
        done = run("run", "--allow-idle", "--junit", where, "--", "sh", "-c",
                   f"rm {where} && mkdir {where}")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(self.last_line(done), "mailrig: verdict pass (0 of 0)")

    def test_the_command_itself_is_a_case_of_the_report_when_it_fails(self):
        junit = self.folder / "out.xml"
        run("run", "--junit", junit, "--", "sh", "-c", "exit 3")
        names = [each.get("name") for each in xml.parse(junit).getroot().iter("testcase")]
        self.assertEqual(names, ["the command succeeds", "the command sends mail"])


class Expectations(Runs):
    """What the examples of scenarios promise, each with a sender that keeps it and some that do not."""

    FAIL_TWICE = {
        "name": "fail-twice",
        "rules": [{"name": "two", "on": "eom", "per": ["from", "to"], "nth": "1-2",
                   "reply": "451 4.3.0 Temporary failure, please try again later"}],
        "expect": [
            {"name": "third attempt wins", "transaction": {"to": "bob@*"}, "per": ["to"],
             "outcome": ["451", "451", "250"], "within": "2s"},
            {"name": "backs off", "transaction": {"to": "bob@*"}, "per": ["to"],
             "gaps": {"min": "500ms", "max": "10m", "growth": ">=1.2"}},
            {"name": "one copy", "message": {"to": "bob@*"}, "per": ["to"], "count": 1}]}

    MAILBOX_FULL = {
        "name": "mailbox-full",
        "rules": [{"name": "full", "on": "rcpt", "match": {"to": "full@*"},
                   "reply": "452 4.2.2 over quota\ntry later"}],
        "expect": [
            {"name": "the others got it", "message": {"to": "ok@*"}, "count": 1, "within": "2s"},
            {"name": "the full one did not", "message": {"to": "full@*"}, "count": 0, "for": "1s"},
            {"name": "the full one was tried", "transaction": {"to": "full@*"}, "within": "2s"}]}

    # Policy time runs 600 times as fast: the five minutes are half a second.
    GREYLIST = {
        "name": "greylist", "clock": {"scale": 600},
        "rules": [{"name": "defer", "on": "rcpt", "per": ["ip/24", "from", "to"], "age": "<300s", "expire": "48h",
                   "reply": "450 4.2.0 <{to}>: Recipient address rejected: Greylisted"}],
        "expect": [
            {"name": "retried after the window, not before", "transaction": {"to": "bob@*"}, "per": ["to"],
             "gaps": {"min": "300s"}},
            {"name": "delivered once", "message": {"to": "bob@*"}, "count": 1, "within": "2s", "for": "2s"}]}

    EXPIRED = {
        "name": "starttls-expired",
        "rules": [{"name": "expired", "on": "tls", "handshake": {"cert": "expired"}}],
        "expect": [
            {"name": "the client came", "session": {}, "count": ">=1", "within": "2s"},
            {"name": "and refused the certificate", "transaction": {}, "count": 0, "for": "1s"},
            {"name": "no credentials were sent", "command": {"verb": "AUTH"}, "count": 0}]}

    AT_MOST_ONCE = {
        "name": "at-most-once", "rules": LOST_ACK["rules"],
        "expect": [{"name": "does not send again", "message": {}, "per": ["to", "header:Subject"],
                    "count": 1, "within": "2s", "for": "20s"}]}

    def failing(self, scenario, habit, *sender):
        flags = ("--env", "SMTP_PORT={submission}") if scenario is self.EXPIRED else ()
        done, report = self.run_sender(scenario, habit, *flags, sender=sender)
        bad = {each.get("name") for each in report.iter("testcase") if each.find("failure") is not None}
        self.assertEqual(done.returncode != 0, bool(bad), done.stderr)
        self.assertEqual(report.findall(".//error"), [], done.stderr)
        return bad

    def test_every_sender_gets_the_verdict_it_deserves(self):
        nobody = "the command sends mail"
        both = ("--to", "ok@y.test", "--to", "full@y.test")
        cases = [
            (self.FAIL_TWICE, "again", ("--pause", "0.6"), set()),
            (self.FAIL_TWICE, "new-id", ("--pause", "0.6"), set()),
            (self.FAIL_TWICE, "gives-up", (), {"third attempt wins", "backs off", "one copy"}),
            (self.FAIL_TWICE, "absent", (), {"third attempt wins", "backs off", "one copy", nobody}),
            (self.FAIL_TWICE, "again", ("--pause", "0"), {"backs off"}),
            (self.FAIL_TWICE, "twice", ("--pause", "0.6"), {"third attempt wins", "one copy"}),
            (self.MAILBOX_FULL, "again", both + ("--attempts", "2"), set()),
            (self.MAILBOX_FULL, "gives-up", ("--to", "ok@y.test"), {"the full one was tried"}),
            (self.MAILBOX_FULL, "absent", both,
             {"the others got it", "the full one was tried", nobody}),
            (self.MAILBOX_FULL, "gives-up", ("--to", "full@y.test"), {"the others got it"}),
            (self.GREYLIST, "again", ("--pause", "0.7"), set()),
            (self.GREYLIST, "new-id", ("--pause", "0.7"), set()),
            (self.GREYLIST, "again", ("--pause", "0.1"), {"retried after the window, not before"}),
            (self.GREYLIST, "twice", ("--pause", "0.7"), {"delivered once"}),
            (self.GREYLIST, "gives-up", (), {"retried after the window, not before", "delivered once"}),
            (self.GREYLIST, "absent", (),
             {"retried after the window, not before", "delivered once", nobody}),
            (self.EXPIRED, "gives-up", ("--tls", "strict", "--login"), set()),
            (self.EXPIRED, "gives-up", ("--tls", "careless"), {"and refused the certificate"}),
            (self.EXPIRED, "gives-up", ("--tls", "careless", "--login"),
             {"and refused the certificate", "no credentials were sent"}),
            (self.EXPIRED, "gives-up", (), {"and refused the certificate"}),
            (self.EXPIRED, "absent", (), {"the client came", nobody}),
            (self.AT_MOST_ONCE, "gives-up", (), set()),
            (self.AT_MOST_ONCE, "again", (), {"does not send again"}),
            (self.AT_MOST_ONCE, "new-id", (), {"does not send again"}),
            (self.AT_MOST_ONCE, "absent", (), {"does not send again", nobody}),
        ]

        def judge(case):
            scenario, habit, sender, _ = case
            return self.failing(scenario, habit, *sender)

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for case, bad in zip(cases, pool.map(judge, cases)):
                with self.subTest(scenario=case[0]["name"], habit=case[1], sender=case[2]):
                    self.assertEqual(bad, case[3])

    def test_the_shipped_scenario_judges_four_senders_by_its_bare_name(self):
        def judge(habit):
            junit = self.folder / f"{habit}.xml"
            done = run("run", "--scenario", "lost-ack", "--junit", junit, "--", PYTHON, SENDER, habit,
                       timeout=PATIENCE + 60)
            return done, [each.get("message") for each in xml.parse(junit).getroot().iter("failure")]

        says = {"again": None,
                "new-id": "header:Message-ID is not the same",
                "gives-up": "no attempt followed t1, which ended with unacked: attempt 2 was to end with 250",
                "absent": "nothing matched: there was no transaction, and nobody connected"}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for habit, (done, failures) in zip(says, pool.map(judge, says)):
                with self.subTest(habit):
                    self.assertEqual(done.returncode, 1 if says[habit] else 0, done.stderr)
                    self.assertEqual(any(says[habit] in each for each in failures) if says[habit] else failures == [],
                                     True, failures)
                    self.assertTrue(self.last_line(done).startswith(
                        f"mailrig: verdict {'fail' if says[habit] else 'pass'}"), done.stderr)

    def test_watching_ends_with_the_command(self):
        # 20 s of `for`, and no session is open once the command is gone.
        done, _ = self.run_sender(self.AT_MOST_ONCE, "gives-up")
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
