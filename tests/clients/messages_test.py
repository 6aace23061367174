"""A message as tests read it: whole, in parts, as text and as a page, put in by POST; mails such as people
get, sent by SMTP and read back; mails made to be expensive, read within a second."""

import base64
import email
import email.policy
import hashlib
import os
import pathlib
import smtplib
import unittest
from email.message import EmailMessage

import program
from dialogue import Dialogue
from program import PATIENCE, REPOSITORY, Server

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
TRACKER = "https://track.test/open.gif?u=17"
CSP = ("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:; "
       "style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")


def send(server, mail, recipient="bob@y.test"):
    """By smtplib; octets as they are."""
    octets = mail if isinstance(mail, bytes) else mail.as_bytes(policy=email.policy.SMTP)
    with smtplib.SMTP("127.0.0.1", server.smtp, timeout=PATIENCE) as client:
        client.sendmail("shop@x.test", [recipient], octets)


def shop_mail():
    """What Python's own library makes of an order confirmation."""
    mail = EmailMessage()
    mail["From"] = "Café Zoë <shop@x.test>"
    mail["To"] = "Bob Groß <bob@y.test>, ann@y.test"
    mail["Cc"] = "Team: carl@y.test, dora@y.test;"
    mail["Subject"] = "Bestellung Nº 1003 – bestätigt ✓"
    mail["Date"] = "Mon, 23 Nov 2026 15:02:11 +0100"
    mail["List-Unsubscribe"] = "<https://x.test/off?u=17>, <mailto:off@x.test>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Message-ID"] = "<1003@x.test>"
    mail.set_content("Grüße! Your code is 493817.\nhttps://x.test/order/1003?t=a&l=de\n")
    mail.add_alternative(
        '<p>Grüße! Your code is <b>493817</b>.</p><p><a href="https://x.test/order/1003?t=a&amp;l=de">Zur '
        f'Bestellung</a></p><img src="cid:logo@x"><img src="{TRACKER}">', subtype="html")
    mail.get_payload()[1].add_related(PNG, "image", "png", cid="<logo@x>")
    mail.add_attachment(b"%PDF-1.7 invoice", maintype="application", subtype="pdf", filename="Rechnung März.pdf")
    return mail


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)
        send(cls.server, shop_mail(), "shop@whole.test")
        cls.id = cls.server.settled("messages", to="shop@whole.test")[0]["id"]
        cls.message = cls.server.get(f"/v1/messages/{cls.id}").json

    def at(self, place, status=200, **query):
        return self.server.get(f"/v1/messages/{self.id}{place}", status, **query)

    def test_has_its_headers_raw_and_decoded_in_order(self):
        message = self.message
        self.assertEqual(message["subject"], "Bestellung Nº 1003 – bestätigt ✓")
        self.assertEqual(message["headerFrom"], [{"name": "Café Zoë", "address": "shop@x.test"}])
        self.assertEqual([each["address"] for each in message["headerTo"]], ["bob@y.test", "ann@y.test"])
        self.assertEqual(message["headerTo"][0]["name"], "Bob Groß")
        self.assertEqual([each.get("group") for each in message["headerCc"]], ["Team", "Team"])
        self.assertEqual(message["date"], "2026-11-23T14:02:11.000000Z")
        raw = self.at("/raw").body
        sent = email.message_from_bytes(raw)
        self.assertEqual([each["name"] for each in message["headers"]], sent.keys())
        head = raw.partition(b"\r\n\r\n")[0].decode()
        self.assertEqual("\r\n".join(each["raw"] for each in message["headers"]), head)
        self.assertEqual(self.at("/headers").json["headers"], message["headers"])
        self.assertEqual(message["diagnostics"], [])

    def test_lists_its_parts_and_gives_each_decoded(self):
        parts = {each["type"]: each for each in self.message["parts"]}
        self.assertEqual([each["n"] for each in self.message["parts"]],
                         list(range(1, len(self.message["parts"]) + 1)))
        self.assertEqual(parts["application/pdf"]["fileName"], "Rechnung März.pdf")
        self.assertEqual(parts["application/pdf"]["disposition"], "attachment")
        self.assertEqual(parts["image/png"]["contentId"], "logo@x")
        self.assertEqual(parts["image/png"]["size"], len(PNG))
        self.assertEqual(self.message["attachments"], 1)
        pdf = self.at(f"/parts/{parts['application/pdf']['n']}")
        self.assertEqual((pdf.body, pdf.type), (b"%PDF-1.7 invoice", "application/pdf"))
        self.assertIn("filename*=UTF-8''Rechnung%20M%C3%A4rz.pdf", pdf.headers["Content-Disposition"])
        self.assertTrue(pdf.headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(self.at(f"/parts/{parts['image/png']['n']}").body, PNG)
        problem = self.at("/parts/99", 404).json
        self.assertIn("parts 1 to", problem["detail"])

    def test_has_checksums_on_request(self):
        self.assertNotIn("checksums", self.message["parts"][-1])
        pdf = self.at("", checksums="true").json["parts"][-1]
        self.assertEqual(pdf["checksums"], {name: hashlib.new(name, b"%PDF-1.7 invoice").hexdigest()
                                            for name in ("md5", "sha1", "sha256")})

    def test_gives_text_links_codes_and_the_way_off_the_list(self):
        text = self.at("/text")
        self.assertEqual((text.type, text.body.decode()), ("text/plain", self.message["text"]))
        self.assertIn("Grüße! Your code is 493817.", self.message["text"])
        self.assertEqual(self.message["codes"], ["493817"])
        self.assertEqual([(each["url"], each["text"]) for each in self.message["links"]],
                         [("https://x.test/order/1003?t=a&l=de",) * 2,
                          ("https://x.test/order/1003?t=a&l=de", "Zur Bestellung")])
        self.assertEqual(self.message["listUnsubscribe"],
                         {"urls": ["https://x.test/off?u=17", "mailto:off@x.test"], "oneClick": True})
        self.assertEqual(self.message["snippet"],
                         "Grüße! Your code is 493817. https://x.test/order/1003?t=a&l=de")

    def test_is_shown_as_a_page_that_can_do_nothing(self):
        page = self.at("/html")
        self.assertEqual(page.headers["Content-Security-Policy"], CSP)
        for name, value in (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
                            ("X-DNS-Prefetch-Control", "off"), ("Cache-Control", "no-store")):
            self.assertEqual(page.headers[name], value)
        self.assertTrue(page.body.startswith(b'<base target="_blank">'))
        # The picture comes from a route of its own, relative to the page, which may stand in any frame.
        picture = next(each["n"] for each in self.message["parts"] if each["contentId"])
        self.assertIn(f'src="../{self.id}/inline/{picture}"'.encode(), page.body)
        answer = self.server.request("GET", f"/v1/messages/{self.id}/inline/{picture}", headers={"Origin": "null"})
        self.assertEqual((answer.status, answer.type, answer.body), (200, "image/png", PNG))
        self.assertEqual(answer.headers["Cross-Origin-Resource-Policy"], "cross-origin")
        # Remote content stays out unless it is asked for, and is listed.
        self.assertEqual(self.message["remote"], [TRACKER])
        self.assertIn("img-src 'self' data: http: https:",
                      self.at("/html", remote="1").headers["Content-Security-Policy"])
        self.at("/html", 400, remote="please")

    def test_answers_for_what_is_not_there(self):
        send(self.server, b"Subject: text alone\r\n\r\nhello\r\n", "text@whole.test")
        self.server.settled("messages", to="text@whole.test")
        latest = "/v1/messages/latest"
        self.assertEqual(self.server.get(latest + "/html", 404, to="text@whole.test").json["type"],
                         "/problems/no-html")
        self.assertEqual(self.server.get(latest + "/raw", to="text@whole.test").body,
                         b"Subject: text alone\r\n\r\nhello\r\n")
        self.server.get("/v1/messages/m999999", 404)
        self.assertIn("m17", self.server.get("/v1/messages/17", 404).json["hint"])

    def test_html_alone_reads_as_text(self):
        send(self.server, "Content-Type: text/html; charset=utf-8\r\n\r\n<style>p{}</style><h1>Größe</h1><p>One "
             "<a href='https://x.test/a'>link</a></p><ul><li>first<li>second</ul><table><tr><td>Sum<td>9 €</table>"
             "<script>no()</script>\r\n".encode(), "html@whole.test")
        text = self.server.get("/v1/messages/latest/text", to="html@whole.test", wait="60s").body.decode()
        for piece in ("Größe", "One link", "first", "second", "Sum 9 €"):
            self.assertIn(piece, " ".join(text.split()))
        self.assertNotIn("no()", text)
        self.assertNotIn("p{}", text)

    def test_broken_mail_is_kept_read_and_explained(self):
        broken = {
            "charset": (b"Content-Type: text/plain; charset=x-odd\r\n\r\nwords\r\n", "unknown-charset"),
            "base64": (b"Content-Transfer-Encoding: base64\r\n\r\nd29yZHM\r\n", "truncated-base64"),
            "boundary": (b"Content-Type: multipart/mixed\r\n\r\nwords\r\n", "missing-boundary"),
            "length": (b"Content-Length: 999999\r\nLines: -1\r\n\r\nwords\r\n", None),
            "nul": (b"Subject: a\0b\r\n\r\nwords\0\r\n", "nul"),
            "cut": (b'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n', "boundary-not-closed"),
        }
        for name, (octets, kind) in broken.items():
            with self.subTest(name), Dialogue(self.server.smtp) as client:
                client.mail("a@x.test", f"{name}@broken.test", octets)
                message = self.server.get("/v1/messages/latest", to=f"{name}@broken.test").json
                self.assertTrue(message["text"].startswith("words"), message["text"])
                self.assertEqual(self.server.get(f"/v1/messages/{message['id']}/raw").body, octets)
                kinds = [each["kind"] for each in message["diagnostics"]]
                if kind:
                    self.assertIn(kind, kinds)
                for each in message["diagnostics"]:
                    self.assertLessEqual(each["offset"], len(octets))


class Searches(unittest.TestCase):
    def test_a_bad_query_names_the_operator_and_the_place(self):
        server = Server()
        self.addCleanup(server.stop)
        for query, place, word in (("form:ann", 1, "form:"), ("a subjct:x", 3, "subjct:"), ("größe larger:much", 14, "much"),
                                   ("is:unraed", 4, "unraed"), ("a OR", 3, "OR"), ("(a b", 1, "("), ("a)", 2, ")"),
                                   ('"open', 1, "quote"), ("since:yesterweek", 7, "yesterweek"), ("has:wings", 5, "wings")):
            with self.subTest(query):
                problem = server.get("/v1/messages", 400, q=query).json
                self.assertEqual((problem["parameter"], problem["place"]), ("q", place), problem)
                self.assertIn(word, problem["detail"] + problem.get("hint", ""))
        self.assertIn("from:", server.get("/v1/messages", 400, q="form:ann").json["hint"])


class Seeding(unittest.TestCase):
    def test_a_posted_mail_reads_in_python_as_what_was_asked_for(self):
        server = Server()
        self.addCleanup(server.stop)
        answer = server.post("/v1/messages?inbox=t42", {
            "from": "Jürgen Groß <j@x.test>", "to": ["Bob <b@y.test>", {"name": "李雷", "address": "l@y.test"}],
            "bcc": "secret@y.test", "subject": "Grüße — 日本語の件名がここに入りますので折り返しが必要です",
            "text": "Hällo\n.\nFrom here\n", "html": "<p>Hällo <img src='cid:logo@x'></p>",
            "headers": {"X-Order": ["1", "2"]},
            "attachments": [{"fileName": "Übersicht.csv", "type": "text/csv", "content": base64.b64encode(b"a;b\r\n").decode()},
                            {"fileName": "l.png", "type": "image/png", "contentId": "logo@x",
                             "content": base64.b64encode(PNG).decode()}]})
        message = answer.json
        self.assertEqual(answer.headers["Location"], f"/v1/messages/{message['id']}")
        self.assertEqual(message["inboxes"], ["t42"])
        raw = server.get(f"/v1/messages/{message['id']}/raw").body
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        self.assertEqual([each for part in mail.walk() for each in part.defects], [])
        self.assertEqual(mail["subject"], "Grüße — 日本語の件名がここに入りますので折り返しが必要です")
        self.assertEqual([each.display_name for each in mail["to"].addresses], ["Bob", "李雷"])
        self.assertEqual(mail["from"].addresses[0].display_name, "Jürgen Groß")
        self.assertEqual(mail.get_all("x-order"), ["1", "2"])
        self.assertNotIn(b"secret", raw)
        self.assertEqual(mail.get_body(("plain",)).get_content(), "Hällo\r\n.\r\nFrom here\r\n")
        self.assertEqual(mail.get_body(("html",)).get_content().rstrip("\n"), "<p>Hällo <img src='cid:logo@x'></p>")
        self.assertEqual([each.get_filename() for each in mail.iter_attachments()], ["Übersicht.csv"])
        self.assertEqual(message["diagnostics"], [])
        # It is there like any other: by search, and for who waits.
        self.assertEqual(server.get("/v1/messages", q='inbox:t42 "Hällo" has:attachment to:secret@y.test').json["total"], 1)
        problem = server.post("/v1/messages", {"to": "b@y.test", "attachments": [{"content": "%"}]}, 400).json
        self.assertEqual(problem["pointer"], "/attachments/0/content")


def expected(path):
    """Links and codes as tests/corpus/mails/NAME.expect says."""
    links, codes = [], []
    for line in path.with_suffix(".expect").read_text().splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "link":
            links.append(tuple(rest.split(" | ", 1)))
        else:
            codes.append(rest)
    return links, codes


class RealMails(unittest.TestCase):
    def test_links_and_codes_of_each_are_found(self):
        server = Server()
        self.addCleanup(server.stop)
        mails = sorted(REPOSITORY.glob("tests/corpus/mails/*.eml"))
        self.assertGreaterEqual(len(mails), 30)
        kinds = set()
        for path in mails:
            with self.subTest(path.stem):
                send(server, path.read_bytes(), f"{path.stem}@real.test")
                message = server.get("/v1/messages/latest", to=f"{path.stem}@real.test", wait="60s").json
                links, codes = expected(path)
                self.assertEqual([(each["url"], each["text"]) for each in message["links"]], links)
                self.assertEqual(message["codes"], codes)
                self.assertTrue(message["text"].strip())
                kinds |= {each["type"] for each in message["parts"]}
        self.assertLessEqual({"text/plain", "text/html"}, kinds)


def nested_multiparts(count):
    return b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(count))


EXPENSIVE = {
    "50,000 nested multiparts": (nested_multiparts(50_000), "too-deep"),
    "200,000 empty parts":
        (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 200_000, "too-many-parts"),
    "a header of 1 MB": (b"X-Long: " + b"x y" * 350_000 + b"\r\n\r\nwords\r\n", "long-line"),
    "100,000 addresses":
        (b"To: " + b",\r\n ".join(b"Bob %d <b%d@y.test>" % (i, i) for i in range(100_000)) + b"\r\n\r\nwords\r\n", None),
}


class Expensive(unittest.TestCase):
    @staticmethod
    def resident_mb(server, name):
        for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1000
        raise AssertionError(f"no {name} in /proc")

    @staticmethod
    def seconds(server, target):
        """The answer, and the CPU seconds it took: the time on the clock is shared with others."""
        def cpu():
            fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        before = cpu()
        answer = server.request("GET", target, check=False)
        return answer, cpu() - before

    def test_mails_are_read_within_a_second_and_in_bounded_memory(self):
        instrumented = "release" not in program.path()
        for name, (octets, kind) in EXPENSIVE.items():
            with self.subTest(name):
                server = Server()
                self.addCleanup(server.stop)
                with Dialogue(server.smtp) as client:
                    client.mail("a@x.test", "dear@x.test", octets)
                before = self.resident_mb(server, "VmRSS")
                answer, took = self.seconds(server, "/v1/messages/latest")
                message = answer.json
                _, listed = self.seconds(server, "/v1/messages")
                more = self.resident_mb(server, "VmHWM") - before
                if kind:
                    self.assertIn(kind, [each["kind"] for each in message["diagnostics"]])
                self.assertLessEqual(len(message["parts"]), 10_000)
                self.assertEqual(server.get("/v1/messages/latest/raw").body, octets)
                print(f"{name}, {len(octets) / 1e6:.1f} MB: read in {took:.2f} s, listed in {listed:.2f} s, "
                      f"{more:.0f} MB more at the most", flush=True)
                if not instrumented:
                    self.assertLess(took, 1)
                    self.assertLess(listed, 1)
                    self.assertLess(more, 256)


if __name__ == "__main__":
    unittest.main()
