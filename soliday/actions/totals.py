"""How many did what where. Announced, done and confirmed are never summed; unknown is never 0."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from soliday.actions.models import Action
from soliday.actions.states import Stage

HELD = Q(stage__in=[Stage.DONE, Stage.CONFIRMED])
KNOWN = Q(people_min__isnull=False) | Q(people_max__isnull=False)

DEFINITIONS: dict[str, Promise] = {
    "announced": _("Actions that somebody has told us of and that are not yet known to be done."),
    "done": _("Actions that took place according to those who took part or a public source."),
    "confirmed": _("Actions that the committee has also checked against another source."),
    "countries": _("Countries in which an action was done or confirmed."),
    "participant_countries": _(
        "Countries from which people took part in done or confirmed actions, as far as it is known:"
        " at least so many."
    ),
    "people": _(
        "People in done and confirmed actions whose number is known, added up from the lowest and"
        " the highest figure of each. Somebody who took part twice is counted twice."
    ),
    "people_unknown": _("Done and confirmed actions for which nobody knows how many took part."),
    "as_of": _("The day of the latest change in what is counted here."),
}
FIGURES: dict[str, Any] = {
    "announced": Count("id", filter=Q(stage=Stage.ANNOUNCED)),
    "done": Count("id", filter=Q(stage=Stage.DONE)),
    "confirmed": Count("id", filter=Q(stage=Stage.CONFIRMED)),
    "lowest": Sum("people_min", filter=HELD),
    "highest": Sum("people_max", filter=HELD),
    "people_known": Count("id", filter=HELD & KNOWN),
    "people_unknown": Count("id", filter=HELD & ~KNOWN),
    "open_ended": Count("id", filter=HELD & Q(people_min__isnull=False, people_max=None)),
    "latest": Max("changed_on"),
}


@dataclass(frozen=True)
class Figures:
    """None means that nothing is known; DEFINITIONS says what each figure counts."""

    announced: int
    done: int
    confirmed: int
    people_min: int | None
    people_max: int | None
    people_known: int
    people_unknown: int
    as_of: date | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to count, which is not the same as a count of 0."""
        return self.as_of is None

    @property
    def are_any_held(self) -> bool:
        return bool(self.done or self.confirmed)


@dataclass(frozen=True)
class Totals(Figures):
    """With the countries of done and confirmed actions, and of those who took part in them."""

    countries: tuple[str, ...]
    participant_countries: int | None


def totals(actions: QuerySet[Action]) -> Totals:
    """The figures of these published actions, in four queries."""
    actions = actions.order_by()
    held = actions.filter(HELD)
    return Totals(
        **_figures(actions.aggregate(**FIGURES)),
        countries=tuple(sorted(held.values_list("country", flat=True).distinct())),
        participant_countries=_participant_countries(held),
    )


def grouped(actions: QuerySet[Action], name: str) -> dict[Any, Figures]:
    """The figures by country or by year, in one query."""
    rows = actions.order_by(name).values(name).annotate(**FIGURES)
    return {row.pop(name): Figures(**_figures(row)) for row in rows}


def participant_countries(actions: QuerySet[Action]) -> dict[str, int]:
    """In how many of these actions people from each country are known to have taken part."""
    counted: dict[str, int] = {}
    named = actions.order_by().exclude(participant_countries=[])
    for codes in named.values_list("participant_countries", flat=True):
        for code in set(codes):
            counted[code] = counted.get(code, 0) + 1
    return dict(sorted(counted.items()))


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    """Where one action says “at least”, so does the sum: then it has no upper end."""
    lowest, highest, latest = row.pop("lowest"), row.pop("highest"), row.pop("latest")
    is_open = row.pop("open_ended") > 0
    return row | {
        "people_min": lowest,
        "people_max": None if is_open else highest,
        "as_of": latest,
    }


def _participant_countries(held: QuerySet[Action]) -> int | None:
    """At least so many: all that are named, or the largest number given for one action."""
    most = held.aggregate(most=Max("participant_countries_count"))["most"] or 0
    return max(len(participant_countries(held)), most) or None
