"""What safety profiles demand of one report: the strictest of the countries it has to do with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from soliday.places.coarse import coarse_date
from soliday.places.countries import is_country
from soliday.places.models import PlacePrecision, SafetyProfile
from soliday.places.queries import profile_for

# From exact to coarse. "year" is for history from public sources; no profile asks for it.
PRECISIONS = ("day", "week", "month", "year")


@dataclass(frozen=True)
class Rules:
    """How a report may be published. slugs: the profiles these rules were made from."""

    slugs: tuple[str, ...]
    reviewers_needed: int
    delay_days: int
    goes_out_at_set_hours: bool
    shows_city: bool
    date_precision: str
    may_name: bool
    may_show_photos: bool

    def publishable_on(self, received_on: date) -> date:
        """The first day on which a report of that day may be published."""
        return received_on + timedelta(days=self.delay_days)

    def coarse_precision(self, wanted: str) -> str:
        """The precision wanted, or the profile's where that is coarser."""
        return max(wanted, self.date_precision, key=PRECISIONS.index)

    def coarsened(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts with place, date and name made as coarse as the profile asks."""
        precision = self.coarse_precision(facts["date_precision"])
        return facts | {
            "city": facts["city"] if self.shows_city else None,
            "date_precision": precision,
            "happened_on": coarsened_day(facts["happened_on"], precision),
            "happened_to": coarsened_day(facts["happened_to"], precision),
            "name": facts["name"] if self.may_name else "",
        }


def rules_for(*countries: str) -> Rules:
    """The strictest rules of these countries: where a report came from, and what is published.

    Both count, so that changing the country in the form does not change who must agree. Where no
    country is known, it may be any: the strictest of all.
    """
    known = sorted({country for country in countries if is_country(country)})
    profiles = [profile_for(country) for country in known]
    return strictest(profiles or SafetyProfile.objects.all())


def strictest(profiles: Iterable[SafetyProfile]) -> Rules:
    """One set of rules that breaks none of the profiles."""
    found = list(profiles)
    if not found:
        raise ValueError("no country, no rules")
    return Rules(
        slugs=tuple(sorted({profile.slug for profile in found})),
        reviewers_needed=max(profile.reviewers_needed for profile in found),
        delay_days=max(profile.delay_days for profile in found),
        goes_out_at_set_hours=any(profile.goes_out_at_set_hours for profile in found),
        shows_city=all(profile.place_precision == PlacePrecision.CITY for profile in found),
        date_precision=max((profile.date_precision for profile in found), key=PRECISIONS.index),
        may_name=all(profile.asks_name for profile in found),
        may_show_photos=all(profile.asks_photos for profile in found),
    )


def coarsened_day(day: date | None, precision: str) -> date | None:
    """The first day of the week, month or year, so that the exact one is not stored."""
    if day is None:
        return None
    return day.replace(month=1, day=1) if precision == "year" else coarse_date(day, precision)
