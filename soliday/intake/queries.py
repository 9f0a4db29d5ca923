"""What the form offers now, and what a report has become: read from the rooms below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import Error, connection

from soliday.actions.models import Action
from soliday.actions.states import State as ActionState
from soliday.campaign.models import Day, IdeaPage
from soliday.campaign.paths import day_root
from soliday.campaign.queries import closings_in_force, days, languages_of, open_edition
from soliday.committee.keys import recipients_in_force
from soliday.intake.surroundings import catalogue
from soliday.places.countries import is_country
from soliday.places.models import SafetyProfile
from soliday.places.queries import profile_for


@dataclass(frozen=True)
class Offer:
    """The days that take reports now, for readers of a language."""

    days: list[Day]
    last_year: int
    language: str

    @property
    def is_open(self) -> bool:
        return bool(self.days)

    @cached_property
    def ideas(self) -> dict[str, IdeaPage]:
        """The catalogue by slug."""
        return {page.slug: page for day in self.days for page in catalogue(day, self.language)}

    @property
    def first_day(self) -> date:
        """Before the first of the days was held there is nothing to report."""
        return date(min(day.first_year for day in self.days), 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.last_year + 1, 12, 31)


def offer(*, language: str, today: date) -> Offer:
    """What can be reported now. Raises NoKeyholder when nobody could open a report."""
    recipients_in_force()
    editions = {day: edition for day in days() if (edition := open_edition(day))}
    last_year = max([today.year, *(edition.year for edition in editions.values())])
    return Offer(list(editions), last_year, language)


def offer_to_all(*, language: str, today: date) -> Offer:
    """What a correction can say, whether or not new reports are taken. Raises NoKeyholder."""
    recipients_in_force()
    return Offer(list(days()), today.year, language)


def is_published(action_number: int | None) -> bool:
    """Whether the action stands on the site."""
    if action_number is None:
        return False
    return Action.objects.filter(pk=action_number, state=ActionState.PUBLISHED).exists()


def profile_of(country: str) -> SafetyProfile | None:
    """The safety profile of a country as chosen in the form; None while none is chosen."""
    return profile_for(country) if is_country(country) else None


def published_path(action_number: int, language: str) -> str | None:
    """Where the action stands on the site, or None when it no longer does."""
    published = Action.objects.filter(pk=action_number, state=ActionState.PUBLISHED)
    action = published.select_related("edition__day").first()
    if action is None:
        return None
    day = action.edition.day
    code = language if language in languages_of(day) else day.source_language
    return f"{day_root(day, code)}actions/{action.pk}/"


def closed_year(action_number: int | None) -> int | None:
    """The year that the published action stands in, if the year is closed."""
    if action_number is None:
        return None
    published = Action.objects.filter(pk=action_number, state=ActionState.PUBLISHED)
    year = published.filter(edition__in=closings_in_force()).values_list("edition__year", flat=True)
    return year.first()


def is_database_there() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
