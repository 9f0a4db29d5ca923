"""The queue: oldest day first, opened in memory, and to each only what is theirs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soliday.committee.models import Keyholder
from soliday.sealing.identities import new_identity

pytestmark = pytest.mark.django_db
QUEUE = "/desk/reports/"


def titles(browser, query: str = "") -> list[str]:
    return [line["title"] for line in browser.get(QUEUE + query).context["lines"]]


def test_the_oldest_day_comes_first(desk_client, send):
    for days_ago in (1, 3, 2):
        send(days_ago=days_ago, title=f"{days_ago} days ago")
    assert titles(desk_client) == ["3 days ago", "2 days ago", "1 days ago"]


def test_a_line_says_what_a_reviewer_needs(desk_client, send, photo):
    send(photos=(photo, photo), country="BY", language="be")
    page = desk_client.get(QUEUE)
    line = page.context["lines"][0]
    assert (line["country"], line["language"], line["photos_count"]) == ("Belarus", "Беларуская", 2)
    assert line["idea"] == "Test postcard"
    assert [badge["label"] for badge in line["profiles"]] == ["affected"]
    assert line["state"] == "waits for its day"
    assert "jonas@example.org" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?country=PL", ["Warsaw"]),
        ("?language=be", ["Minsk"]),
        ("?stage=announced", ["Warsaw"]),
        ("?profile=affected", ["Minsk"]),
        ("?country=PL&language=be", []),
        ("?country=nonsense", []),
    ],
)
def test_filters(desk_client, send, query, expected):
    send(title="Warsaw", country="PL", stage="announced")
    send(title="Minsk", country="BY", language="be")
    assert titles(desk_client, query) == expected


def test_a_reviewer_with_countries_sees_those_only(reviewer, teammate, send):
    send(title="Warsaw", country="PL")
    hidden = send(title="Vilnius", country="LT")
    teammate.countries = ["PL"]
    teammate.save()
    assert titles(reviewer) == ["Warsaw"]
    assert reviewer.get(f"{QUEUE}{hidden.pk}/").status_code == 404
    assert reviewer.get(f"{QUEUE}{hidden.pk}/photos/0/").status_code == 404
    assert reviewer.post(f"{QUEUE}{hidden.pk}/decline/", {"words": "no"}).status_code == 404


def test_what_was_sealed_before_stays_sealed(desk_client, send, owner):
    identity = new_identity()
    Keyholder.objects.filter(member=owner).update(recipient=identity.recipient)
    report = send(title="Secret vigil")
    page = desk_client.get(QUEUE).content.decode()
    assert "Secret vigil" not in page
    assert "Sealed before you became a keyholder" in page
    opened = desk_client.get(f"{QUEUE}{report.pk}/").content.decode()
    assert "sealed before you became a keyholder" in opened
    assert "Publish" not in opened


def test_25_on_a_page(desk_client, send):
    for number in range(27):
        send(title=f"Report {number}")
    assert len(titles(desk_client)) == 25
    assert len(titles(desk_client, "?p=2")) == 2
    assert len(titles(desk_client, "?country=LT&p=2")) == 2


@pytest.mark.parametrize("query", ["", "?country=LT"])
def test_the_number_of_queries_is_fixed(desk_client, send, query):
    send()
    desk_client.get(QUEUE + query)
    with CaptureQueriesContext(connection) as few:
        desk_client.get(QUEUE + query)
    for number in range(12):
        send(title=f"Report {number}")
    with CaptureQueriesContext(connection) as many:
        desk_client.get(QUEUE + query)
    assert len(many) == len(few)


def test_an_empty_queue_says_so(desk_client, day, profiles):
    assert "Nothing waits" in desk_client.get(QUEUE).content.decode()
