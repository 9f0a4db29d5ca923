"""A calendar for each language: the day itself every year, and what is announced for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import translation
from icalendar import Calendar, Event

from soliday.actions.day_site import DaySite, absolute
from soliday.actions.queries import published
from soliday.actions.shown import ShownAction
from soliday.actions.states import Stage
from soliday.campaign.frame import Frame
from soliday.core.pages import PublicPage

MOST = 96  # announced actions in a calendar
END = b"END:VCALENDAR\r\n"
KEPT = 2000  # events kept in memory, of a kilobyte
_made: dict[tuple[Any, ...], bytes] = {}


def calendars(site: DaySite) -> Iterator[PublicPage]:
    for frame in site.frames.values():
        path = f"{site.files}calendar/{frame.language}.ics"
        keys = site.keys("calendar", "days")
        yield PublicPage(path, keys, partial(_calendar, site, frame))


def _calendar(site: DaySite, frame: Frame) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Soliday//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", frame.home.title)
    calendar.add_component(_every_year(site, frame))
    events = b"".join(_made_once(shown) for shown in _announced(site, frame))
    return calendar.to_ical().removesuffix(END) + events + END


def _made_once(shown: ShownAction) -> bytes:
    """An event, found again by everything it tells."""
    action = shown.action
    place = (absolute(shown.path), settings.CONFIGURATION.onion)
    told = (shown.language, *place, action.changed_on, *shown.card_facts)
    if told not in _made:
        if len(_made) >= KEPT:
            _made.clear()
        _made[told] = _event(shown).to_ical()
    return _made[told]


def _every_year(site: DaySite, frame: Frame) -> Event:
    day = site.day
    first = date(day.first_year, day.month, day.day_of_month)
    event = Event()
    event.add("uid", f"{day.slug}@{settings.CONFIGURATION.site_host}")
    event.add("dtstamp", _midnight(first))
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    event.add("rrule", {"freq": "yearly"})
    event.add("summary", frame.home.title)
    event.add("description", frame.home.slogan)
    _add_link(event, frame.root)
    return event


def _announced(site: DaySite, frame: Frame) -> list[ShownAction]:
    """Announced actions of the open edition whose day may be told exactly, the newest of many."""
    edition = site.open_edition
    actions = published(site.day).filter(stage=Stage.ANNOUNCED, edition=edition)
    newest = site.listed(("announced",), lambda: actions[:MOST]).actions if edition else []
    found = site.shown(reversed(newest), frame)
    return [each for each in found if each.when.precision == "day" and each.when.first]


def _event(shown: ShownAction) -> Event:
    action, when = shown.action, shown.when
    event = Event()
    event.add("uid", f"action-{action.pk}@{settings.CONFIGURATION.site_host}")
    event.add("dtstamp", _midnight(action.changed_on or when.first or date.min))
    event.add("dtstart", when.first)
    event.add("dtend", (when.last or when.first or date.min) + timedelta(days=1))
    event.add("summary", shown.version.title)
    with translation.override(shown.language):
        event.add("description", f"{shown.stage}: {shown.version.text}")
    event.add("location", shown.place)
    _add_link(event, shown.path)
    return event


def _add_link(event: Event, path: str) -> None:
    """Beside an onion service none: it would have to be absolute, and a calendar opens it in the
    ordinary browser of somebody who came by Tor."""
    if not settings.CONFIGURATION.onion:
        event.add("url", absolute(path))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
