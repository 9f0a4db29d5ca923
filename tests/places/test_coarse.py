from datetime import date

import pytest

from soliday.places.coarse import coarse_date, coarse_place

WARSAW = 756135


def test_an_open_country_shows_the_city(profile):
    assert coarse_place(WARSAW, profile("open"), 1) == WARSAW


@pytest.mark.parametrize(("count", "shown"), [(1, None), (2, None), (3, WARSAW), (4, WARSAW)])
def test_a_careful_one_shows_it_from_the_minimum_on(profile, count, shown):
    assert coarse_place(WARSAW, profile("careful"), count) == shown


def test_the_affected_one_never_shows_it(profile):
    assert coarse_place(WARSAW, profile("affected"), 1000) is None


def test_an_unknown_city_stays_unknown(profile):
    assert coarse_place(None, profile("open"), 1) is None


@pytest.mark.parametrize(
    ("precision", "expected"),
    [("day", date(2026, 8, 4)), ("week", date(2026, 8, 3)), ("month", date(2026, 8, 1))],
)
def test_a_date_becomes_the_first_day_of_its_span(precision, expected):
    assert coarse_date(date(2026, 8, 4), precision) == expected


@pytest.mark.parametrize("precision", ["year", "hour", ""])
def test_an_unknown_precision_is_refused_and_never_shows_the_day(precision):
    with pytest.raises(ValueError):
        coarse_date(date(2026, 8, 4), precision)
