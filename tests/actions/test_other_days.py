"""Several days on one site: nothing of one shows on another, no year borrows from another."""

import json
import uuid

import pytest
from wagtail.models import Locale, Page

from soliday.campaign.models import Day, DayPage
from tests.actions.sample import edition_of, offered, published, rendered, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


@pytest.fixture
def other(day: Day) -> Day:
    """A second day, in English only, with an edition of the same year."""
    other = Day.objects.create(slug="russia", month=4, day_of_month=30, first_year=2022)
    home = DayPage(
        title="Another day",
        slug="russia-en",
        day=other,
        translation_key=uuid.uuid4(),
        slogan="Another slogan",
        summary="s",
        why_date="w",
        what_now="n",
    )
    home.locale = Locale.objects.get(language_code="en")
    Page.get_first_root_node().add_child(instance=home)
    edition_of(other).is_open = True
    return other


def test_another_day_stands_below_its_name(other: Day) -> None:
    published(other)
    paths = set(offered())
    assert paths >= {
        "/russia/",
        "/russia/en/",
        "/russia/en/actions/",
        "/russia/feeds/en/actions.atom",
        "/russia/calendar/en.ics",
        "/russia/data/actions.json",
        "/russia/data/totals.json",
    }
    assert "/russia/be/" not in paths
    assert "/russia/404.html" not in paths


def test_nothing_of_one_day_shows_on_the_other(day: Day, other: Day) -> None:
    published(day, title="Mainly here", country="SE")
    published(other, title="Only there", country="NO")
    for path, data in rendered().items():
        if path.startswith("/russia/"):
            assert b"Mainly here" not in data, path
            assert b"Sweden" not in data, path
        elif path != "/sitemap.xml":
            assert b"Only there" not in data, path
            assert b"Norway" not in data, path
    assert json.loads(text_of("/data/totals.json"))["totals"]["done"] == 1


def test_a_change_of_one_day_leaves_the_other_alone(day: Day, other: Day) -> None:
    published(day)
    published(other)
    stale = frozenset({"day:russia"})
    assert all(
        path.startswith("/russia/") or path in ("/", "/sitemap.xml") for path in offered(stale)
    )


def test_a_year_shows_its_own_actions_only(day: Day) -> None:
    published(day, year=2025, title="Last year", people_min=77, people_max=77)
    published(day, year=2026, title="This year", people_min=11, people_max=11)
    last, this = text_of("/en/days/2025/"), text_of("/en/days/2026/")
    assert "Last year" in last
    assert "people: 77" in last
    assert "This year" not in last
    assert "Last year" not in this
    assert "people: 77" not in this
