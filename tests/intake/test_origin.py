"""A form that another site's page sends is refused; plain clients and our own pages are served."""

import pytest
from django.test import RequestFactory

from soliday.intake.origin import is_foreign
from tests.intake.conftest import stored_count

SITE = "Sec-Fetch-Site"
OURS = [
    {},
    {SITE: "same-origin"},
    {SITE: "none"},
    {"Origin": "http://testserver"},
    {"Origin": "http://testserver", SITE: "same-origin"},
    {"Origin": "http://127.0.0.1:8000"},
    {"Origin": "null", SITE: "same-origin"},
]
FOREIGN = [
    {SITE: "cross-site"},
    {SITE: "same-site"},
    {SITE: ""},
    {"Origin": "https://mirror.example"},
    {"Origin": "https://mirror.example", SITE: "same-origin"},
    {"Origin": "http://testserver.mirror.example"},
    {"Origin": "http://testserver:81"},
    {"Origin": "http://testserver", SITE: "cross-site"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://[testserver"},
]


@pytest.mark.parametrize("headers", OURS)
def test_ours(headers):
    assert not is_foreign(RequestFactory().post("/send/report", headers=headers))


@pytest.mark.parametrize("headers", FOREIGN)
def test_foreign(headers):
    assert is_foreign(RequestFactory().post("/send/report", headers=headers))


@pytest.mark.django_db
def test_a_foreign_form_stores_nothing(send, client, receipt):
    for headers in FOREIGN:
        response = send(headers=headers)
        assert response.status_code == 403
        assert "page that is not ours" in response.content.decode()
        posted = {"receipt": receipt, "confirm": "1"}
        assert client.post("/receipt/", posted, headers=headers).status_code == 403
    assert stored_count() == 0


@pytest.mark.django_db
def test_a_link_from_elsewhere_may_lead_to_the_form(intake, client):
    assert client.get("/send/report", headers={SITE: "cross-site"}).status_code == 200
