"""The press at work: looks for stale keys, builds, and forgets only what it has built."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event

from django.conf import settings
from django.db import close_old_connections
from django.utils.timezone import localdate

from soliday.core.models import StaleKey
from soliday.core.stale import EVERYTHING
from soliday.press.build import Built, build
from soliday.press.ledger import chunks

log = logging.getLogger(__name__)
PAUSE, PAUSE_AFTER_FAULT = 0.2, 2.0  # seconds


class AnotherWorker(Exception):
    """Another worker is at the press right now."""


def work_once(*, today: date) -> bool:
    """Build what is stale now. False: nothing is, or another worker is at it.

    The keys are removed when the files are durable, and only those seen at the start: stopped
    anywhere it does the same again, and a change made meanwhile has its turn next.
    """
    if not StaleKey.objects.exists():
        return False
    try:
        with only_worker(wait=False):
            return _work(today=today) is not None
    except AnotherWorker:
        return False


def build_everything(*, today: date) -> Built:
    """Build the whole site, after any other worker has finished."""
    with only_worker(wait=True):
        seen = list(StaleKey.objects.values_list("pk", flat=True))
        built = build(stale=None, today=today)
        _forget(seen)
        return built


def run_forever(stop: Event) -> None:
    """Work until `stop` is set. A fault is logged and tried again; it never ends the press."""
    pause = 0.0
    while not stop.wait(pause):
        try:
            close_old_connections()
            work_once(today=localdate())
            pause = PAUSE
        except Exception:  # whatever it was, later changes and take-downs still have to go out
            log.exception("the press stopped and tries again")
            pause = PAUSE_AFTER_FAULT


@contextmanager
def only_worker(*, wait: bool) -> Iterator[None]:
    """Be the only one who writes the site; the lock is gone with the process that held it."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with open(settings.DATA / "press.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise AnotherWorker from error
        yield


def _work(*, today: date) -> Built | None:
    seen = dict(StaleKey.objects.values_list("pk", "key"))
    if not seen:
        return None
    keys = frozenset(seen.values())
    built = build(stale=None if EVERYTHING in keys else keys, today=today)
    _forget(seen)
    return built


def _forget(seen: Iterable[int]) -> None:
    for chunk in chunks(seen):
        StaleKey.objects.filter(pk__in=chunk).delete()
