"""The fixture as a test uses it."""

import re
import smtplib

import pytest
from pytest_mailrig import Mailrig


def send(mailrig, to, subject="Welcome"):
    with smtplib.SMTP("127.0.0.1", mailrig.smtp_port) as client:
        client.sendmail("shop@b.test", [to], f"Subject: {subject}\r\n\r\nYour code is 493817.\r\n")


def test_a_mail_is_received(mailrig):
    send(mailrig, "ann@b.test")
    message = mailrig.wait_for_message(to="ann@b.test", from_="shop@*")
    assert message["subject"] == "Welcome"
    assert "493817" in message["text"]
    assert mailrig.raw(message["id"]) == b"Subject: Welcome\r\n\r\nYour code is 493817.\r\n"


def test_each_test_finds_it_empty(mailrig):
    assert mailrig.messages() == []


def test_a_rule_is_armed(mailrig):
    mailrig.rules({"on": "rcpt", "nth": "1", "reply": "451 4.3.0 Try again later"})
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="Try again later"):
        send(mailrig, "bob@b.test")
    send(mailrig, "bob@b.test")
    assert len(mailrig.messages(to="bob@b.test")) == 1


def test_a_verdict_is_given(mailrig):
    mailrig.rules({"on": "rcpt", "nth": "1", "reply": "451 4.3.0 Try again later"})
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(mailrig, "bob@b.test")
    send(mailrig, "bob@b.test")
    verdict = mailrig.verify({"name": "tries again", "transaction": {}, "per": ["to"], "outcome": ["451", "250"]})
    assert (verdict["verdict"], verdict["results"][0]["name"]) == ("pass", "tries again")


def test_a_verdict_that_fails_says_why(mailrig):
    send(mailrig, "bob@b.test")
    with pytest.raises(AssertionError) as caught:
        mailrig.verify({"name": "welcomed", "message": {"to": "bbo@b.test"}},
                       {"name": "welcomed once", "message": {"to": "bob@b.test"}, "count": 1},
                       {"name": "tries again", "transaction": {}, "per": ["to"], "outcome": ["451", "250"]})
    assert re.sub(r"\b([mt])\d+", r"\1#", str(caught.value)) == (
        "mailrig: POST /v1/verify: welcomed: nothing matched: none of 1 message had to bbo@b.test\n"
        '  message m# came close: to is "bob@b.test", not "bbo@b.test"\n'
        "  tries again: to bob@b.test: attempt 1 (t#) ended with 250, expected 451; all were 250 (t#), expected 451, 250")


def test_what_does_not_come_is_explained(mailrig):
    send(mailrig, "typo@b.test")
    with pytest.raises(AssertionError, match=r'message m\d+ came close: to is "typo@b.test", not "tpyo@b.test"'):
        mailrig.wait_for_message(to="tpyo@b.test", timeout="1ms")


def test_a_faulty_rule_is_refused_with_its_place(mailrig):
    with pytest.raises(AssertionError, match="replay"):
        mailrig.rules({"on": "rcpt", "replay": "550 no"})


def test_a_server_that_cannot_start_says_why():
    with pytest.raises(RuntimeError, match="--idle"):
        Mailrig("--idle", "soon")


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(RuntimeError, match="no-such-mailrig.*MAILRIG_PROGRAM"):
        Mailrig(program="no-such-mailrig")
