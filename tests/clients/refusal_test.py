"""Rules at the stages before any command, through the built program: listen, connect and tls."""

import pathlib
import smtplib
import socket
import ssl
import tempfile
import unittest

from dialogue import Dialogue, simple
from program import PATIENCE, Server


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)
        cls.folder = tempfile.TemporaryDirectory(prefix="mailrig-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.ca = pathlib.Path(cls.folder.name, "ca.pem")
        cls.ca.write_bytes(cls.server.get("/v1/ca.pem").body)

    def rule(self, **fields):
        """In force until the test ends, or `drop` is called."""
        rule = self.server.post("/v1/rules", fields).json
        self.addCleanup(self.drop, rule)
        return rule

    def drop(self, rule):
        self.server.request("DELETE", f"/v1/rules/{rule['id']}", check=False)

    def lease(self, inbox, *listeners):
        made = self.server.post("/v1/inboxes", {"name": inbox, "ports": list(listeners)}).json
        self.addCleanup(self.server.request, "DELETE", f"/v1/inboxes/{inbox}", None, None, "127.0.0.1", False)
        return made["ports"]

    def test_a_refused_port_refuses_at_once_and_comes_back(self):
        port = self.lease("refused", "smtp")["smtp"]
        rule = self.rule(on="listen", inbox="refused", close="refuse")
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.assertEqual(self.server.get("/readyz").status, 200)
        with Dialogue(self.server.smtp) as other:  # its inbox alone is concerned
            other.quit()
        self.drop(rule)
        with Dialogue(port) as client:
            client.quit()

    def test_an_ignored_port_does_not_answer(self):
        port = self.lease("ignored", "smtp")["smtp"]
        rule = self.rule(on="listen", inbox="ignored", close="ignore")
        with self.assertRaises(TimeoutError):
            socket.create_connection(("127.0.0.1", port), timeout=0.3)
        self.drop(rule)
        with Dialogue(port) as client:
            client.quit()

    def test_a_lease_has_every_kind_of_listener_and_ends(self):
        ports = self.lease("kinds", "smtp", "smtps", "submission")
        context = ssl.create_default_context(cafile=str(self.ca))
        with smtplib.SMTP_SSL("localhost", ports["smtps"], context=context, timeout=PATIENCE) as client:
            client.sendmail("a@x.test", ["kinds@y.test"], simple())
        [message] = self.server.settled("messages", to="kinds@y.test")
        self.assertEqual(message["inboxes"], ["kinds"])
        with Dialogue(ports["smtp"]) as client:
            self.assertEqual(self.server.request("DELETE", "/v1/inboxes/kinds").status, 200)
            client.expect("421")
        for port in ports.values():
            with self.assertRaises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)

    def test_spoilt_certificates_by_inbox(self):
        context = ssl.create_default_context(cafile=str(self.ca))
        for word, reason in {"expired": "expired", "self-signed": "self-signed", "wrong-host": "mismatch",
                             "not-yet-valid": "not yet valid", "untrusted": "local issuer"}.items():
            with self.subTest(word):
                inbox = "tls-" + word
                port = self.lease(inbox, "smtps")["smtps"]
                self.rule(on="tls", inbox=inbox, handshake={"cert": word})
                with self.assertRaisesRegex(ssl.SSLCertVerificationError, reason):
                    smtplib.SMTP_SSL("localhost", port, context=context, timeout=PATIENCE)
                [session] = self.server.settled("sessions", inbox=inbox)
                self.assertTrue(session["tls"]["alert"])

    def test_handshake_faults_by_inbox(self):
        for fault in ("rst", "fin", "garbage", "plaintext", "alert"):
            with self.subTest(fault):
                inbox = "hand-" + fault
                port = self.lease(inbox, "smtps")["smtps"]
                self.rule(on="tls", inbox=inbox, handshake={"fail": fault})
                with self.assertRaises((ssl.SSLError, ConnectionError)):
                    smtplib.SMTP_SSL("localhost", port, timeout=PATIENCE)
                [session] = self.server.settled("sessions", inbox=inbox, closedBy="rule")
                self.assertEqual(session["closedBy"], "rule")


if __name__ == "__main__":
    unittest.main()
