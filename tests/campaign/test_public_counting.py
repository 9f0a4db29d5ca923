"""Days of detention, tally marks, and the chart of prisoners."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from soliday.campaign.chart import chart_of
from soliday.campaign.detention import days_counted, detentions
from soliday.campaign.tally import tally_svg
from soliday.campaign.templatetags.ideas import duration, people_needed
from soliday.campaign.templatetags.words import language_name, on_day, reading_direction


def event(kind: str, year: int, month: int, day: int) -> dict[str, Any]:
    return {"kind": kind, "on": date(year, month, day)}


BIALIATSKI = [
    event("born", 1962, 9, 25),
    event("arrested", 2011, 8, 4),
    event("sentenced", 2011, 11, 24),
    event("freed", 2014, 6, 21),
    event("arrested", 2021, 7, 14),
    event("award", 2022, 10, 7),
    event("sentenced", 2023, 3, 3),
    event("freed", 2025, 12, 13),
]


def test_days_are_counted_from_arrest_to_release() -> None:
    found = detentions(BIALIATSKI)
    assert [each.day_count for each in found] == [1052, 1613]
    assert days_counted(found) == 2665


def test_the_order_of_the_events_does_not_matter() -> None:
    assert detentions(reversed(BIALIATSKI)) == detentions(BIALIATSKI)


def test_somebody_still_detained_has_a_date_and_no_number() -> None:
    (found,) = detentions([event("arrested", 2021, 7, 14)])
    assert (found.freed_on, found.day_count) == (None, None)
    assert days_counted([found]) == 0


def test_a_second_arrest_before_release_and_a_release_without_arrest() -> None:
    events = [event("freed", 2010, 1, 1), event("arrested", 2011, 1, 1)]
    events += [event("arrested", 2011, 2, 1), event("freed", 2011, 3, 1)]
    assert [each.day_count for each in detentions(events)] == [59]
    assert detentions([]) == []


@pytest.mark.parametrize(("days", "blocks", "strokes"), [(1, 1, 1), (5, 1, 5), (107, 2, 107)])
def test_the_tally_has_one_mark_a_day(days: int, blocks: int, strokes: int) -> None:
    svg = tally_svg(days)
    assert svg.count("<svg") == blocks
    assert svg.count("v12") + svg.count("l10-6") == strokes
    assert "style=" not in svg


def test_the_tally_repeats_its_hundreds() -> None:
    svg = tally_svg(1052)
    assert svg.count("<svg") == 11
    assert svg.count("<use ") == 9


def count(number: int, as_of: str, *, more_than: bool = False) -> dict[str, Any]:
    return {"count": number, "as_of": as_of, "more_than": more_than}


def test_the_chart_puts_counts_on_a_line_of_time() -> None:
    chart = chart_of([count(1000, "2025-12", more_than=True), count(12, "2013-08")])
    assert chart is not None
    first, last = chart.points
    assert first.value["count"] == 12
    assert first.x < last.x
    assert first.y > last.y
    assert chart.ticks[0].year == 2013


def test_close_labels_leave_room_and_the_latest_keeps_its_own() -> None:
    chart = chart_of(
        [count(10, "2013"[:4] + "-01"), count(1374, "2024-05-21"), count(1385, "2024-08")]
    )
    assert chart is not None
    assert [point.has_label for point in chart.points] == [True, False, True]


def test_one_count_alone_is_no_chart() -> None:
    assert chart_of([count(12, "2013-08")]) is None
    assert chart_of([]) is None
    assert chart_of([count(0, "2013-08"), count(0, "2014-08")]) is not None


def test_dates_are_as_exact_as_they_are_given() -> None:
    with translation.override("en"):
        assert on_day("2024-08") == "August 2024"
        assert on_day("2024-05-21") == "21 May 2024"
        assert on_day(date(2024, 5, 21)) == "21 May 2024"
        assert on_day(None) == ""


def test_durations_and_people() -> None:
    with translation.override("en"):
        assert duration(10, 30) == "10–30 min"
        assert duration(60, 180) == "1–3 h"
        assert duration(45, 60) == "45–60 min"
        assert people_needed(1, 1) == "one person"
        assert people_needed(1, None) == "alone or with others"
        assert people_needed(2, 6) == "people: 2–6"


def test_languages_we_do_not_ship_have_a_name_and_a_direction() -> None:
    with translation.override("en"):
        assert language_name("pl") == "Polish"
        assert language_name("nonsense") == "nonsense"
    assert (reading_direction("fa"), reading_direction("nonsense")) == ("rtl", "ltr")
