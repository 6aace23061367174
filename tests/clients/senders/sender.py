"""A sender of one mail, with one of the habits that senders have when an answer does not come.

Usage: sender.py HABIT [--to ADDRESS]... [--attempts N] [--pause SECONDS] [--growth FACTOR] [--from ADDRESS]
                 [--tls strict|careless] [--login]
  again     tries again with the same Message-ID
  new-id    tries again, with a new Message-ID each time
  gives-up  does not try again
  absent    never connects
  twice     sends again though it was accepted

A strict sender goes on only with a certificate that its system trusts, a careless one with any.
Where to send is in SMTP_HOST and SMTP_PORT. Exit 0 whatever happens: the verdict is not its own.
"""

import argparse
import os
import smtplib
import ssl
import time

FAILURES = (smtplib.SMTPException, OSError)


def content(number, sender, recipient):
    return (f"From: {sender}\r\nTo: {recipient}\r\nSubject: Order 17\r\n"
            f"Message-ID: <{number}.order-17@shop.test>\r\n\r\nThank you for your order.\r\n")


def secure(client, tls):
    context = ssl.create_default_context()
    if tls == "careless":
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    client.starttls(context=context)


def attempt(sender, recipients, mail, given):
    """Those for whom it has to be tried again."""
    try:
        with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"]), timeout=30) as client:
            if given.tls:
                secure(client, given.tls)
            if given.login:
                client.login("shop", "secret")
            refused = client.sendmail(sender, recipients, mail)
            return [each for each in recipients if each in refused and refused[each][0] < 500]
    except smtplib.SMTPRecipientsRefused as refusal:
        return [each for each, (code, _) in refusal.recipients.items() if code < 500]
    except FAILURES:
        return list(recipients)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("habit", choices=["again", "new-id", "gives-up", "absent", "twice"])
    parser.add_argument("--to", action="append")
    parser.add_argument("--from", dest="sender", default="shop@shop.test")
    parser.add_argument("--attempts", type=int, default=6)
    parser.add_argument("--pause", type=float, default=0.05)
    parser.add_argument("--growth", type=float, default=2)
    parser.add_argument("--tls", choices=["strict", "careless"])
    parser.add_argument("--login", action="store_true")
    given = parser.parse_args()
    if given.habit == "absent":
        return
    recipients = given.to or ["bob@y.test"]
    number = 1
    for _ in range(given.attempts):
        recipients = attempt(given.sender, recipients, content(number, given.sender, recipients[0]),
                             given)
        if given.habit == "twice" and not recipients:
            recipients = given.to or ["bob@y.test"]
            given.habit = "again"
        if given.habit == "gives-up" or not recipients:
            return
        if given.habit == "new-id":
            number += 1
        time.sleep(given.pause)
        given.pause *= given.growth


if __name__ == "__main__":
    main()
