"""At a set hour: what waited for it appears, and its reports learn its public number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from soliday.actions.waiting import due_numbers, show_due
from soliday.reports.numbers import hold_reports_of, renumber


def release_due(*, now: datetime) -> int:
    """Show everything whose hour has come, all of it or nothing; return how many."""
    if not due_numbers(now=now):
        return 0
    with transaction.atomic():
        due = due_numbers(now=now)
        # In the order of whoever withdraws or publishes: first the report, then the days.
        hold_reports_of(due)
        numbers = show_due(due, today=now.date())
        renumber(numbers)
    return len(numbers)
