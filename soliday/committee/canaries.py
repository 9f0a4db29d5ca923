"""Canaries: made-up reports that nobody has a reason to open twice, and the alarm when one is.

At the desk and in the tables of reports a canary is a report like any other. Only the mark here
tells, and only to the server: a hash of the report's id, keyed by a key that no table holds.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Q, QuerySet

from soliday.committee import audit
from soliday.committee.models import Alarm, Canary, Member
from soliday.committee.roles import ADMINISTRATOR


def mark_canary(*, report: UUID) -> None:
    """From now on this report raises an alarm when it is opened."""
    Canary.objects.get_or_create(mark=_mark(report))


def is_canary(report: UUID) -> bool:
    return Canary.objects.filter(mark=_mark(report)).exists()


def canaries_among(reports: Iterable[UUID]) -> list[UUID]:
    """Those of the reports that are canaries; costs a hash for each."""
    marks = {bytes(mark) for mark in Canary.objects.values_list("mark", flat=True)}
    return [report for report in reports if _mark(report) in marks]


def forget_canaries(*, reports: Iterable[UUID]) -> int:
    """Remove the marks of reports that are gone; how many there were."""
    marks = [_mark(report) for report in reports]
    deleted, _by_model = Canary.objects.filter(mark__in=marks).delete()
    return deleted


def watch(*, report: UUID, member: Member, now: datetime) -> None:
    """Raise the alarm when this report is a canary. Who opens it sees nothing of that."""
    if not is_canary(report):
        return
    name = member.get_username()
    Alarm.objects.create(report=report, member=name, raised_at=now)
    audit.record(member=name, verb="opened canary", subject=f"report {report}", now=now)


def open_alarms(member: Member) -> QuerySet[Alarm]:
    """Alarms that this administrator has to look into.

    One they raised themselves is for the others, unless there is no other administrator.
    """
    alarms = Alarm.objects.filter(acknowledged_at=None)
    if _is_the_only_administrator(member):
        return alarms
    return alarms.exclude(member=member.get_username())


def acknowledge(*, alarm: Alarm, member: Member, now: datetime) -> bool:
    """Put an alarm away; False when it is not theirs to put away, or already is."""
    mine = open_alarms(member).filter(pk=alarm.pk)
    name = member.get_username()
    if not mine.update(acknowledged_by=name, acknowledged_at=now):
        return False
    subject = f"report {alarm.report}"
    audit.record(member=name, verb="acknowledged alarm", subject=subject, now=now)
    return True


def _is_the_only_administrator(member: Member) -> bool:
    others = Member.objects.filter(is_active=True).exclude(pk=member.pk)
    return not others.filter(Q(groups__name=ADMINISTRATOR) | Q(is_superuser=True)).exists()


def _mark(report: UUID) -> bytes:
    return hmac.digest(_key(settings.SECRET_KEY), report.bytes, "sha256")


@cache
def _key(secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"soliday canary")
    return derive.derive(secret.encode())
