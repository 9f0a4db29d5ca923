"""One worker at a time; and one that was frozen, and finds that another has taken over, stops.

The lock on `press.lock` is gone with its process. It may be lost by a process that lives: on a
network disk, or where somebody removed the file. So each change of hands also draws a word, which
lies in the database: whoever finds another's there writes nothing more.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from soliday.press.drafts import Overtaken
from soliday.press.models import Release

log = logging.getLogger(__name__)
SILENT = 120.0  # seconds
PAUSE = 0.2  # seconds, between two tries


class AnotherWorker(Exception):
    """Another worker is at the press right now."""


_last: list[tuple[int, str]] = []  # the process, as a forked one is another, and its last word
_in_turn: list[str] = []  # the word of the turn that is going on
_told: list[float] = []  # when it was last said that somebody is silent


@contextmanager
def only_worker(*, wait: bool) -> Iterator[bool]:
    """Be the only one who writes the site.

    Gives whether nobody else has been it since this process was: what it keeps is still true.
    """
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with open(_lock(), "a+") as file:
        while not _is_locked(file):
            tell_of_silence()
            if not wait:
                raise AnotherWorker
            time.sleep(PAUSE)
        _leave_name(file)
        is_alone = _take()
        _in_turn.append(_last[0][1])
        try:
            yield is_alone
        finally:
            _in_turn.clear()


def word() -> str:
    """Of the turn that is going on in this process; empty where none is."""
    return _in_turn[0] if _in_turn else ""


@contextmanager
def in_turn() -> Iterator[None]:
    """A transaction that is not begun by a worker who was overtaken. Raises Overtaken."""
    with transaction.atomic():
        check()
        yield


def check() -> None:
    """Raise Overtaken if somebody else is the worker now; give a sign of life if not.

    In a transaction: until its end nobody else becomes the worker.
    """
    _ask(Release.objects.select_for_update())


def ask() -> None:
    """The same, of a moment between transactions: it may be over right after."""
    _ask(Release.objects.all())


def _ask(rows: QuerySet[Release]) -> None:
    if not word():
        return
    if word() not in rows.filter(pk=1).values_list("turn", flat=True):
        raise Overtaken
    _lock().touch()


def silence() -> str:
    """What to do about a worker that gives no sign of life; empty if there is none.

    A lock that is held is never taken away: whoever holds it may go on at any moment.
    """
    try:
        quiet = time.time() - _lock().stat().st_mtime
        with open(_lock(), "a+") as file:
            if quiet < SILENT or _is_locked(file):
                return ""
            file.seek(0)
            name = file.read(200)
    except OSError:
        return ""
    return (
        f"process {name} is at the press and has given no sign of life for {quiet:.0f} s. Stopped, "
        "it goes on after “kill -CONT”. If it hangs, end it with “kill -9”: another takes over at "
        "once, and nothing is lost. If it cannot be reached, remove press.lock."
    )


def tell_of_silence() -> None:
    """Say it in the log, now and then."""
    if _told and time.monotonic() - _told[0] < SILENT:
        return
    if told := silence():
        log.warning("%s", told)
        _told[:] = [time.monotonic()]


def _lock() -> Path:
    return Path(settings.DATA, "press.lock")


def _is_locked(file: TextIO) -> bool:
    """Whether the lock is ours now."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _leave_name(file: TextIO) -> None:
    """For people who look for whoever holds the lock."""
    file.truncate(0)
    file.write(f"{os.getpid()} on {socket.gethostname()}")
    file.flush()


def _take() -> bool:
    """Whether the turn is still ours; if not it is now."""
    if _last and _last[0][0] == os.getpid() and _is_in_force(_last[0][1]):
        return True
    Release.objects.get_or_create(pk=1)
    _last[:] = [(os.getpid(), secrets.token_hex(8))]
    Release.objects.filter(pk=1).update(turn=_last[0][1])
    return False


def _is_in_force(turn: str) -> bool:
    return Release.objects.filter(pk=1, turn=turn).exists()
