"""What the queue shows: reports opened in memory, one page at a time.

The queue counts as no opening, so nothing of it tells a story: never a word of the text, and the
title to administrators, or of reports that the member has opened within the hour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from soliday.committee.models import Member
from soliday.committee.reading import opened_lately
from soliday.committee.roles import may_administer
from soliday.desk.rules import Rules, strictest
from soliday.places.countries import country_name, is_country
from soliday.places.models import Profile, SafetyProfile
from soliday.places.queries import country_profiles
from soliday.reports import queries
from soliday.reports.models import Kind, Report
from soliday.reports.states import State

PAGE_LENGTH = 25
# Opening one costs about a millisecond. Filters look at so many of the oldest and say so.
OPENED_AT_MOST = 1000
FILTERS = ("country", "language", "stage", "profile")
TELLS_NO_STORY = ("country", "language", "stage", "idea")


@dataclass(frozen=True)
class Waiting:
    """One line of the queue. fields: None when this keyholder cannot open the report.

    A title is among them only for administrators, or when it was opened within the hour.
    """

    report: Report
    fields: dict[str, Any] | None
    photos_count: int
    rules: Rules | None

    @property
    def country(self) -> str:
        return (self.fields or {}).get("country", "")

    def country_name(self, language: str) -> str:
        return country_name(self.country, language) if is_country(self.country) else ""

    def is_visible_to(self, member: Member) -> bool:
        """Reviewers with countries see those; what cannot be opened shows nothing to anybody."""
        return self.fields is None or not member.countries or self.country in member.countries

    def passes(self, wanted: dict[str, str]) -> bool:
        if self.fields is None:
            return not any(wanted.values())
        found = self.fields | {"profile": self.rules.slugs[-1] if self.rules else ""}
        return all(found.get(name) == value for name, value in wanted.items() if value)


@dataclass(frozen=True)
class Queue:
    """A page of the queue; has_more: some were not searched by the filters."""

    page: Page[Any]
    lines: list[Waiting]
    has_more: bool


def queue(
    *, member: Member, secret: str, wanted: dict[str, str], number: str | int, now: datetime
) -> Queue:
    """A page of what waits, oldest day first. Without a filter only that page is opened."""
    tells = _tells_titles(member, now)
    photos = Count("packages", filter=Q(packages__kind=Kind.PHOTO))
    reports = queries.waiting().annotate(photos_count=photos)
    if not any(wanted.values()) and not member.countries:
        page = Paginator(reports, PAGE_LENGTH).get_page(number)
        return Queue(page, opened_lines(list(page.object_list), secret, tells), has_more=False)
    lines = opened_lines(list(reports[:OPENED_AT_MOST]), secret, tells)
    seen = [line for line in lines if line.is_visible_to(member) and line.passes(wanted)]
    found = Paginator(seen, PAGE_LENGTH).get_page(number)
    return Queue(found, list(found.object_list), has_more=len(lines) == OPENED_AT_MOST)


def _tells_titles(member: Member, now: datetime) -> Callable[[UUID], bool]:
    if may_administer(member):
        return lambda _report: True
    return opened_lately(member=member, now=now).__contains__


def opened_lines(
    reports: list[Report], secret: str, tells_title: Callable[[UUID], bool]
) -> list[Waiting]:
    """Open what this secret opens; two queries however many reports."""
    fields = queries.opened_fields_of(reports, secret=secret)
    rules = _rules_by_country()
    lines = []
    for report in reports:
        opened = fields.get(report.pk)
        country = (opened or {}).get("country", "")
        lines.append(
            Waiting(
                report=report,
                fields=_told(opened, has_title=tells_title(report.pk)) if opened else None,
                photos_count=report.photos_count,  # type: ignore[attr-defined]  # annotated
                rules=rules.get(country, rules.get("")) if country else None,
            )
        )
    return lines


def _told(fields: dict[str, Any], *, has_title: bool) -> dict[str, Any]:
    """What the queue may say of a report; everything else ends here."""
    names = (*TELLS_NO_STORY, "title") if has_title else TELLS_NO_STORY
    return {name: str(fields.get(name) or "") for name in names}


def _rules_by_country() -> dict[str, Rules]:
    """The rules of each country that has its own, and under "" those of all others."""
    own = {each.country: strictest([each.profile]) for each in country_profiles()}
    return own | {"": strictest([SafetyProfile.objects.get(slug=Profile.OPEN)])}


def state_words(report: Report, rules: Rules | None, today: date) -> str:
    """Where a report stands, in words: who or what it waits for."""
    if report.state == State.PROPOSED and rules and rules.reviewers_needed > 1:
        return _("one agreed, needs another")
    if report.state == State.CORRECTED:
        return str(State.CORRECTED.label)
    if rules and rules.publishable_on(report.received_on) > today:
        return _("waits for its day")
    if report.state == State.PROPOSED:
        return _("ready to publish")
    return _("new") if report.state == State.WAITING else str(State(report.state).label)
