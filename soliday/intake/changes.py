"""What a sender takes back with the receipt."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from soliday.actions import changes as actions
from soliday.actions.states import MoveNotAllowed as ActionMoveNotAllowed
from soliday.reports import changes as reports
from soliday.reports.models import Report


@transaction.atomic
def withdraw(*, report: Report, today: date) -> None:
    """Destroy what was sent and take what was published of it off the site.

    Raises MoveNotAllowed when nothing of the report is left. The report goes first: should the
    committee be accepting it right now, one of the two sees what the other did.
    """
    reports.withdraw(report=report, today=today)
    _take_down(report.action_number, today)


@transaction.atomic
def erase(*, report: Report, today: date) -> None:
    """Destroy all there is of a report, the hash of its receipt too, and what was published."""
    _take_down(reports.forget(report=report), today)


def _take_down(action_number: int | None, today: date) -> None:
    if action_number is None:
        return
    try:
        with transaction.atomic():
            actions.withdraw(action_number=action_number, today=today)
    except ActionMoveNotAllowed:
        return  # the committee has taken it down already
