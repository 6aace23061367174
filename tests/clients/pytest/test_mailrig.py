"""The fixture as a test uses it."""

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


def test_what_does_not_come_is_explained(mailrig):
    send(mailrig, "typo@b.test")
    with pytest.raises(AssertionError, match="(?s)came close.*typo@b.test"):
        mailrig.wait_for_message(to="tpyo@b.test", timeout="1ms")


def test_a_faulty_rule_is_refused_with_its_place(mailrig):
    with pytest.raises(AssertionError, match="replay"):
        mailrig.rules({"on": "rcpt", "replay": "550 no"})


def test_a_server_that_cannot_start_says_why():
    with pytest.raises(RuntimeError, match="--idle"):
        Mailrig("--idle", "soon")
