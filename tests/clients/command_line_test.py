"""The program as people and CI start, ask and stop it."""

import json
import os
import pathlib
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
        for service in ("MAILRIG", "MAILRIG_SMTP", "MAILRIG_TEST_2"):
            with self.subTest(service):
                injected = {"SERVICE_HOST": "10.0.0.1", "SERVICE_PORT": "25", "SERVICE_PORT_SMTP": "25",
                            "PORT": "tcp://10.0.0.1:25", "PORT_25_TCP": "tcp://10.0.0.1:25",
                            "PORT_25_TCP_PROTO": "tcp", "PORT_25_TCP_PORT": "25", "PORT_25_TCP_ADDR": "10.0.0.1"}
                self.start(env=environment(**{f"{service}_{name}": value for name, value in injected.items()}))

    def activated(self, *sockets, flags=()):
        """A server to which those listening sockets are handed over as systemd does it."""
        numbers = [each.fileno() for each in sockets]
        # High numbers first, so that none is overwritten before it has moved.
        aside = "".join(f"exec {place + 50}<&{number}; " for place, number in enumerate(numbers))
        moved = " ".join(f"{place + 3}<&{place + 50}" for place in range(len(numbers)))
        return subprocess.Popen(
            ["bash", "-c", f'{aside}LISTEN_PID=$$ exec "$@" {moved}', "bash", path(), "--log", "off", *map(str, flags)],
            env=environment(LISTEN_FDS=str(len(sockets))), pass_fds=numbers,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_sockets_from_systemd_are_served(self):
        with socket.create_server(("127.0.0.1", 0)) as smtp, socket.create_server(("127.0.0.1", 0)) as http:
            ports = smtp.getsockname()[1], http.getsockname()[1]
            # The connection that starts the server waits for it.
            with socket.create_connection(("127.0.0.1", ports[0]), timeout=PATIENCE) as early:
                server = self.activated(smtp, http, flags=("--bind", "127.0.0.1", "--smtp-port", ports[0],
                                                           "--http-port", ports[1]))
                self.assertIn(str(ports[0]), server.stdout.readline())
                self.assertTrue(early.recv(100).startswith(b"220"))
            self.assertEqual(run("healthcheck", "--server", f"http://127.0.0.1:{ports[1]}").returncode, 0)
            server.terminate()
            _, errors = server.communicate(timeout=PATIENCE)
            self.assertEqual(server.returncode, 0, errors)

    def test_a_socket_from_systemd_that_no_listener_takes_is_an_error(self):
        with socket.create_server(("127.0.0.1", 0)) as stray:
            place = f"127.0.0.1:{stray.getsockname()[1]}"
            server = self.activated(stray, flags=("--smtp-port", 0, "--http-port", 0))
            _, errors = server.communicate(timeout=PATIENCE)
        self.assertEqual(server.returncode, 1, errors)
        self.assertIn(place, errors)
        with socket.socket() as mute:
            server = self.activated(mute)
            _, errors = server.communicate(timeout=PATIENCE)
        self.assertEqual(server.returncode, 1, errors)
        self.assertIn("LISTEN_FDS", errors)

    def test_a_folder_of_scenarios_is_all_its_files(self):
        rule = {"on": "rcpt", "reply": "451 4.3.0 later"}
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.start("--scenario", folder).smtp > 0, True)  # none, so far
            for name in ("b", "a"):
                pathlib.Path(folder, name + ".json").write_text(json.dumps({"rules": [rule | {"name": name}]}))
            pathlib.Path(folder, "notes.txt").write_text("no scenario")
            pathlib.Path(folder, "schema.json").write_text("{}")
            with Dialogue(self.start("--scenario", folder).smtp) as client:
                client.say("MAIL FROM:<a@x.test>", "250")
                client.say("RCPT TO:<b@y.test>", "451")
            pathlib.Path(folder, "c.json").write_text('{"rules": [{"on": "rcpt", "replay": "550 no"}]}')
            done = run("serve", "--smtp-port", 0, "--http-port", 0, "--scenario", folder)
            self.assertEqual(done.returncode, 2)
            self.assertIn("c.json:/rules/0/replay", done.stderr)

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
        self.assertRegex(log, r"(?m)^550 RCPT gone@x\.test rule=full t\d+ s\d+$")

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
        for variable, value in (("MAILRIG_URL", self.server.url), ("MAILRIG_HTTP_PORT", str(self.server.http))):
            self.assertEqual(run("healthcheck", env=environment(**{variable: value})).returncode, 0, variable)
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
        self.server.post("/v1/rules", {"name": "no-such", "on": "rcpt", "match": {"to": "refused@y.test"},
                                       "reply": "550 5.1.1 no"})
        with Dialogue(self.server.smtp) as client:
            client.say("MAIL FROM:<a@x.test>", "250")
            client.say("RCPT TO:<refused@y.test>", "550")
            client.quit()
        self.server.settled("transactions", to="refused@y.test")
        everything = run("log", "--server", self.server.url)
        self.assertEqual(everything.returncode, 0, everything.stderr)
        self.assertIn("logged@y.test", everything.stdout)
        self.assertIn("refused@y.test rule=no-such ", everything.stdout)
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
