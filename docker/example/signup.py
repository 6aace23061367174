"""An app that sends mail, and its test: signs two people up and looks at what they were sent."""

import json
import os
import re
import smtplib
import sys
import urllib.parse
import urllib.request


def sign_up(address, code):
    with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as client:
        client.sendmail("shop@example.test", [address], f"To: {address}\r\nSubject: Welcome\r\n\r\n"
                        f"Your code is {code}.\r\n")


def received(address):
    """The text that was sent there: asks until it has come, 10 s at most."""
    query = urllib.parse.urlencode({"to": address, "wait": "10s"})
    with urllib.request.urlopen(f"{os.environ['MAILRIG_URL']}/v1/messages/latest?{query}") as answer:
        return json.load(answer)["text"]


for person, code in (("ann@example.test", "493817"), ("full@example.test", "271828")):
    try:
        sign_up(person, code)
    except smtplib.SMTPException as error:
        sys.exit(f"app: {person} could not be signed up: {error}")
    if not re.search(rf"\b{code}\b", received(person)):
        sys.exit(f"app: {person} got no code")
    print(f"app: {person} got the code", flush=True)
