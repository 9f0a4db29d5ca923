"""`soliday doctor`: one line a check, `ok` or `bad` with what to do; exit code 1 if one is bad."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from soliday.committee import recovery_keys
from soliday.committee.audit import chain_faults
from soliday.committee.keys import NoKeyholder
from soliday.committee.models import AuditEntry, Keyholder
from soliday.core.room import MEGABYTE, least_free
from soliday.ops import front
from soliday.ops.preparing import is_prepared
from soliday.photos import confinement, faces
from soliday.photos.faults import PhotoRefused
from soliday.press.models import LedgerPage
from soliday.press.turns import silence
from soliday.reports.resealing import progress

LEAST_FREE = 1024**3  # a gibibyte: some thousands of reports with photos
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)  # no clock that is right shows an earlier time
MAY_BE_AHEAD = timedelta(minutes=5)


class Bad(Exception):
    """A check found something; the message says what, and what to do."""


def run(_asked: argparse.Namespace) -> int:
    """Run every check, also those after one that failed."""
    return 1 if [name for name, check in CHECKS.items() if not _passes(name, check)] else 0


def _passes(name: str, check: Callable[[], str]) -> bool:
    try:
        print(f"ok   {name}: {check()}")
    except (Bad, DatabaseError, OSError) as bad:
        print(f"bad  {name}: {bad}")
        return False
    return True


def _mode() -> str:
    configuration = settings.CONFIGURATION
    return f"{configuration.mode}, {configuration.site}"


def _folders() -> str:
    for folder in (settings.DATA, settings.DATA / "keys"):
        _refuse_open(folder)
    for file in (settings.DATA / "keys").iterdir():
        _refuse_open(file)
    return "the data folder and its keys can be read by their owner only"


def _refuse_open(path: Path) -> None:
    if path.stat().st_mode & 0o077:
        raise Bad(f"others can read {path}. Close it: chmod go= {path}")
    if path.stat().st_uid != os.geteuid():
        raise Bad(f"{path} belongs to another user than the one who runs Soliday.")


def _disk() -> str:
    disk = shutil.disk_usage(settings.DATA)
    free, least = disk.free, least_free(disk.total)
    if free < least:
        raise Bad(
            f"only {free // MEGABYTE} MB are free, so the form is closed until {least // MEGABYTE} "
            "MB are. Make room."
        )
    if free < LEAST_FREE:
        raise Bad(f"only {free // 1024**2} MB are free. Make room: reports need it.")
    return f"{free // 1024**3} GB are free"


def _flood_guard() -> str:
    if fault := front.fault(settings.CONFIGURATION):
        raise Bad(fault)
    return front.said(settings.CONFIGURATION)


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT 1")
            return connection.display_name
        cursor.execute("PRAGMA journal_mode")
        if (mode := cursor.fetchone()[0]) != "wal":
            raise Bad(f"SQLite's journal is “{mode}”, not WAL. Is the folder on a network disk?")
        cursor.execute("PRAGMA quick_check(1)")
        if (found := cursor.fetchone()[0]) != "ok":
            raise Bad(f"the database is damaged ({found}). Restore the last backup.")
    return "SQLite with WAL, not damaged"


def _version() -> str:
    if not is_prepared(settings.CONFIGURATION):
        raise Bad("the data folder does not fit this version. Run: soliday init")
    return "the data folder fits this version"


def _keyholders() -> str:
    held = Keyholder.objects.filter(removed_on=None).count()
    if not held:
        raise Bad("nobody holds a key, so no report can be taken in.")
    if held == 1 and recovery_keys.in_force() is None and not settings.CONFIGURATION.is_demo:
        raise Bad(
            "one keyholder only and no recovery key: a lost passphrase loses every report. "
            "Give another key at the desk, and run: soliday keys recovery make"
        )
    return f"{held} can open reports"


def _recovery() -> str:
    key = recovery_keys.in_force()
    if settings.CONFIGURATION.is_demo and key is None:
        return "none, and a demo needs none"
    if key is None:
        raise Bad("there is none. Make one: soliday keys recovery make")
    if recovery_keys.is_drill_due(key, today=datetime.now(UTC).date()):
        last = f"the last drill was {key.drilled_on}" if key.drilled_on else "it was never tried"
        raise Bad(f"{last}. Try two shares: soliday keys recovery drill")
    return f"made {key.made_on}, last drill {key.drilled_on}"


def _sealed() -> str:
    try:
        found = progress()
    except NoKeyholder:
        return "there is no key to seal to"
    if found.out_of_date:
        raise Bad(
            f"{found.out_of_date} of {found.count} packages are sealed to other keys than those "
            "in force. Run: soliday keys reseal"
        )
    return f"{found.count} packages are sealed to the keys in force"


def _audit() -> str:
    if faults := chain_faults():
        raise Bad(f"rows were changed or removed, the first is number {faults[0]}.")
    return "no row was changed or removed"


def _press() -> str:
    if not (settings.DATA / "keys" / "press.key").exists():
        raise Bad("the press has no key to sign with. Run: soliday init")
    pages = LedgerPage.objects.count()
    if not pages or not (settings.SITE_FOLDER / "SHA256SUMS.minisig").exists():
        raise Bad("the site is not baked. Run: soliday press --all")
    if told := silence():
        raise Bad(told)
    return f"{pages} files are baked and signed"


def _clock() -> str:
    now = datetime.now(UTC)
    last = AuditEntry.objects.order_by("-id").values_list("at", flat=True).first()
    if now < RELEASED or (last and last > now + MAY_BE_AHEAD):
        raise Bad(f"it says {now:%Y-%m-%d %H:%M} UTC, which is too early. Set the clock.")
    return f"{now:%Y-%m-%d %H:%M} UTC"


def _photos() -> str:
    """Which walls stand around the decoder. Limits are the least: without them no photo is safe."""
    try:
        held = confinement.held()
    except PhotoRefused as refused:
        raise Bad(f"no child could be started to read a photo ({refused.reason}).") from refused
    if not held.get("limits"):
        raise Bad("the children that read photos are not limited: photos cannot be taken safely.")
    walls = ", ".join(name if stands else f"no {name}" for name, stands in sorted(held.items()))
    return f"children are held by {walls}; {'a' if faces.is_installed() else 'no'} face detector"


CHECKS: dict[str, Callable[[], str]] = {
    "mode": _mode,
    "folders": _folders,
    "disk": _disk,
    "flood guard": _flood_guard,
    "clock": _clock,
    "database": _database,
    "version": _version,
    "keyholders": _keyholders,
    "recovery key": _recovery,
    "sealed": _sealed,
    "audit log": _audit,
    "press": _press,
    "photos": _photos,
}
