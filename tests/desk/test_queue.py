"""The queue: oldest day first, opened in memory, and to each only what is theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from soliday.committee.models import Keyholder, Opening
from soliday.sealing.identities import new_identity

pytestmark = pytest.mark.django_db
QUEUE = "/desk/reports/"


def shown(browser, query: str = "") -> list[str]:
    return [line["report"].pk for line in browser.get(QUEUE + query).context["lines"]]


def test_the_oldest_day_comes_first(desk_client, send):
    sent = {days_ago: send(days_ago=days_ago).pk for days_ago in (1, 3, 2)}
    assert shown(desk_client) == [sent[3], sent[2], sent[1]]


def test_a_line_tells_no_story_until_the_report_was_opened(reviewer, send):
    report = send(title="Secret vigil", text="Told by somebody")
    page = reviewer.get(QUEUE).content.decode()
    assert "Secret vigil" not in page and "Told by" not in page
    assert f"Report {str(report.pk)[:4]}" in page
    reviewer.get(f"{QUEUE}{report.pk}/")
    page = reviewer.get(QUEUE).content.decode()
    assert "Secret vigil" in page and "Told by" not in page
    for word in ("Jonas Kazlauskas", "example.org", "Vilnius"):
        assert word not in page


def test_the_title_goes_again_after_an_hour(reviewer, send):
    report = send(title="Secret vigil")
    reviewer.get(f"{QUEUE}{report.pk}/")
    Opening.objects.update(opened_at=timezone.now() - timedelta(minutes=61))
    assert "Secret vigil" not in reviewer.get(QUEUE).content.decode()


def test_administrators_see_titles_and_never_a_word_of_the_text(desk_client, send):
    send(title="Secret vigil", text="Told by somebody", contact="jonas@example.org")
    page = desk_client.get(QUEUE).content.decode()
    assert "Secret vigil" in page
    assert "Told by" not in page and "jonas@example.org" not in page


def test_another_member_sees_no_title(desk_client, reviewer, send):
    desk_client.get(f"{QUEUE}{send(title='Secret vigil').pk}/")
    assert "Secret vigil" not in reviewer.get(QUEUE).content.decode()


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
    warsaw = send(country="PL", stage="announced").pk
    minsk = send(country="BY", language="be").pk
    found = {warsaw: "Warsaw", minsk: "Minsk"}
    assert [found[pk] for pk in shown(desk_client, query)] == expected


def test_a_reviewer_with_countries_sees_those_only(reviewer, teammate, send):
    warsaw = send(country="PL")
    hidden = send(title="Vilnius", country="LT")
    teammate.countries = ["PL"]
    teammate.save()
    assert shown(reviewer) == [warsaw.pk]
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
    assert len(shown(desk_client)) == 25
    assert len(shown(desk_client, "?p=2")) == 2
    assert len(shown(desk_client, "?country=LT&p=2")) == 2


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
