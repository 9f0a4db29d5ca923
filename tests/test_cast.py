"""The cast and the small campaign are what they say."""

import pytest

from soliday.campaign.queries import ideas, languages_of, main_day, open_edition
from soliday.committee.roles import may_administer, may_review

pytestmark = pytest.mark.django_db


def test_the_small_day_stands_in_three_languages(day):
    assert main_day() == day
    assert open_edition(day).year == 2026
    assert languages_of(day) == ["en", "be", "ru"]
    assert [idea.locale.language_code for idea in ideas(day, "be")] == ["be"]


def test_the_cast_may_what_their_roles_say(owner, teammate, outsider):
    assert may_administer(owner) and may_review(owner)
    assert may_review(teammate) and not may_administer(teammate)
    assert not may_review(outsider)


def test_the_desk_opens_for_the_owner(desk_client):
    assert desk_client.get("/desk/").status_code == 200


def test_the_desk_does_not_open_for_a_stranger(client):
    assert client.get("/desk/").status_code == 302
