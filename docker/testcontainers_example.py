"""mailrig in a test by testcontainers (pip install testcontainers pytest): pytest testcontainers_example.py"""

import json
import smtplib
import urllib.request

import pytest
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HealthcheckWaitStrategy


@pytest.fixture(scope="session")
def mailrig():
    image = DockerContainer("mailrig:latest").with_exposed_ports(1025, 8025)
    with image.waiting_for(HealthcheckWaitStrategy()) as container:
        yield container


def test_a_mail_is_received(mailrig):
    host = mailrig.get_container_host_ip()
    with smtplib.SMTP(host, int(mailrig.get_exposed_port(1025))) as client:
        client.sendmail("shop@b.test", ["ann@b.test"], "Subject: Welcome\r\n\r\nHello.\r\n")
    url = f"http://{host}:{mailrig.get_exposed_port(8025)}/v1/messages/latest?to=ann@b.test&wait=10s"
    with urllib.request.urlopen(url) as answer:
        assert json.load(answer)["subject"] == "Welcome"
