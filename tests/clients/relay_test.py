"""Postfix as the relay in front: pipelining, DSN, XFORWARD, TLS that is verified, LMTP."""

import os
import pathlib
import tempfile
import unittest

from postfix import Postfix
from program import Server

MAIL = b"From: shop@shop.test\nTo: bob@y.test\nSubject: Order 17\n\nThank you.\n.a line with a dot\n"


@unittest.skipUnless(os.geteuid() == 0, "Postfix starts only as root")
class Relay(unittest.TestCase):
    def start(self, *flags):
        server = Server(*flags)
        self.addCleanup(server.stop)
        return server

    def queue(self, server, listener="smtp", **settings):
        queue = Postfix(server.ports[listener], **settings)
        self.addCleanup(queue.stop)
        return queue

    def commands(self, session):
        """What the client said in it, without data."""
        return [event["text"] for event in session["events"] if event["from"] == "client" and event["kind"] == "command"]

    def test_it_pipelines_where_that_is_announced(self):
        # Who waits for the replies to RCPT has no reason to say DATA when all were refused.
        for flags, pipelines in (([], True), (["--without", "PIPELINING"], False)):
            with self.subTest(pipelines=pipelines):
                server = self.start(*flags)
                server.post("/v1/rules", {"on": "rcpt", "match": {"to": "*@y.test"}, "reply": "550 5.1.1 no such user"})
                queue = self.queue(server)
                queue.send("shop@shop.test", ["bob@y.test", "eve@y.test"], MAIL)
                [refused] = server.settled("transactions", to="bob@y.test")
                self.assertEqual(refused["outcome"], "550", queue.log())
                server.settled("sessions", closedBy="client")  # before the one that brings the bounce
                session = server.get(f"/v1/sessions/{refused['session']}").json
                self.assertEqual("DATA" in self.commands(session), pipelines, session["events"])
                self.assertFalse(session["pipelinedUnannounced"])

    def test_it_reuses_the_connection_and_every_octet_comes(self):
        server = self.start()
        queue = self.queue(server, smtp_destination_recipient_limit="1")
        queue.send("shop@shop.test", [f"{n}@y.test" for n in range(8)], MAIL)
        messages = server.settled("messages", count=8, to="*@y.test")
        for message in messages:
            raw = server.get(f"/v1/messages/{message['id']}/raw").body
            self.assertTrue(raw.endswith(b"\r\n\r\nThank you.\r\n.a line with a dot\r\n"), raw)
            self.assertEqual(message["envelope"]["from"]["parameters"]["SIZE"], str(len(raw)))

    def test_it_hands_on_what_a_sender_asks_of_dsn(self):
        server = self.start()
        queue = self.queue(server)
        queue.send("shop@shop.test", "bob@y.test", MAIL, "-N", "success,delay", "-V", "order 17", "-R", "hdrs")
        [message] = server.settled("messages", to="bob@y.test")
        sender, recipient = message["envelope"]["from"], message["envelope"]["to"][0]
        self.assertEqual((sender["parameters"]["RET"], sender["parameters"]["ENVID"]), ("HDRS", "order+2017"))
        self.assertEqual(recipient["parameters"]["NOTIFY"], "SUCCESS,DELAY")
        self.assertEqual(recipient["parameters"]["ORCPT"], "rfc822;bob@y.test")

    def test_it_says_from_where_a_mail_came(self):
        server = self.start()
        queue = self.queue(server, smtp_send_xforward_command="yes")
        queue.send("shop@shop.test", "bob@y.test", MAIL)
        [transaction] = server.settled("transactions", to="bob@y.test")
        self.assertEqual(transaction["xforward"]["SOURCE"], "LOCAL")
        self.assertEqual(transaction["outcome"], "250")

    def test_it_verifies_the_certificate(self):
        server = self.start("--tls-name", "mx.shop.test")
        with tempfile.TemporaryDirectory(prefix="mailrig-") as folder:
            ca = pathlib.Path(folder, "ca.pem")
            ca.write_bytes(server.get("/v1/ca.pem").body)
            os.chmod(folder, 0o755)
            secure = {"smtp_tls_security_level": "secure", "smtp_tls_CAfile": ca,
                      "smtp_tls_secure_cert_match": "mx.shop.test"}
            for n, (listener, more) in enumerate((("submission", {}), ("smtps", {"smtp_tls_wrappermode": "yes"}))):
                with self.subTest(listener):
                    queue = self.queue(server, listener, **secure, **more)
                    queue.send("shop@shop.test", f"tls{n}@y.test", MAIL)
                    [message] = server.settled("messages", to=f"tls{n}@y.test")
                    session = server.get(f"/v1/sessions/{message['session']}").json
                    self.assertEqual(session["tls"]["version"], "TLSv1.3", queue.log())
                    self.assertEqual(session["listener"], listener)

    def test_it_delivers_by_lmtp_for_each_recipient(self):
        server = self.start("--lmtp-port", 0)
        server.post("/v1/rules", {"on": "eom", "match": {"to": "full@y.test"}, "per": ["to"],
                                  "reply": "552 5.2.2 Over quota"})
        port = server.ports["lmtp"]
        queue = self.queue(server, default_transport=f"lmtp:inet:127.0.0.1:{port}", relayhost="",
                           lmtp_destination_recipient_limit="50")
        queue.send("shop@shop.test", ["bob@y.test", "full@y.test", "eve@y.test"], MAIL)
        [message] = server.settled("messages", to="bob@y.test")
        transaction = server.get(f"/v1/transactions/{message['transaction']}").json
        outcomes = {to["address"]: to["outcome"] for to in transaction["envelope"]["to"]}
        self.assertEqual(outcomes, {"bob@y.test": "250", "full@y.test": "552", "eve@y.test": "250"}, queue.log())
        self.assertEqual(transaction["protocol"], "lmtp")


if __name__ == "__main__":
    unittest.main()
