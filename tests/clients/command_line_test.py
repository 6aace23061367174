"""The program as people and CI start, ask and stop it."""

import json
import signal
import socket
import subprocess
import tempfile
import unittest

from dialogue import Dialogue, simple
from program import PATIENCE, Server, environment, path, read_line, run


class Serving(unittest.TestCase):
    def start(self, *flags, **options):
        server = Server(*flags, **options)
        self.addCleanup(server.stop)
        return server

    def test_says_on_one_line_when_it_is_ready(self):
        server = self.start()
        for port in (server.smtp, server.http):
            self.assertIn(str(port), server.ready_line)

    def test_says_it_in_json_for_machines(self):
        server = self.start("--json")
        self.assertEqual(json.loads(server.ready_line)["smtp"], server.smtp)

    def test_the_port_file_names_every_listener(self):
        server = self.start()
        names = {(each["name"], each["address"], each["port"]) for each in server.ports["listeners"]}
        self.assertIn(("smtp", "127.0.0.1", server.smtp), names)
        self.assertIn(("http", "127.0.0.1", server.http), names)
        for each in server.ports["listeners"]:
            self.assertLessEqual({"name", "protocol", "address", "port", "tls"}, set(each))
            with socket.create_connection((each["address"], each["port"]), timeout=PATIENCE):
                pass

    def test_both_loopback_families_share_a_port(self):
        server = self.start()
        self.assertEqual(server.request("GET", "/livez", host="::1").status, 200)
        with Dialogue(server.smtp, host="::1") as client:
            client.quit()

    def test_probes_and_metrics_answer(self):
        server = self.start()
        self.assertEqual(server.get("/livez").status, 200)
        self.assertEqual(server.get("/readyz").status, 200)
        self.assertIn(b"mailrig_", server.get("/metrics").body)
        listeners = server.get("/v1/info").json["listeners"]
        self.assertIn(server.smtp, [each["port"] for each in listeners])

    def test_variables_stand_in_for_flags_and_flags_win(self):
        server = self.start(env=environment(MAILRIG_HOSTNAME="from.variable.test"))
        with Dialogue(server.smtp, greet=False) as client:
            self.assertIn("from.variable.test", client.expect("220"))
        server = self.start("--hostname", "from.flag.test", env=environment(MAILRIG_HOSTNAME="from.variable.test"))
        with Dialogue(server.smtp, greet=False) as client:
            self.assertIn("from.flag.test", client.expect("220"))

    def test_a_config_file_gives_what_no_flag_and_no_variable_does(self):
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("hostname = from.file.test\nmax-message = 1MiB\n")
            file.flush()
            server = self.start("--config", file.name)
            with Dialogue(server.smtp, greet=False) as client:
                self.assertIn("from.file.test", client.expect("220"))
            server = self.start("--config", file.name, env=environment(MAILRIG_HOSTNAME="from.variable.test"))
            with Dialogue(server.smtp, greet=False) as client:
                self.assertIn("from.variable.test", client.expect("220"))

    def test_what_kubernetes_injects_is_no_mistake(self):
        self.start(env=environment(MAILRIG_SERVICE_HOST="10.0.0.1", MAILRIG_SERVICE_PORT="25",
                                   MAILRIG_PORT="tcp://10.0.0.1:25", MAILRIG_PORT_25_TCP_ADDR="10.0.0.1"))

    def test_logs_a_line_a_transaction_on_stderr(self):
        server = Server(log="text")
        server.post("/v1/rules", {"name": "full", "on": "rcpt", "match": {"to": "gone@*"},
                                  "reply": "550 5.1.1 gone"})
        with Dialogue(server.smtp) as client:
            client.mail("a@x.test", "fine@y.test", simple())
            client.say("MAIL FROM:<a@x.test>", "250")
            client.say("RCPT TO:<gone@x.test>", "550")
            client.quit()
        server.settled("transactions", count=2)
        log = server.stop()
        self.assertRegex(log, r"(?m)^250 .*fine@y\.test")
        self.assertRegex(log, r"(?m)^550 RCPT gone@x\.test .*rule=\S+ .*s\d+$")

    def test_an_open_session_and_a_waiter_are_told_on_the_way_out(self):
        for which in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(which.name):
                server = Server()
                with Dialogue(server.smtp) as client:
                    client.say("NOOP", "250")
                    with socket.create_connection(("127.0.0.1", server.http), timeout=PATIENCE) as waiter:
                        waiter.sendall(b"GET /v1/messages?wait=60s HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        while server.get("/v1/info").json["counts"]["waiters"] == 0:
                            pass
                        server.tell(which)
                        self.assertRegex(waiter.recv(65536), rb"^HTTP/1\.1 503 ")
                        client.expect("421")
                server.stop()

    def test_a_port_stays_free_for_the_next(self):
        first = Server()
        port = first.smtp
        with Dialogue(port) as client:
            client.quit()
        first.stop()
        self.assertEqual(self.start(smtp_port=port).smtp, port)


class Subcommands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)

    def send(self, recipient, content=None, code="250"):
        with Dialogue(self.server.smtp) as client:
            client.mail("a@x.test", recipient, content or simple(recipient=recipient), code)
            client.quit()

    def test_help_shows_examples(self):
        for subcommand in ([], ["serve"], ["wait"], ["log"], ["healthcheck"]):
            with self.subTest(subcommand):
                done = run(*subcommand, "--help")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("mailrig " + " ".join(subcommand), done.stdout)
                self.assertIn("xample", done.stdout)

    def test_version(self):
        done = run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertIn(self.server.get("/v1/info").json["version"], done.stdout)

    def test_healthcheck_tells_a_live_server_from_a_dead_one(self):
        self.assertEqual(run("healthcheck", "--server", self.server.url).returncode, 0)
        with socket.socket() as nobody:  # bound, and not listening
            nobody.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
            done = run("healthcheck", "--server", url)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(url.removeprefix("http://"), done.stderr)

    def test_wait_ends_when_the_mail_is_there(self):
        waiting = subprocess.Popen(
            [path(), "wait", "--to", "waited@y.test", "--timeout", "30s", "--server", self.server.url,
             "--print", "raw"], stdout=subprocess.PIPE, env=environment())
        self.send("waited@y.test")
        out, _ = waiting.communicate(timeout=PATIENCE)
        self.assertEqual(waiting.returncode, 0)
        self.assertEqual(out, simple(recipient="waited@y.test"))

    def test_wait_fails_after_its_limit_and_says_what_came_instead(self):
        self.send("typo@y.test")
        done = run("wait", "--to", "tpyo@y.test", "--timeout", "100ms", "--server", self.server.url)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("typo@y.test", done.stdout + done.stderr)

    def test_wait_for_none_fails_if_one_comes(self):
        quiet = run("wait", "--to", "none@y.test", "--none", "--for", "100ms", "--server", self.server.url)
        self.assertEqual(quiet.returncode, 0, quiet.stderr)

    def test_wait_tells_an_unreachable_server_apart(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
            self.assertEqual(run("wait", "--to", "x@y.test", "--server", url).returncode, 3)

    def test_log_shows_a_line_a_transaction(self):
        self.send("logged@y.test")
        self.server.post("/v1/rules", {"on": "rcpt", "match": {"to": "refused@y.test"}, "reply": "550 5.1.1 no"})
        with Dialogue(self.server.smtp) as client:
            client.say("MAIL FROM:<a@x.test>", "250")
            client.say("RCPT TO:<refused@y.test>", "550")
            client.quit()
        self.server.settled("transactions", to="refused@y.test")
        everything = run("log", "--server", self.server.url)
        self.assertEqual(everything.returncode, 0, everything.stderr)
        self.assertIn("logged@y.test", everything.stdout)
        self.assertIn("refused@y.test", everything.stdout)
        refused = run("log", "--refused", "--server", self.server.url).stdout
        self.assertIn("refused@y.test", refused)
        self.assertNotIn("logged@y.test", refused)

    def test_log_follows(self):
        following = subprocess.Popen([path(), "log", "--follow", "--server", self.server.url],
                                     stdout=subprocess.PIPE, env=environment())
        try:
            end = 200
            line = b""
            while b"followed@y.test" not in line and end:
                self.send("followed@y.test")
                line = read_line(following.stdout)
                end -= 1
            self.assertIn(b"followed@y.test", line)
        finally:
            following.terminate()
            following.wait(PATIENCE)
            following.stdout.close()


if __name__ == "__main__":
    unittest.main()
