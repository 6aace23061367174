"""Where mailrig reads broken mail differently from others, and why: for each oracle and each name of
what is wrong in mails.py (or `corpus:` and the file's name), the reason. mime_oracle_test.py accepts a
difference only in a mail that has one of these, and complains of reasons that explain nothing."""

TABLE = {
    ("gmime", "content-type-malformed"):
        "a Content-Type that is none means text/plain (RFC 2045 §5.2); GMime says application/octet-stream",
    ("gmime", "header-twice"):
        "of two Content-Type fields the first counts, as in Python; GMime takes the last",
    ("gmime", "base64-truncated"):
        "the whole octets of a group that is cut are kept; GMime drops the group",
    ("gmime", "base64-goes-on"):
        "what follows the padding is read as another block, so that nothing is lost; GMime stops there",
    ("gmime", "no-empty-line"):
        "a multipart's own delimiter ends a header that lacks its empty line; GMime takes the fields of "
        "the first part for the message's",
    ("gmime", "cut"):
        "a multipart without any delimiter is read as text, so that it can be seen; GMime gives an "
        "empty multipart",
    ("gmime", "boundary-missing"):
        "a multipart without a boundary is read as text, so that it can be seen; GMime gives an empty "
        "multipart",
    ("gmime", "qp-white-space"):
        "white space that transport put behind a soft line break goes (RFC 2045 §6.7 (3)); GMime keeps "
        "the line",
    ("gmime", "mixed-line-ends"):
        "the line end before a delimiter belongs to it, CRLF or LF; GMime takes off as many octets as "
        "the delimiter's own line end has",
    ("gmime", "closed-without-line-end"):
        "the same: where the last line has no line end, GMime leaves a CR to the part before",
    ("gmime", "line-without-colon"):
        "a line without a colon is part of the header if that goes on (RFC 7103 §7.2); GMime gives up "
        "on the message where it is the first line",
    ("gmime", "bare-cr"):
        "octets behind padding are another block of base64; a CR that spoils a delimiter shows it",
    ("gmime", "empty-name"):
        "a line that begins with a colon is no field, and without a field there is no header; GMime "
        "drops the line",
    ("gmime", "qp-ends-in-equals"):
        "an = at the very end is a soft line break; behind a bad escape GMime keeps it",
    ("gmime", "corpus:delimiter-at-once"):
        "a delimiter that follows another at once ends an empty part; GMime skips it",
    ("gmime", "corpus:delimiters-only"): "the same",
    ("gmime", "corpus:empty"): "a mail without an octet is an empty text; GMime gives nothing",
    ("gmime", "corpus:only-text"): "octets without a header are the body; GMime gives nothing",
    ("gmime", "corpus:quoted-printable-with-everything-wrong"):
        "white space at the end of a line goes (RFC 2045 §6.7 (3)); GMime keeps it",
    ("gmime", "corpus:boundary-8bit"):
        "octets above 127 in a boundary are compared as they are sent; GMime decodes them first and finds no part",
    ("gmime", "corpus:boundary-odd"):
        "a boundary of two hyphens, and one in pieces (RFC 2231 §3), are boundaries; GMime loses the parts behind them",
    ("python", "corpus:boundary-8bit"): "as GMime, Python finds no part",
    ("python", "corpus:header-without-colon"):
        "a line without a colon is part of the header if that goes on (RFC 7103 §7.2); Python's body begins there",
    ("python", "corpus:quoted-printable-with-everything-wrong"): "the same",
    ("python", "corpus:delimiter-at-once"):
        "a delimiter that follows another at once ends an empty part; Python skips it",
    ("python", "corpus:delimiters-only"): "the same",
    ("python", "corpus:closing-delimiter-first"):
        "a multipart that is closed at once has no parts, as in GMime; Python reads it as text",
    ("python", "corpus:bounce"):
        "message/delivery-status is fields to be read as text, as in GMime; Python makes a mail of each "
        "group",
    ("python", "corpus:boundary-same-twice"):
        "the innermost multipart takes a delimiter that fits several, as in GMime; Python gives it to "
        "the outermost",
    ("python", "corpus:type-with-comments"):
        "comments may stand anywhere in Content-Type (RFC 2045 §5.1), as in GMime; Python keeps them",
    ("python", "boundary-missing"):
        "the line end before a delimiter belongs to it; Python leaves it to a multipart without boundary",
    ("python", "empty-name"):
        "a line that begins with a colon is no field, and without a field there is no header; Python "
        "drops the line",
    ("python", "uuencode-without-end"):
        "what can be decoded is; Python gives the text undecoded",
    ("python", "comment"):
        "comments may stand round parameters (RFC 2045 §5.1); Python takes them for a part of the name",
    ("python", "line-without-colon"):
        "a line without a colon is part of the header if that goes on (RFC 7103 §7.2); Python's body "
        "begins there",
    ("python", "space-before-colon"):
        "white space before the colon is obsolete syntax to be read (RFC 5322 §4.5); Python's body "
        "begins there",
    ("python", "bare-cr"):
        "a CR alone ends no line (RFC 5322 §2.3); Python takes it for a line end",
    ("python", "content-type-malformed"):
        "what is not type/subtype means text/plain (RFC 2045 §5.2); Python lets half of it pass",
    ("python", "base64-truncated"):
        "the whole octets of a group that is cut are kept; Python gives the text undecoded",
    ("python", "base64-goes-on"):
        "what follows the padding is read as another block, so that nothing is lost; Python stops there",
    ("python", "qp-white-space"):
        "white space that transport put behind a soft line break goes (RFC 2045 §6.7 (3)); Python keeps "
        "the line",
    ("python", "not-closed"):
        "where a multipart just ends, its last line end is content; Python takes it off",
    ("python", "no-empty-line"):
        "the header goes on to its empty line where there is one (RFC 7103 §7.2); Python's body begins "
        "at the first line without a colon",
    ("python", "message-encoded"):
        "an encoded message (RFC 2045 §6.4 forbids it) is one part, to be saved decoded, as in GMime; "
        "Python reads the encoded text as a mail",
    ("python", "cut"):
        "a Content-Type that is cut is none and means text/plain; Python lets half of it pass",
}
