"""The press at work: looks for stale keys, builds, and forgets only what it has built."""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event
from typing import TextIO

from django.conf import settings
from django.db import close_old_connections
from django.utils.timezone import localdate

from soliday.actions.kept import keeping
from soliday.core.models import StaleKey
from soliday.core.stale import EVERYTHING
from soliday.press.build import Built, Tell, build
from soliday.press.ledger import chunks
from soliday.press.sums import is_due

log = logging.getLogger(__name__)
PAUSE, PAUSE_AFTER_FAULT = 0.2, 2.0  # seconds
MARK = secrets.token_hex(8)  # of this process, with its number: a forked one is another


class AnotherWorker(Exception):
    """Another worker is at the press right now."""


def work_once(*, today: date) -> bool:
    """Build what is stale now. False: nothing is, or another worker is at it.

    The keys are removed when the files are durable, and only those seen at the start: stopped
    anywhere it does the same again, and a change made meanwhile has its turn next.
    """
    if not StaleKey.objects.exists() and not is_due(today):
        return False
    try:
        with only_worker(wait=False) as is_alone:
            return _work(today=today, is_alone=is_alone) is not None
    except AnotherWorker:
        return False


def build_everything(*, today: date, tell: Tell | None = None) -> Built:
    """Build the whole site, after any other worker has finished; `tell` hears how far it is."""
    with only_worker(wait=True), keeping(None, is_alone=False):
        seen = list(StaleKey.objects.values_list("pk", flat=True))
        built = build(stale=None, today=today, tell=tell)
        _forget(seen)
        return built


def run_forever(stop: Event, *, then: Callable[[], object] = lambda: None) -> None:
    """Work until `stop` is set, and do `then` each time after it: take-downs come first.

    A fault is logged and tried again; it never ends the press.
    """
    pause = 0.0
    while not stop.wait(pause):
        try:
            close_old_connections()
            work_once(today=localdate())
            then()
            pause = PAUSE
        except Exception:  # whatever it was, later changes and take-downs still have to go out
            log.exception("the press stopped and tries again")
            pause = PAUSE_AFTER_FAULT


@contextmanager
def only_worker(*, wait: bool) -> Iterator[bool]:
    """Be the only one who writes the site; the lock is gone with the process that held it.

    Gives whether nobody else has held it since this process did: what it keeps is still true.
    """
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with open(settings.DATA / "press.lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise AnotherWorker from error
        yield _is_still_ours(file)


def _is_still_ours(file: TextIO) -> bool:
    """The last holder's mark lies in the lock's file; leave ours."""
    mark = f"{MARK} {os.getpid()}"
    file.seek(0)
    if file.read(len(mark) + 1) == mark:
        return True
    file.truncate(0)
    file.write(mark)
    file.flush()
    return False


def _work(*, today: date, is_alone: bool) -> Built | None:
    seen = dict(StaleKey.objects.values_list("pk", "key"))
    if not seen and not is_due(today):
        return None
    keys = frozenset(seen.values())
    stale = None if EVERYTHING in keys else keys
    with keeping(stale, is_alone=is_alone):
        built = build(stale=stale, today=today)
    _forget(seen)
    return built


def _forget(seen: Iterable[int]) -> None:
    for chunk in chunks(seen):
        StaleKey.objects.filter(pk__in=chunk).delete()
