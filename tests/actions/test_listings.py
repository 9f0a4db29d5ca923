"""Neighbours of the pages of long lists: known from the plan where all are made."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soliday.actions.listings import neighbours_among
from soliday.actions.models import Action
from soliday.actions.queries import NEWEST
from soliday.campaign.models import Day
from soliday.core.pages import PublicPage
from tests.actions.sample import offered, published


@pytest.mark.parametrize(
    ("number", "expected"),
    ((2, (None, 5)), (5, (2, 9)), (9, (5, None)), (4, (2, 5)), (0, (None, 2)), (11, (9, None))),
)
def test_the_nearest_on_both_sides(number: int, expected: tuple[int | None, int | None]) -> None:
    assert neighbours_among([2, 5, 9], number) == expected


def test_none_where_it_stands_alone() -> None:
    assert neighbours_among([3], 3) == neighbours_among([], 3) == (None, None)


def of_three_pages(day: Day) -> dict[str, PublicPage]:
    """All pages of a site whose lists of a country, a year and the archive have three pages."""
    for _ in range(2 * NEWEST + 1):
        published(day, country="DE", year=2026)
    return offered()


@pytest.mark.django_db
@pytest.mark.usefixtures("profiles")
def test_where_all_are_made_no_page_asks_for_its_neighbours(day: Day) -> None:
    pages = of_three_pages(day)
    for folder in ("countries/de/all/", "days/2026/all/", "actions/archive/"):
        older, page = sorted(each for each in pages if each.startswith(f"/en/{folder}"))[:2]
        pages[older].render()  # the frame, and the actions around
        with CaptureQueriesContext(connection) as asked:
            shown = pages[page].render().decode()
        assert f'<a rel="next" href="{older}">' in shown
        assert len(asked) <= 3 and not [each for each in asked if "LIMIT 1" in each["sql"]]
        with CaptureQueriesContext(connection) as asked:
            pages[page.replace("/en/", "/be/")].render()
        assert len(asked) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("profiles")
def test_where_all_are_made_those_behind_an_action_are_read_with_it(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soliday.actions.day_site.AHEAD", 4)
    actions = [published(day) for _ in range(6)]
    pages = offered()
    asked = []
    for action in actions:
        with CaptureQueriesContext(connection) as now:
            pages[f"/en/actions/{action.pk}/"].render()
        asked.append(sum('FROM "actions_action"' in each["sql"] for each in now))
    assert asked == [1, 0, 0, 0, 1, 0]


@pytest.mark.django_db
@pytest.mark.usefixtures("profiles")
def test_where_all_are_made_no_page_asks_what_stands_on_it(day: Day) -> None:
    pages = of_three_pages(day)
    lists = [each for each in pages if "/all/" in each or "/archive/" in each]
    archive = sorted(each for each in lists if "/archive/" in each)
    for path in archive:  # reads each action once
        pages[path].render()
    with CaptureQueriesContext(connection) as asked:
        for path in set(lists) - set(archive):
            pages[path].render()
    assert len(lists) > len(archive) + 6
    assert len(asked) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    "path", ["/en/countries/de/", "/en/days/2026/", "/data/actions.json", "/sitemap.xml"]
)
def test_where_all_are_made_nobody_asks_for_actions_again(day: Day, path: str) -> None:
    """The newest of a list, a part of the data and of the sitemap: all from the plan."""
    pages = of_three_pages(day)
    for archive in (each for each in pages if "/archive/" in each):
        pages[archive].render()
    with CaptureQueriesContext(connection) as asked:
        made = pages[path].render().decode()
    assert not [each for each in asked if 'FROM "actions_action"' in each["sql"]]
    assert f"/actions/{Action.objects.latest('pk').pk}" in made


@pytest.mark.django_db
@pytest.mark.usefixtures("profiles")
def test_the_newest_have_the_highest_numbers_whenever_they_were_published(day: Day) -> None:
    for _ in range(2 * NEWEST):
        published(day, country="DE", year=2026)
    late = Action.objects.order_by("pk")[0]  # it waited, and got the last place of all
    Action.objects.filter(pk=late.pk).update(nth_in_country=2 * NEWEST + 1)
    path = "/en/countries/de/"
    made = offered()[path].render()
    assert f'/actions/{late.pk}/"'.encode() not in made
    assert made == offered(frozenset({"country:test:DE"}))[path].render()


@pytest.mark.django_db
@pytest.mark.usefixtures("profiles")
def test_a_full_build_asks_as_often_however_many_lists_there_are(day: Day) -> None:
    published(day, country="DE", year=2026)
    with CaptureQueriesContext(connection) as of_one:
        offered()
    for country, year in (("PL", 2025), ("FR", 2024), ("UA", 2023)):
        published(day, country=country, year=year)
    with CaptureQueriesContext(connection) as of_many:
        offered()
    assert len(of_many) == len(of_one)
