"""How exactly place and date of an action may be shown: what its country's profile allows."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from soliday.actions.models import Action
from soliday.actions.queries import published_in_city
from soliday.languages.dates import PRECISIONS, shown_date, shown_range
from soliday.places.coarse import coarse_place
from soliday.places.countries import require_country
from soliday.places.models import SafetyProfile
from soliday.places.queries import country_profiles, open_profile


@dataclass(frozen=True)
class When:
    """first, last: the days between which it happened, as exactly as may be told; None: unknown."""

    first: date | None
    last: date | None
    precision: str
    year: int

    def words(self, language: str) -> str:
        if self.first is None or self.last is None:
            return str(self.year)
        if self.precision in ("month", "year"):
            return self._coarse(language)
        return shown_range(self.first, self.last, language)

    def _coarse(self, language: str) -> str:
        ends = [
            shown_date(day, language=language, precision=self.precision)
            for day in (self.first, self.last)
            if day
        ]
        return " – ".join(dict.fromkeys(ends))


@dataclass
class Profiles:
    """The safety profiles, read once for a build. One that is missing stops it: fail closed."""

    by_country: dict[str, SafetyProfile] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    open: SafetyProfile | None = None

    @classmethod
    def read(cls) -> Profiles:
        return cls({each.country: each.profile for each in country_profiles()})

    def of(self, country: str) -> SafetyProfile:
        """The profile of a country; those without one of their own share the open one."""
        if country not in self.by_country:
            if self.open is None:
                self.open = open_profile()
            self.by_country[require_country(country)] = self.open
        return self.by_country[country]

    def city_of(self, action: Action) -> int | None:
        """The city of the action where it may be named, else None."""
        if action.city is None:
            return None
        profile = self.of(action.country)
        return coarse_place(action.city, profile, self._count(action.city, profile.minimum_shown))

    def precision_of(self, action: Action) -> str:
        """As coarse as the action's own precision and the profile ask."""
        return max(
            (action.date_precision, self.of(action.country).date_precision), key=PRECISIONS.index
        )

    def when(self, action: Action) -> When:
        """The date of the action, no more exact than it may be told."""
        precision = self.precision_of(action)
        first = action.happened_on
        if first is None:
            return When(None, None, precision, action.edition.year)
        last = action.happened_to or first
        return When(
            _span(first, precision)[0], _span(last, precision)[1], precision, action.edition.year
        )

    def _count(self, city: int, enough: int) -> int:
        """How many actions are published there; counts no further than needed."""
        if enough == 1:
            return 1  # the one that asks
        if city not in self.counts:
            self.counts[city] = published_in_city(city)[:enough].count()
        return self.counts[city]


def _span(day: date, precision: str) -> tuple[date, date]:
    """The first and last day of the week, month or year around a day."""
    if precision == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if precision == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if precision == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day
