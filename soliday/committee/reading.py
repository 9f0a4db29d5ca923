"""Reading is bounded: a member opens so many different reports an hour, and each is counted once.

Whoever copies in a stolen session, or as a false friend, is stopped by the same number.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from soliday.committee import canaries
from soliday.committee.desk_rules import rules_in_force
from soliday.committee.models import Member, Opening
from soliday.committee.roles import may_administer

HOUR = timedelta(hours=1)
# Who may change the cap would only be delayed by it; a stolen session of theirs still is bounded.
TIMES_FOR_ADMINISTRATORS = 10


class CapReached(Exception):
    """The member has opened as many reports as the rules allow; one more from `next_at`."""

    def __init__(self, reports_an_hour: int, next_at: datetime) -> None:
        super().__init__(f"{reports_an_hour} reports an hour")
        self.reports_an_hour = reports_an_hour
        self.next_at = next_at


def opened_lately(*, member: Member, now: datetime) -> set[UUID]:
    """The reports that this member opened within the hour."""
    recent = Opening.objects.filter(member=member, opened_at__gt=now - HOUR)
    return set(recent.values_list("report", flat=True))


def count_opening(*, member: Member, report: UUID, now: datetime) -> None:
    """Count a report that is about to be shown; once more within the hour costs nothing.

    Raises CapReached, and then nothing of the report may be shown. A canary raises its alarm.
    """
    if _is_counted(member, report, now):
        return
    with transaction.atomic():
        # One after the other for each member: parallel requests cannot all be the last one.
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if _is_counted(member, report, now):
            return
        forget_old(now=now)
        _refuse_above_cap(member, now)
        Opening.objects.create(member=member, report=report, opened_at=now)
        canaries.watch(report=report, member=member, now=now)


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Delete what no longer counts; how many rows that were."""
    # What another request is deleting is left to it: neither waits for the other.
    old = Opening.objects.select_for_update(skip_locked=True).filter(opened_at__lte=now - HOUR)
    deleted, _by_model = Opening.objects.filter(pk__in=[each.pk for each in old]).delete()
    return deleted


def _is_counted(member: Member, report: UUID, now: datetime) -> bool:
    recent = Opening.objects.filter(member=member, report=report, opened_at__gt=now - HOUR)
    return recent.exists()


def _refuse_above_cap(member: Member, now: datetime) -> None:
    cap = rules_in_force().reports_an_hour
    if may_administer(member):
        cap *= TIMES_FOR_ADMINISTRATORS
    recent = Opening.objects.filter(member=member, opened_at__gt=now - HOUR).order_by("opened_at")
    times = list(recent.values_list("opened_at", flat=True))
    if len(times) >= cap:
        # Where the cap was lowered meanwhile, more than one has to grow old first.
        raise CapReached(cap, times[len(times) - cap] + HOUR)
