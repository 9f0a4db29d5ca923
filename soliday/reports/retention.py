"""How long reports are kept: the whole row goes, with everything sealed and the receipt's hash."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from soliday.committee.desk_rules import rules_in_force
from soliday.reports.models import Package, Report
from soliday.reports.states import State

DECIDED = (State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.ERASED)
# Few at once: each may hold several megabytes, and others write between two of them.
AT_ONCE = 50


def due(*, decided_before: date, undecided_before: date) -> QuerySet[Report]:
    """Reports decided, or left undecided, before these days.

    A proposal or a correction is undecided; it counts from its own day where it has one.
    """
    since = Report.objects.annotate(since=Coalesce("decided_on", "received_on"))
    decided = Q(state__in=DECIDED, since__lt=decided_before)
    return since.filter(decided | (~Q(state__in=DECIDED) & Q(since__lt=undecided_before)))


def kept_until(report: Report) -> date:
    """The last day on which the report, and with it the receipt, is known for certain."""
    rules = rules_in_force()
    is_decided = report.state in DECIDED
    days = rules.keep_decided_days if is_decided else rules.keep_undecided_days
    return (report.decided_on or report.received_on) + timedelta(days=days)


@transaction.atomic
def erase_some(*, decided_before: date, undecided_before: date) -> list[UUID]:
    """Remove some of what is due; the ids of what is gone. What is published stays."""
    found = due(decided_before=decided_before, undecided_before=undecided_before)
    # Whoever decides on one right now is left alone: it is looked at again tomorrow.
    held = found.select_for_update(skip_locked=True).order_by("id").values_list("pk", flat=True)
    ids = list(held[:AT_ONCE])
    # Only ids are read, or every sealed photo would pass through memory on its way out.
    Package.objects.filter(report__in=ids).only("id").delete()
    Report.objects.filter(pk__in=ids).delete()
    return ids


def left_ids() -> list[UUID]:
    """The ids of reports of which something is left."""
    gone = (State.WITHDRAWN, State.ERASED)
    return list(Report.objects.exclude(state__in=gone).order_by("id").values_list("pk", flat=True))
