"""`soliday tend`: erases reports whose time has come, and forgets whatever has expired.

Then it asks the known mirrors what they show, once a day and with no lock held.
"""

from __future__ import annotations

import argparse
import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from soliday.committee import audit, canaries, reading, unlocking
from soliday.committee.desk_rules import note_tending, rules_in_force
from soliday.core.wiping import wipe
from soliday.ops.lifeline import end_with_parent
from soliday.ops.mirror_check import tell_daily
from soliday.reports.models import Package, Report
from soliday.reports.retention import erase_some

TABLES = (Report._meta.db_table, Package._meta.db_table)
BETWEEN_TWO = 0.1  # seconds in which others get to write
WORDS = {
    "reports": "reports erased",
    "unlockings": "open locks expired",
    "openings": "openings forgotten",
    "sessions": "sessions expired",
    "cached": "cached entries expired",
}


def run(_asked: argparse.Namespace) -> int:
    """Do it once and say what was done; 1 where traces could not be wiped this time."""
    end_with_parent()
    with _alone() as is_alone:
        if not is_alone:
            print("Another tending is at work.", file=sys.stderr)
            return 0
        code = _tend_and_wipe()
    tell_daily(timezone.localdate())
    return code


def _tend_and_wipe() -> int:
    counts = tend(now=timezone.now())
    for name, words in WORDS.items():
        print(f"{words}: {counts[name]}")
    return _wipe(is_something_erased=counts["reports"] > 0)


def tend(*, now: datetime) -> dict[str, int]:
    """Erase, expire and forget; how many of each."""
    counts = {
        "reports": _erase_reports(now),
        "unlockings": unlocking.remove_expired(now=now),
        "openings": reading.forget_old(now=now),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "cached": _forget_cached(now),
    }
    note_tending(today=now.date(), counts=counts)
    return counts


def _erase_reports(now: datetime) -> int:
    erased = 0
    while count := _erase_some(now):
        erased += count
        time.sleep(BETWEEN_TWO)
    return erased


@transaction.atomic
def _erase_some(now: datetime) -> int:
    """Some reports and their line in the log: stopped anywhere, the log tells what went."""
    rules, today = rules_in_force(), now.date()
    gone = erase_some(
        decided_before=today - timedelta(days=rules.keep_decided_days),
        undecided_before=today - timedelta(days=rules.keep_undecided_days),
    )
    canaries.forget_canaries(reports=gone)
    if gone:
        subject = f"{len(gone)} reports"
        audit.record(member="soliday", verb="erased by retention", subject=subject, now=now)
    return len(gone)


def _forget_cached(now: datetime) -> int:
    """Django's cache in the database forgets only what somebody asks for again, or when full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    expired = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [expired])  # noqa: S608 - ours
        return max(0, cursor.rowcount)


def _wipe(*, is_something_erased: bool) -> int:
    wiped = wipe(tables=TABLES, is_something_erased=is_something_erased)
    if is_something_erased:
        print(f"database rewritten: {'yes' if wiped.is_rebuilt else 'no'}")
    print(f"write-ahead log emptied: {'yes' if wiped.is_log_empty else 'no'}")
    if wiped.is_log_empty and (wiped.is_rebuilt or not is_something_erased):
        return 0
    print("Traces of what was erased may remain until it runs again.", file=sys.stderr)
    return 1


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other tending works on this data folder; until the end none will."""
    with (settings.DATA / "tend.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
