"""Announced, done and confirmed apart; unknown is never 0."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from soliday.actions import queries
from soliday.actions.changes import withdraw
from soliday.actions.totals import grouped, participant_countries, totals
from soliday.campaign.models import Day
from tests.actions.sample import ON, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


def test_stages_are_counted_apart(day: Day) -> None:
    for stage in ("announced", "announced", "done", "confirmed"):
        published(day, stage=stage)
    figures = totals(queries.published(day))
    assert (figures.announced, figures.done, figures.confirmed) == (2, 1, 1)


def test_nothing_published_is_no_data(day: Day) -> None:
    figures = totals(queries.published(day))
    assert figures.is_empty
    assert (figures.people_min, figures.people_max, figures.as_of) == (None, None, None)
    assert figures.participant_countries is None


def test_people_are_a_range_and_the_unknown_are_counted_apart(day: Day) -> None:
    published(day, people_min=5, people_max=10)
    published(day, people_min=30, people_max=30)
    published(day)
    figures = totals(queries.published(day))
    assert (figures.people_min, figures.people_max) == (35, 40)
    assert (figures.people_known, figures.people_unknown) == (2, 1)


def test_one_open_end_leaves_the_sum_open(day: Day) -> None:
    published(day, people_min=5, people_max=10)
    published(day, people_min=100)
    figures = totals(queries.published(day))
    assert (figures.people_min, figures.people_max) == (105, None)


def test_only_an_upper_end_is_no_lower_end(day: Day) -> None:
    published(day, people_max=10)
    figures = totals(queries.published(day))
    assert (figures.people_min, figures.people_max) == (None, 10)


def test_people_and_countries_of_what_is_only_announced_do_not_count(day: Day) -> None:
    published(day, stage="announced", country="DE", people_min=500, participant_countries=["FR"])
    figures = totals(queries.published(day))
    assert figures.countries == ()
    assert figures.people_min is None
    assert figures.people_unknown == 0
    assert figures.participant_countries is None


def test_the_country_of_an_action_is_not_the_country_of_those_who_took_part(day: Day) -> None:
    published(day, country="NO", participant_countries_count=27, people_min=400, people_max=400)
    published(day, country="LT", participant_countries=["LT", "BY"])
    figures = totals(queries.published(day))
    assert figures.countries == ("LT", "NO")
    assert figures.participant_countries == 27
    assert participant_countries(queries.published(day)) == {"BY": 1, "LT": 1}


def test_as_of_is_the_latest_change_in_what_is_counted(day: Day) -> None:
    published(day, country="PL", today=date(2026, 8, 1))
    published(day, country="DE", today=ON)
    assert totals(queries.published(day)).as_of == ON
    assert totals(queries.published(day).filter(country="PL")).as_of == date(2026, 8, 1)


def test_what_is_withdrawn_counts_nowhere(day: Day) -> None:
    action = published(day, people_min=3)
    withdraw(action_number=action.pk, today=ON)
    assert totals(queries.published(day)).is_empty


def test_by_country_and_by_year(day: Day) -> None:
    published(day, country="PL", year=2025, people_min=4, people_max=6)
    published(day, country="PL", stage="announced")
    published(day, country="DE")
    by_country = grouped(queries.published(day), "country")
    assert list(by_country) == ["DE", "PL"]
    assert (by_country["PL"].announced, by_country["PL"].done) == (1, 1)
    assert (by_country["PL"].people_min, by_country["PL"].people_max) == (4, 6)
    assert by_country["DE"].people_unknown == 1
    assert list(grouped(queries.published(day), "edition__year")) == [2025, 2026]


def test_figures_cost_the_same_however_many_actions(day: Day, django_assert_num_queries) -> None:
    for country in ("PL", "DE", "LT"):
        published(day, country=country)
    with django_assert_num_queries(4) as captured:
        totals(queries.published(day))
    assert isinstance(captured, CaptureQueriesContext)
