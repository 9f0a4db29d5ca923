"""The rules of the desk: how many reports a member opens an hour, how long reports are kept."""

from __future__ import annotations

from datetime import date

from soliday.committee.models import DeskRules

THE_ROW = 1
# Smallest and largest value of each: beyond them a slip of the finger would hurt.
BOUNDS = {
    "reports_an_hour": (1, 1000),
    "keep_decided_days": (1, 365),
    "keep_undecided_days": (7, 730),
}


def rules_in_force() -> DeskRules:
    """The rules as they are, or as they come when nobody has changed them."""
    return DeskRules.objects.filter(pk=THE_ROW).first() or DeskRules(pk=THE_ROW)


def change_rules(*, reports_an_hour: int, keep_decided_days: int, keep_undecided_days: int) -> None:
    """Set all three; what the last tending did stays."""
    values = {
        "reports_an_hour": reports_an_hour,
        "keep_decided_days": keep_decided_days,
        "keep_undecided_days": keep_undecided_days,
    }
    for name, value in values.items():
        smallest, largest = BOUNDS[name]
        if not smallest <= value <= largest:
            raise ValueError(f"{name} is {value}, not between {smallest} and {largest}")
    DeskRules.objects.update_or_create(pk=THE_ROW, defaults=values)


def note_tending(*, today: date, counts: dict[str, int]) -> None:
    """Keep what the last tending did, for the desk's home page."""
    defaults = {"tended_on": today, "tended_counts": counts}
    DeskRules.objects.update_or_create(pk=THE_ROW, defaults=defaults)
