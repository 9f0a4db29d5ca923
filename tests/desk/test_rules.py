"""The strictest of the profiles concerned rules."""

from __future__ import annotations

from datetime import date

import pytest

from soliday.desk.rules import coarsened_day, rules_for
from soliday.places.models import SafetyProfile

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 5)


def test_one_country(profiles):
    rules = rules_for("LT")
    assert (rules.reviewers_needed, rules.delay_days, rules.date_precision) == (1, 0, "day")
    assert rules.shows_city and rules.may_name and rules.may_show_photos


@pytest.mark.parametrize("countries", [("BY", "LT"), ("LT", "BY"), ("BY", "")])
def test_the_strictest_rules(profiles, countries):
    rules = rules_for(*countries)
    assert (rules.reviewers_needed, rules.delay_days, rules.date_precision) == (2, 7, "week")
    assert not (rules.shows_city or rules.may_name or rules.may_show_photos)


def test_without_a_country_it_may_be_any_so_the_strictest(profiles):
    assert rules_for("", "xx").reviewers_needed == 2
    assert not rules_for("").may_show_photos
    assert rules_for("", "LT") == rules_for("LT")


def test_without_profiles_there_are_no_rules(db):
    SafetyProfile.objects.all().delete()
    with pytest.raises(ValueError):
        rules_for("")


@pytest.mark.parametrize(
    ("wanted", "shown"), [("day", "week"), ("week", "week"), ("month", "month"), ("year", "year")]
)
def test_the_coarser_precision(profiles, wanted, shown):
    assert rules_for("RU").coarse_precision(wanted) == shown


@pytest.mark.parametrize(
    ("precision", "stored"),
    [
        ("day", DAY),
        ("week", date(2026, 8, 3)),
        ("month", date(2026, 8, 1)),
        ("year", date(2026, 1, 1)),
    ],
)
def test_the_exact_day_is_not_stored(precision, stored):
    assert coarsened_day(DAY, precision) == stored
    assert coarsened_day(None, precision) is None
