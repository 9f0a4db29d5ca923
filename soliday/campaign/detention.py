"""Days of detention, counted from the dates of arrest and release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Detention:
    """One time in prison. Without a date of release no number is given: it would age unseen."""

    arrested_on: date
    freed_on: date | None

    @property
    def day_count(self) -> int | None:
        """The days from the arrest to the release."""
        return None if self.freed_on is None else (self.freed_on - self.arrested_on).days


def detentions(events: Iterable[Any]) -> list[Detention]:
    """Each arrest with the release that follows it. A second arrest before it is the same time."""
    found: list[Detention] = []
    arrested_on: date | None = None
    for event in sorted(events, key=lambda event: event["on"]):
        if event["kind"] == "arrested" and arrested_on is None:
            arrested_on = event["on"]
        elif event["kind"] == "freed" and arrested_on is not None:
            found.append(Detention(arrested_on, event["on"]))
            arrested_on = None
    if arrested_on is not None:
        found.append(Detention(arrested_on, None))
    return found


def days_counted(found: Iterable[Detention]) -> int:
    """The days of all times in prison that have ended."""
    return sum(each.day_count or 0 for each in found)
