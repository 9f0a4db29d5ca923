"""The press at work: looks for stale keys, builds, and forgets only what it has built."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from threading import Event

from django.db import close_old_connections
from django.utils.timezone import localdate

from soliday.actions.kept import keeping
from soliday.core.models import StaleKey
from soliday.core.stale import EVERYTHING, mark_stale
from soliday.press import beforehand
from soliday.press.bakes import Bake, Interrupted, name_of, one_of
from soliday.press.build import NO_BAKE, Built, PagesNotRendered, Tell, build
from soliday.press.closed_years import closed_years_frozen
from soliday.press.cycles import looking, undisturbed
from soliday.press.ledger import chunks
from soliday.press.sums import is_due
from soliday.press.turns import AnotherWorker, in_turn, only_worker

log = logging.getLogger(__name__)
PAUSE, PAUSE_AFTER_FAULT, LONGEST_PAUSE = 0.2, 2.0, 60.0  # seconds
MOST_DOUBLED = 5


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
    """Build the whole site, after any other worker has finished; `tell` hears how far it is.

    A full build that was stopped before goes on. Stopped, this one is gone on with by whoever
    works next.
    """
    beforehand.load()
    with only_worker(wait=True) as is_alone:
        if not StaleKey.objects.filter(key=EVERYTHING).exists():
            mark_stale([EVERYTHING])
        with closed_years_frozen(at_most=None):
            return _build(_seen(), today=today, is_alone=is_alone, tell=tell)


def run_forever(stop: Event, *, then: Callable[[], object] = lambda: None) -> None:
    """Work until `stop` is set, and do `then` each time after it: take-downs come first.

    A fault is logged and tried again; it never ends the press.
    """
    beforehand.load()
    pause, patience = 0.0, Patience()
    while not stop.wait(pause):
        try:
            with undisturbed():
                patience.work_once(today=localdate())
            then()
            pause = PAUSE
        except Exception:  # whatever it was, later changes and take-downs still have to go out
            log.exception("the press stopped and tries again")
            close_old_connections()  # the database may be the fault; it is asked anew
            pause = PAUSE_AFTER_FAULT


@dataclass
class Patience:
    """After a fault the same keys are tried later and later, and with anything new at once.

    A page that fails in a full build would otherwise have the whole site looked after all the time.
    """

    failed: frozenset[int] = frozenset()
    faults: int = 0
    until: float = 0.0

    def work_once(self, *, today: date) -> None:
        keys = frozenset(_seen())
        if keys <= self.failed and time.monotonic() < self.until:
            return
        try:
            work_once(today=today)
        except Exception:
            self.faults = min(self.faults + 1, MOST_DOUBLED) if keys <= self.failed else 0
            pause = min(PAUSE_AFTER_FAULT * 2**self.faults, LONGEST_PAUSE)
            self.failed, self.until = keys, time.monotonic() + pause
            raise
        self.failed, self.until = frozenset(), 0.0


def _work(*, today: date, is_alone: bool) -> Built | None:
    with closed_years_frozen():
        seen = _seen()
        if not seen and not is_due(today):
            return None
        return _build(seen, today=today, is_alone=is_alone)


def _seen() -> dict[int, str]:
    return dict(StaleKey.objects.values_list("pk", "key"))


def _build(seen: dict[int, str], *, today: date, is_alone: bool, tell: Tell | None = None) -> Built:
    stars = {pk for pk, key in seen.items() if key == EVERYTHING}
    keys = {pk: key for pk, key in seen.items() if pk not in stars}
    if not stars:
        return _build_keys(keys, today=today, is_alone=is_alone)
    return _bake(one_of(stars), keys, today=today, is_alone=is_alone, tell=tell)


def _bake(
    star: int, keys: dict[int, str], *, today: date, is_alone: bool, tell: Tell | None
) -> Built:
    """Single keys first, those too that come meanwhile: no take-down waits for a bake's end."""
    tried = dict(keys)
    bake = Bake(name_of(star), go_on=lambda: not _besides(tried))
    while True:
        if keys:
            try:
                _build_keys(keys, today=today, is_alone=is_alone, bake=bake, tell=tell)
            except PagesNotRendered as failed:  # the full bake tries them again
                log.warning("the press goes on with the full bake: %s", failed)
        try:
            with keeping(None, is_alone=False), looking():
                built = build(stale=None, today=today, bake=bake, tell=tell)
        except Interrupted:
            keys = _besides(tried)
            tried |= keys
            continue
        _forget([star, *tried])
        return built


def _besides(tried: Collection[int]) -> dict[int, str]:
    """Single keys that nobody has tried to build yet."""
    return {pk: key for pk, key in _seen().items() if key != EVERYTHING and pk not in tried}


def _build_keys(
    keys: dict[int, str],
    *,
    today: date,
    is_alone: bool,
    bake: Bake = NO_BAKE,
    tell: Tell | None = None,
) -> Built:
    stale = frozenset(keys.values())
    with keeping(stale, is_alone=is_alone):
        built = build(stale=stale, today=today, bake=bake, tell=tell)
    _forget(keys)
    return built


def _forget(seen: Iterable[int]) -> None:
    with in_turn():
        for chunk in chunks(seen):
            StaleKey.objects.filter(pk__in=chunk).delete()
