"""q= through sockets: what is found, what is refused, and that a search holds up nobody."""

import smtplib
import threading
import time
import unittest

from program import Server, run


def send(server, count, text):
    with smtplib.SMTP("127.0.0.1", server.smtp) as client:
        for n in range(count):
            client.sendmail("ann@x.test", [f"u{n}@y.test"], f"Subject: Order {n}\r\n\r\n{text}\r\n")


class Search(unittest.TestCase):
    def test_messages_are_found_by_words_and_operators(self):
        with_stop = Server()
        try:
            send(with_stop, 3, "the parcel left")
            found = with_stop.get("/v1/messages", q='"parcel left" subject:"order 1"').json
            self.assertEqual(found["total"], 1)
            self.assertEqual(found["items"][0]["envelope"]["to"][0]["address"], "u1@y.test")
            self.assertEqual(with_stop.get("/v1/messages", q="parcel -to:u1", limit=1).json["total"], 2)
            self.assertEqual(with_stop.get("/v1/sessions", q="is:failed").json["total"], 0)
            problem = with_stop.get("/v1/messages", 400, q="parcel form:ann").json
            self.assertEqual((problem["parameter"], problem["place"]), ("q", 8))
            self.assertIn("form:", problem["detail"])
        finally:
            with_stop.stop()

    def test_waits_and_deletes_go_by_it_where_a_worker_looks(self):
        server = Server()
        try:
            # So much that every look at it is work for another thread.
            send(server, 400, "x" * 2_000)
            threading.Timer(0.3, send, (server, 1, "at last the needle")).start()
            found = server.get("/v1/messages", q="needle", wait="60s").json
            self.assertEqual(found["total"], 1)
            began = time.monotonic()
            server.get("/v1/messages", 422, q="haystack", wait="200ms")
            self.assertGreater(time.monotonic() - began, 0.19)
            answer = server.request("DELETE", "/v1/messages?q=-needle")
            self.assertEqual(answer.json["deleted"], 400)
            self.assertEqual(server.get("/v1/messages").json["total"], 1)
        finally:
            server.stop()

    def test_the_shell_searches_too(self):
        server = Server()
        try:
            send(server, 3, "the parcel left")
            done = run("wait", "--server", server.url, "--q", "parcel to:u2", "--timeout", "5s")
            self.assertEqual((done.returncode, done.stdout.count("\n")), (0, 1), done.stderr)
            done = run("log", "--server", server.url, "--q", "to:u1@y.test OR to:u2@y.test")
            self.assertEqual((done.returncode, done.stdout.count("\n")), (0, 2), done.stderr)
            for command in ("wait", "log"):
                done = run(command, "--server", server.url, "--q", "form:ann")
                self.assertEqual(done.returncode, 2)
                self.assertIn("unknown operator form:, at character 1", done.stderr)
        finally:
            server.stop()

    def test_a_server_stops_in_the_middle_of_searches(self):
        server = Server("--max-searches", "4")
        send(server, 400, "x" * 2_000)

        def search():
            try:
                while server.request("GET", "/v1/messages?q=haystack", check=False).status in (200, 503):
                    pass
            except OSError:
                pass
        threads = [threading.Thread(target=search) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.2)
        server.stop()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    unittest.main()
