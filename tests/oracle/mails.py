"""Mails with every structure and encoding that MIME has, and every way they are broken.

`generate(seed, count)` gives pairs: the octets, and the names of what is wrong with them.
"""

import base64
import binascii
import quopri
import random

CHARSETS = ["us-ascii", "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "koi8-r", "iso-2022-jp",
            "shift_jis", "gb2312", "big5", "euc-kr", "windows-1251"]
TEXTS = ["Hello Bob,\n\nyour order is on its way.\n", "Grüße aus München\n", "Привет, мир\n",
         "日本語のメール\n", "繁體中文\n", "한국어 메일\n", "", "\n", "no line end", "a\n\n\nb\n",
         "From here\n.dot\n", "=3D is not decoded twice = \n", "-- \nsignature\n", "--not a boundary\n",
         "x" * 200 + "\n"]
SUBTYPES = ["mixed", "alternative", "related", "signed", "report", "parallel", "x-odd"]
LEAVES = ["text/plain", "text/html", "image/png", "application/pdf", "application/octet-stream",
          "text/calendar", "application/x-Odd+type"]


class Maker:
    def __init__(self, random_):
        self.random = random_
        self.wrong = set()
        self.count = 0
        self.eol = b"\r\n"

    def breaks(self, name, odds):
        """Whether this mail is broken in that way here; noted if so."""
        if self.random.random() >= odds:
            return False
        self.wrong.add(name)
        return True

    def boundary(self):
        self.count += 1
        return self.random.choice(["b%d", "=_Part_%d", "----=_NextPart_%d", "a b %d x", "'()+_,-./:=?%d",
                                   "%d"]) % self.count + "z"

    def parameter(self, name, value):
        forms = ['; %s="%s"' % (name, value), ';\n %s="%s"' % (name, value),
                 '; x=y; %s="%s"' % (name, value)]
        if self.breaks("comment", 0.1):  # which is right by RFC 2045 §5.1
            return '; (a comment) %s="%s" (another)' % (name, value)
        if all(c.isalnum() or c in "_-" for c in value):
            forms.append("; %s=%s" % (name, value))
        return self.random.choice(forms)

    def encode(self, octets):
        """Pairs of a transfer encoding (or none) and what it makes of `octets`."""
        way = self.random.choice(["none", "7bit", "8bit", "binary", "quoted-printable", "base64",
                                  "base64", "BASE64", "x-uuencode"])
        if way == "quoted-printable":
            text = quopri.encodestring(octets.replace(b"\r\n", b"\n"), quotetabs=False)
            if self.breaks("qp-bad-escape", 0.05):
                text = text + b"=XY =4\n"
            if self.breaks("qp-white-space", 0.05):
                text = text.replace(b"\n", b" \t\n")
            if self.breaks("qp-ends-in-equals", 0.03):
                text = text.rstrip(b"\n") + b"="
            return way, text
        if way.lower() == "base64":
            text = base64.encodebytes(octets)
            if self.breaks("base64-truncated", 0.05):
                text = text.rstrip(b"=\n")[:-1]
            if self.breaks("base64-foreign-octets", 0.05):
                at = self.random.randrange(len(text) + 1)
                text = text[:at] + b"!* \xff" + text[at:]
            if self.breaks("base64-goes-on", 0.03):
                text = text + base64.encodebytes(b"more of it")
            if self.breaks("base64-one-line", 0.05):
                text = text.replace(b"\n", b"") + b"\n"
            return way, text
        if way == "x-uuencode":
            lines = [b"begin 644 file\n"]
            lines += [binascii.b2a_uu(octets[i:i + 45]) for i in range(0, len(octets), 45)]
            lines += [b"`\n", b"end\n"]
            if self.breaks("uuencode-without-end", 0.1):
                lines = lines[:-2]
            return way, b"".join(lines)
        return ("" if way == "none" else way), octets

    def header(self, fields):
        lines = []
        for name, value in fields:
            lines.append(name + ": " + value)
        if self.breaks("space-before-colon", 0.02):
            lines.append("X-Space : 1")
        if self.breaks("line-without-colon", 0.02):
            lines.insert(self.random.randrange(len(lines) + 1), "this is no field")
        if self.breaks("empty-name", 0.01):
            lines.append(": nameless")
        if self.breaks("octets-in-header", 0.03):
            lines.append("X-Octets: \udcff\udcfe gr\udcfc")
        return ("\n".join(lines) + "\n").encode("ascii", "surrogateescape") if lines else b""

    def leaf(self, outer):
        type_ = self.random.choice(LEAVES)
        fields = []
        if type_.startswith("text/"):
            charset = self.random.choice(CHARSETS)
            octets = self.random.choice(TEXTS).encode(charset, "ignore")
            value = type_ + self.parameter("charset", charset)
        else:
            octets = bytes(self.random.randrange(256) for _ in range(self.random.randrange(150)))
            octets = octets.replace(b"\r", b"").replace(b"\n", b"")
            value = type_ + self.parameter("name", "file.bin")
        if self.breaks("nul", 0.02):
            octets += b"\0a\0"
        encoding, body = self.encode(octets)
        if self.breaks("content-type-malformed", 0.03):
            value = self.random.choice(["text", "/plain", "", "text/", "a b/c", "text/plain/x"])
        if self.random.random() < 0.9 or outer == "digest":
            fields.append(("Content-Type", value))
        if encoding:
            if self.breaks("encoding-unknown", 0.02):
                encoding = "x-unknown"
            fields.append(("Content-Transfer-Encoding", encoding))
        if self.random.random() < 0.3:
            fields.append(("Content-Disposition", "attachment; filename*=utf-8''%C3%BC.bin"))
        if self.breaks("header-twice", 0.02):
            fields.append(("Content-Type", "image/gif"))
        return fields, body

    def multipart(self, depth):
        boundary = self.boundary()
        subtype = self.random.choice(SUBTYPES)
        fields = [("Content-Type", "multipart/" + subtype + self.parameter("boundary", boundary))]
        if self.breaks("boundary-missing", 0.02):
            fields = [("Content-Type", "multipart/" + subtype)]
        if self.breaks("multipart-encoded", 0.02):
            fields.append(("Content-Transfer-Encoding", "base64"))
        delimiter = b"--" + boundary.encode()
        body = b"This is a multi-part message.\n" if self.random.random() < 0.5 else b""
        for _ in range(self.random.choice([1, 2, 2, 3])):
            space = b" \t" if self.breaks("space-behind-delimiter", 0.03) else b""
            body += delimiter + space + b"\n" + self.entity(depth + 1, subtype) + b"\n"
        if self.breaks("not-closed", 0.05):
            pass
        elif self.breaks("closed-without-line-end", 0.05):
            body += delimiter + b"--"
        else:
            body += delimiter + b"--\n"
            if self.random.random() < 0.2:
                body += b"epilogue\n"
            if self.breaks("parts-behind-the-end", 0.02):
                body += delimiter + b"\n\nnot a part\n"
        return fields, body

    def message(self, depth):
        fields = [("Content-Type", self.random.choice(["message/rfc822", "Message/RFC822"]))]
        if self.breaks("message-encoded", 0.05):
            fields.append(("Content-Transfer-Encoding", "base64"))
            return fields, base64.encodebytes(self.entity(depth + 1, "", top=True))
        return fields, self.entity(depth + 1, "", top=True)

    def entity(self, depth, outer, top=False):
        pick = self.random.random()
        if depth < 6 and pick < (0.6 if depth == 0 else 0.25):
            fields, body = self.multipart(depth)
        elif depth < 6 and pick > 0.94:
            fields, body = self.message(depth)
        else:
            fields, body = self.leaf(outer)
        if top:
            fields = [("From", "Shop <shop@x.test>"), ("To", "bob@y.test"),
                      ("Subject", "=?utf-8?Q?Gr=C3=BC=C3=9Fe?="), ("MIME-Version", "1.0")] + fields
        header = self.header(fields)
        if self.breaks("no-empty-line", 0.01):
            return header + body
        if not top and self.breaks("no-header", 0.02):
            return b"\n" + body
        return header + b"\n" + body

    def mail(self):
        octets = self.entity(0, "", top=True)
        if self.breaks("bare-lf", 0.1):
            return octets
        octets = octets.replace(b"\n", b"\r\n")
        if self.breaks("mixed-line-ends", 0.03):
            lines = octets.split(b"\r\n")
            octets = b"".join(line + self.random.choice([b"\n", b"\r\n"]) for line in lines)
        if self.breaks("bare-cr", 0.02):
            at = self.random.randrange(len(octets) + 1)
            octets = octets[:at] + b"\r" + octets[at:]
        if self.breaks("cut", 0.03):
            octets = octets[:self.random.randrange(len(octets) + 1)]
        if self.breaks("mbox-line", 0.01):
            octets = b"From a@x.test Mon Nov 23 14:02:11 2026\r\n" + octets
        return octets


def generate(seed, count):
    random_ = random.Random(seed)
    for _ in range(count):
        maker = Maker(random_)
        yield maker.mail(), maker.wrong
