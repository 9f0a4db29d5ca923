"""Feed and calendar: parse, and say what the pages say."""

from datetime import date
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from soliday.campaign.models import Day
from tests.actions.sample import offered, published, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(language: str = "en") -> ElementTree.Element:
    data = offered()[f"/feeds/{language}/actions.atom"].render()
    return ElementTree.fromstring(data)  # noqa: S314  our own bytes


def test_the_newest_come_first_with_absolute_addresses(day: Day) -> None:
    published(day, title="Older")
    newer = published(day, title="Newer", stage="announced")
    entries = feed().findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Newer", "Older"]
    address = entries[0].findtext(f"{ATOM}id")
    assert address == f"http://127.0.0.1:8000/en/actions/{newer.pk}/"
    assert "announced · Poland" in (entries[0].findtext(f"{ATOM}summary") or "")


def test_an_empty_feed_is_dated_by_the_day_and_not_by_the_clock(day: Day) -> None:
    assert feed().findtext(f"{ATOM}updated") == "2012-01-01T00:00:00+00:00"


def test_an_edit_shows_as_an_update(day: Day) -> None:
    published(day, today=date(2026, 8, 9))
    assert feed("be").findtext(f"{ATOM}updated") == "2026-08-09T00:00:00+00:00"


def test_signs_that_xml_forbids_do_not_stop_the_feed(day: Day) -> None:
    published(day, title="Bell \x07 and \ufffe here")
    assert feed().find(f"{ATOM}entry").findtext(f"{ATOM}title") == "Bell  and  here"  # type: ignore[union-attr]


def test_what_somebody_wrote_is_escaped_in_the_feed(day: Day) -> None:
    published(day, title="<b>&</b>")
    summary = feed().find(f"{ATOM}entry").findtext(f"{ATOM}summary") or ""  # type: ignore[union-attr]
    assert "&lt;b&gt;" in summary
    assert "<b>" not in summary


def calendar(language: str) -> Calendar:
    return Calendar.from_ical(offered()[f"/calendar/{language}.ics"].render())


def test_the_calendar_has_the_day_every_year(day: Day) -> None:
    (event,) = calendar("be").walk("VEVENT")
    assert event["dtstart"].dt == date(2012, 8, 4)
    assert event["rrule"]["FREQ"] == ["YEARLY"]
    assert event["dtstamp"].dt.isoformat() == "2012-08-04T00:00:00+00:00"
    assert event["summary"] == "Тэст test-be"


def test_the_calendar_has_announced_actions_of_this_year_with_a_day(day: Day) -> None:
    on = date(2026, 8, 4)
    published(day, title="Picket", stage="announced", happened_on=on)
    published(day, title="Done", happened_on=on)
    published(day, title="Some day", stage="announced")
    published(day, title="Long ago", stage="announced", happened_on=on, year=2025)
    published(day, title="Whispered", stage="announced", happened_on=on, country="BY")
    _, event = calendar("en").walk("VEVENT")
    assert event["summary"] == "Picket"
    assert event["dtstart"].dt == on
    assert event["dtend"].dt == date(2026, 8, 5)


def test_long_lines_are_folded_at_75_octets(day: Day) -> None:
    published(day, title="Салідарнасць " * 9, stage="announced", happened_on=date(2026, 8, 4))
    data = offered()["/calendar/be.ics"].render()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert "Салідарнасць Салідарнасць" in calendar("be").walk("VEVENT")[1]["summary"]


def test_the_home_page_leads_to_the_feed(day: Day) -> None:
    assert 'href="/feeds/ru/actions.atom"' in text_of("/ru/")
