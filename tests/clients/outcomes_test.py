"""Refused, aborted and broken transactions are kept too, with their outcome and content."""

import unittest

from dialogue import Dialogue, simple
from program import Server


class Outcomes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)

    def the(self, recipient):
        found = self.server.settled("transactions", to=recipient)
        self.assertEqual(len(found), 1, found)
        return found[0]

    def test_refused_at_rcpt(self):
        self.server.post("/v1/rules", {"on": "rcpt", "match": {"to": "refused@y.test"},
                                       "reply": "550 5.1.1 nobody here"})
        with Dialogue(self.server.smtp) as client:
            client.say("MAIL FROM:<a@x.test> SIZE=100", "250")
            client.say("RCPT TO:<refused@y.test>", "550")
            client.quit()
        got = self.the("refused@y.test")
        self.assertEqual((got["outcome"], got["message"], got["size"]), ("550", None, 0))
        self.assertEqual(got["envelope"]["from"], {"address": "a@x.test", "parameters": {"SIZE": "100"}})
        self.assertIn("550 5.1.1 nobody here", got["envelope"]["to"][0]["reply"])

    def test_aborted_by_rset(self):
        with Dialogue(self.server.smtp) as client:
            client.envelope("a@x.test", "reset@y.test")
            client.say("RSET", "250")
            client.quit()
        got = self.the("reset@y.test")
        self.assertEqual((got["outcome"], got["message"]), ("aborted", None))

    def test_cut_off_in_data(self):
        part = simple(body="the first half, and then") + b"\r\n.."
        with Dialogue(self.server.smtp) as client:
            client.envelope("a@x.test", "cut@y.test")
            client.say("DATA", "354")
            client.send(part)
        got = self.the("cut@y.test")
        self.assertEqual((got["outcome"], got["message"]), ("lost", None))
        kept = self.server.get(f"/v1/transactions/{got['id']}/raw").body
        self.assertTrue(kept.startswith(simple(body="the first half, and then\r\n")), kept)
        self.assertEqual(got["size"], len(kept))

    def test_refused_after_the_data(self):
        self.server.post("/v1/rules", {"on": "eom", "match": {"to": "late@y.test"},
                                       "reply": "554 5.6.0 not this"})
        with Dialogue(self.server.smtp) as client:
            client.mail("a@x.test", "late@y.test", simple(), code="554")
            client.quit()
        got = self.the("late@y.test")
        self.assertEqual((got["outcome"], got["message"]), ("554", None))
        self.assertEqual(self.server.get(f"/v1/transactions/{got['id']}/raw").body, simple())
        self.assertEqual(self.server.items("messages", to="late@y.test"), [])

    def test_one_recipient_of_two_refused(self):
        self.server.post("/v1/rules", {"on": "rcpt", "match": {"to": "half@y.test"},
                                       "reply": "452 4.2.2 full"})
        with Dialogue(self.server.smtp) as client:
            client.say("MAIL FROM:<a@x.test>", "250")
            client.say("RCPT TO:<half@y.test>", "452")
            client.say("RCPT TO:<other@y.test>", "250")
            client.say("DATA", "354")
            client.send(simple() + b".\r\n")
            client.expect("250")
            client.quit()
        got = self.the("other@y.test")
        self.assertEqual(got["outcome"], "250")
        replies = {each["address"]: each["reply"][:3] for each in got["envelope"]["to"]}
        self.assertEqual(replies, {"half@y.test": "452", "other@y.test": "250"})
        self.assertIsNotNone(got["message"])

    def test_deleting_messages_leaves_their_transactions(self):
        with Dialogue(self.server.smtp) as client:
            client.mail("a@x.test", "deleted@y.test", simple())
            client.quit()
        message = self.server.settled("messages", to="deleted@y.test")[0]
        answer = self.server.request("DELETE", "/v1/messages?to=deleted@y.test")
        self.assertEqual((answer.status, answer.json["deleted"]), (200, 1))
        self.assertEqual(self.server.request("GET", f"/v1/messages/{message['id']}").status, 410)
        self.assertEqual(self.the("deleted@y.test")["outcome"], "250")


if __name__ == "__main__":
    unittest.main()
