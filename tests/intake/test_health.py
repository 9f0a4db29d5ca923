"""Whether the server can take something in."""

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_ok_when_the_database_answers(client):
    response = client.get("/health")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert client.head("/health").status_code == 200


@pytest.mark.django_db
def test_503_when_it_does_not(client, monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/health")
    assert response.status_code == 503
    assert b"ok" not in response.content


def test_nothing_is_posted_to_it(client):
    assert client.post("/health").status_code == 405
