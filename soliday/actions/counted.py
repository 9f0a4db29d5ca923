"""The counts as figures: of a day, a year, a country. Read once for a build, in two queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from soliday.actions.models import Count, CountFrom, CountInBlock
from soliday.actions.totals import Figures, Totals
from soliday.campaign.models import Day

ADDED = (
    "announced done confirmed lowest lowest_known highest highest_known people_known"
    " people_unknown open_ended"
).split()
COLUMNS = (*ADDED, "latest", "most_from", "country", "edition__year")
Row = dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """rows: one for each year and country; there are as many of them as years times countries."""

    day: Day

    @cached_property
    def rows(self) -> list[Row]:
        return list(Count.objects.filter(edition__day=self.day).order_by().values(*COLUMNS))

    @cached_property
    def sources(self) -> dict[str, dict[str, tuple[int, int]]]:
        """scope -> code -> in how many actions, and in how many that took place."""
        found: dict[str, dict[str, tuple[int, int]]] = {}
        rows = CountFrom.objects.filter(day=self.day).order_by("scope", "code")
        for scope, code, *counts in rows.values_list("scope", "code", "actions", "held"):
            found.setdefault(scope, {})[code] = (counts[0], counts[1])
        return found

    @cached_property
    def blocks(self) -> dict[int, int]:
        """How many actions each block of numbers holds, the oldest first."""
        rows = CountInBlock.objects.filter(day=self.day).order_by("number")
        return dict(rows.values_list("number", "actions"))

    @cached_property
    def totals(self) -> Totals:
        return self._totals(self.rows, "")

    def of_year(self, year: int) -> Totals:
        return self._totals(self._rows_of(year), str(year))

    def of_country(self, code: str) -> Totals:
        return self._totals([row for row in self.rows if row["country"] == code], code)

    @cached_property
    def by_country(self) -> dict[str, Figures]:
        return _grouped(self.rows, lambda row: row["country"])

    @cached_property
    def by_year(self) -> dict[int, Figures]:
        return _grouped(self.rows, lambda row: row["edition__year"])

    def countries_of(self, year: int) -> dict[str, Figures]:
        """The figures of a year by country."""
        return _grouped(self._rows_of(year), lambda row: row["country"])

    @property
    def people_from(self) -> dict[str, int]:
        """In how many actions people from each country are known to have taken part."""
        return {code: actions for code, (actions, _) in self.sources.get("", {}).items()}

    def _rows_of(self, year: int) -> list[Row]:
        return [row for row in self.rows if row["edition__year"] == year]

    def _totals(self, rows: list[Row], scope: str) -> Totals:
        held = {row["country"] for row in rows if row["done"] or row["confirmed"]}
        named = [code for code, (_, held) in self.sources.get(scope, {}).items() if held]
        most = max((row["most_from"] or 0 for row in rows), default=0)
        return Totals(
            **_figures(rows),
            countries=tuple(sorted(held)),
            participant_countries=max(len(named), most) or None,
        )


def _grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, Figures]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: Figures(**_figures(groups[name])) for name in sorted(groups)}


def _figures(rows: Iterable[Row]) -> dict[str, Any]:
    rows = list(rows)
    added = {name: sum(row[name] for row in rows) for name in ADDED}
    latest: list[date] = [row["latest"] for row in rows if row["latest"]]
    is_open = added["open_ended"] > 0
    return {
        "announced": added["announced"],
        "done": added["done"],
        "confirmed": added["confirmed"],
        "people_min": added["lowest"] if added["lowest_known"] else None,
        "people_max": added["highest"] if added["highest_known"] and not is_open else None,
        "people_known": added["people_known"],
        "people_unknown": added["people_unknown"],
        "as_of": max(latest, default=None),
    }
