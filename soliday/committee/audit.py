"""The audit log: every decision, no private text, each row bound to the one before it."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from django.db import connection, transaction

from soliday.committee.models import AuditEntry

LOCK_NUMBER = 0x50_11_DA_40  # any number of our own for PostgreSQL's advisory lock


@transaction.atomic
def record(*, member: str, verb: str, subject: str, now: datetime) -> AuditEntry:
    """Add a row, e.g. verb "declined", subject "report 1f2e…". Never pass what somebody wrote."""
    one_at_a_time()
    last = AuditEntry.objects.order_by("-id").first()
    entry = AuditEntry(at=now, member=member, verb=verb, subject=subject)
    entry.digest = _digest(last.digest if last else "", entry)
    entry.save()
    return entry


def begun_on() -> date | None:
    """The day of the first row, which is that of the installation's first member."""
    first = AuditEntry.objects.order_by("id").first()
    return first.at.date() if first else None


def chain_faults() -> list[int]:
    """The ids of rows that do not fit: changed, or the one before changed or removed."""
    faults, previous = [], ""
    for entry in AuditEntry.objects.order_by("id").iterator():
        if entry.digest != _digest(previous, entry):
            faults.append(entry.pk)
        previous = entry.digest
    return faults


def _digest(previous: str, entry: AuditEntry) -> str:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (previous, at, entry.member, entry.verb, entry.subject)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def one_at_a_time() -> None:
    """Let the changes of members, keys and the log happen one after another; in a transaction."""
    # SQLite's immediate transactions already let one writer in at a time.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_NUMBER])
