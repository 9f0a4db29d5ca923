from datetime import date

import pytest

from soliday.languages.dates import PrecisionNotKnown, shown_date, shown_range

FOURTH = date(2026, 8, 4)


@pytest.mark.parametrize(
    ("language", "precision", "expected"),
    [
        ("en", "day", "4 August 2026"),
        ("be", "day", "4 жніўня 2026 г."),
        ("ru", "day", "4 августа 2026 г."),
        ("en", "week", "3–9 August 2026"),
        ("be", "week", "3–9 жніўня 2026 г."),
        ("ru", "week", "3–9 августа 2026 г."),
        ("en", "month", "August 2026"),
        ("be", "month", "жнівень 2026 г."),
        ("ru", "month", "август 2026 г."),
        ("be", "year", "2026"),
    ],
)
def test_a_date_is_shown_as_exactly_as_asked(language, precision, expected):
    assert shown_date(FOURTH, language=language, precision=precision) == expected


@pytest.mark.parametrize("day", [date(2026, 8, 3), date(2026, 8, 9)])
def test_every_day_of_a_week_shows_the_same_week(day):
    assert shown_date(day, language="be", precision="week") == "3–9 жніўня 2026 г."


def test_a_week_over_the_new_year_names_both_years():
    shown = shown_date(date(2027, 1, 1), language="be", precision="week")
    assert shown == "28 снежня 2026 г. – 3 студзеня 2027 г."


def test_an_unknown_precision_is_refused():
    with pytest.raises(PrecisionNotKnown):
        shown_date(FOURTH, language="be", precision="hour")


def test_a_range_writes_once_what_both_days_share():
    assert shown_range(date(2013, 7, 31), date(2013, 8, 4), "be") == "31 ліпеня – 4 жніўня 2013 г."
    assert shown_range(date(2013, 7, 31), date(2013, 8, 4), "ru") == "31 июля – 4 августа 2013 г."


def test_a_range_of_one_day_is_that_day():
    assert shown_range(FOURTH, FOURTH, "en") == "4 August 2026"


@pytest.mark.parametrize("language", ["en", "be", "ru", "uk", "pl", "lt", "ka", "hy", "ar", "zh"])
def test_dates_hold_plain_spaces_that_a_search_finds(language):
    shown = [shown_date(FOURTH, language=language, precision=each) for each in ("day", "week")]
    assert not set("".join(shown)) & set("\u00a0\u2009\u202f")
