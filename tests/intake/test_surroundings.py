"""What stands around a live page is read once for many visitors, and anew after some seconds."""

from __future__ import annotations

import re

import pytest

from soliday.campaign.queries import ideas
from soliday.intake import surroundings
from soliday.sealing.receipts import grouped

pytestmark = pytest.mark.django_db
ADDRESS = "/send/report?country=PL&language=en"
FIRST_STEP = "/send/report?language=en"
OWN = r'name="(?:receipt|proof)" value="([^"]+)"|id="receipt">([^<]+)<'


def test_the_second_visitor_costs_few_queries(client, intake, django_assert_max_num_queries):
    client.get(ADDRESS)
    with django_assert_max_num_queries(8):
        client.get(ADDRESS)


def test_a_changed_page_shows_after_some_seconds(client, intake, monkeypatch):
    client.get(ADDRESS)
    idea = ideas(intake, "en")[0]
    idea.title = "Sing in the square"
    idea.save()
    assert "Sing in the square" not in client.get(ADDRESS).content.decode()
    later = surroundings.time.monotonic() + surroundings.SECONDS
    monkeypatch.setattr(surroundings.time, "monotonic", lambda: later)
    assert "Sing in the square" in client.get(ADDRESS).content.decode()


def test_each_visitor_has_a_receipt_of_their_own(client, intake, django_assert_max_num_queries):
    client.get(FIRST_STEP)
    with django_assert_max_num_queries(4):
        first = client.get(FIRST_STEP).content.decode()
    second = client.get(FIRST_STEP).content.decode()
    own = [re.findall(OWN, each) for each in (first, second)]
    receipt, shown = own[0][1][0], own[0][0][1]
    assert shown == grouped(receipt)
    assert len(own[0]) == len(own[1]) == 3 and not set(own[0]) & set(own[1])
    assert re.sub(OWN, "", first) == re.sub(OWN, "", second)
    assert "\0" not in first


def test_each_language_has_its_own(client, intake):
    texts = {
        language: client.get(f"/send/report?country=PL&language={language}").content.decode()
        for language in ("en", "be", "en")
    }
    assert 'lang="en"' in texts["en"] and 'lang="be"' in texts["be"]
