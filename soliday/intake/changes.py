"""What a sender changes with the receipt."""

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
    if report.action_number is None:
        return
    try:
        with transaction.atomic():
            actions.withdraw(action_number=report.action_number, today=today)
    except ActionMoveNotAllowed:
        return  # the committee has taken it down already
