"""Changes of members and keys need two people: one asks, another administrator agrees.

Where there is no other administrator, whoever asks acts alone, and the log says so. A closed
account counts as another one as long as it has the role: nobody makes themselves alone by locking
the others out. Whoever sits at the machine can agree too.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from soliday.committee.audit import one_at_a_time, record
from soliday.committee.carrying_out import CARRIED_OUT
from soliday.committee.kinds import Kind, State
from soliday.committee.models import Member, PendingChange
from soliday.committee.roles import ADMINISTRATOR, may_administer

VALID = timedelta(days=14)
HOST = "host"  # who did it, in the audit log: somebody at the machine itself


class NotAllowed(Exception):
    """Not theirs to decide, or no longer open: decided, too old, or the asker is locked out."""


def needs_another(member: Member) -> bool:
    """Whether there is another administrator who has to agree."""
    are = Q(groups__name=ADMINISTRATOR) | Q(is_superuser=True)
    return Member.objects.filter(are).exclude(pk=member.pk).exists()


def waiting(*, today: date) -> QuerySet[PendingChange]:
    """What waits for a second person, oldest first."""
    valid = PendingChange.objects.filter(
        state=State.WAITING, asked_on__gte=today - VALID, asked_by__is_active=True
    )
    return valid.select_related("asked_by").order_by("id")


@transaction.atomic
def ask(
    *, kind: str, subject: str, payload: dict[str, Any], member: Member, now: datetime
) -> PendingChange:
    """Ask for a change; done at once where there is nobody else to agree. Raises CannotBeDone."""
    one_at_a_time()
    PendingChange.objects.filter(
        kind=kind, subject=subject, asked_by=member, state=State.WAITING
    ).delete()
    change = PendingChange.objects.create(
        kind=kind, subject=subject, payload=payload, asked_by=member, asked_on=now.date()
    )
    record(member=member.get_username(), verb=f"asked to {kind}", subject=subject, now=now)
    if not needs_another(member):
        _decide(change, by=None, now=now)
        record(member=member.get_username(), verb=f"alone: {kind}", subject=subject, now=now)
    return change


@transaction.atomic
def agree(*, change_id: int, member: Member, now: datetime) -> PendingChange:
    """Another administrator agrees, and it is done. Raises NotAllowed, CannotBeDone."""
    one_at_a_time()
    change = _open_change(change_id, now.date())
    judge = Member.objects.get(pk=member.pk)
    if change.asked_by_id == judge.pk or not may_administer(judge):
        raise NotAllowed
    _decide(change, by=judge, now=now)
    record(
        member=judge.get_username(),
        verb=f"agreed to {change.kind}",
        subject=change.subject,
        now=now,
    )
    return change


@transaction.atomic
def agree_at_machine(*, change_id: int, now: datetime) -> PendingChange:
    """Whoever runs the machine is the second person. Raises NotAllowed, CannotBeDone."""
    one_at_a_time()
    change = _open_change(change_id, now.date())
    _decide(change, by=None, now=now)
    record(member=HOST, verb=f"agreed to {change.kind}", subject=change.subject, now=now)
    return change


@transaction.atomic
def refuse(*, change_id: int, member: Member, now: datetime) -> PendingChange:
    """Any administrator refuses; the asker takes it back the same way. Raises NotAllowed."""
    one_at_a_time()
    change = _open_change(change_id, now.date())
    if change.asked_by_id != member.pk and not may_administer(Member.objects.get(pk=member.pk)):
        raise NotAllowed
    _close(change, State.REFUSED, member, now.date())
    record(
        member=member.get_username(), verb=f"refused to {change.kind}", subject=change.subject,
        now=now,
    )  # fmt: skip
    return change


@transaction.atomic
def use(*, kind: str, subject: str, member: Member, today: date) -> bool:
    """Use up what was agreed to: a key for this subject, or what this member asked for."""
    one_at_a_time()
    allowed = _allowed(kind, subject, member, today).first()
    if allowed is None:
        return False
    PendingChange.objects.filter(pk=allowed.pk).update(state=State.DONE)
    return True


def is_allowed(*, kind: str, subject: str, member: Member, today: date) -> bool:
    """Whether `use` would succeed."""
    return _allowed(kind, subject, member, today).exists()


def _allowed(kind: str, subject: str, member: Member, today: date) -> QuerySet[PendingChange]:
    found = PendingChange.objects.filter(
        kind=kind, subject=subject, state=State.ALLOWED, decided_on__gte=today - VALID
    ).order_by("id")
    return found if kind == Kind.GIVE_KEY else found.filter(asked_by=member)


def _open_change(change_id: int, today: date) -> PendingChange:
    change = waiting(today=today).filter(pk=change_id).first()
    if change is None:
        raise NotAllowed
    return change


def _decide(change: PendingChange, *, by: Member | None, now: datetime) -> None:
    carry_out = CARRIED_OUT.get(change.kind)
    if carry_out:
        carry_out(change, now.date())
    _close(change, State.DONE if carry_out else State.ALLOWED, by, now.date())


def _close(change: PendingChange, state: str, by: Member | None, today: date) -> None:
    change.state, change.decided_by, change.decided_on = state, by, today
    change.payload = {name: each for name, each in change.payload.items() if name != "password"}
    open_still = PendingChange.objects.filter(pk=change.pk, state=State.WAITING)
    if not open_still.update(state=state, decided_by=by, decided_on=today, payload=change.payload):
        raise NotAllowed
