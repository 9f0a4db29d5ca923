"""Where a stranger's receipt is looked up: the one place for whoever makes guessing dear."""

from __future__ import annotations

from soliday.intake.door import Visit
from soliday.intake.guard.guesses import guesses
from soliday.reports.models import Report
from soliday.reports.queries import by_receipt


def looked_up(receipt: str) -> Report | None:
    """The report of this receipt (44 digits), in the same time whether there is one or not."""
    return by_receipt(receipt)


def wait_before_next(visit: Visit) -> int:
    """The seconds this sender has to wait, right receipt or wrong, after many wrong ones."""
    return guesses.left(visit.sender, now=visit.now)


def wait_after_wrong(visit: Visit) -> int:
    """Count a receipt that nothing is under; return the seconds to wait before the next try."""
    return guesses.wrong(visit.sender, now=visit.now)
