"""`soliday press`: the worker that makes the public files."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path
from threading import Event

from django.conf import settings
from django.utils.timezone import localdate, now

from soliday.ops.lifeline import end_with_parent
from soliday.ops.releasing import release_due
from soliday.press.build import PagesNotRendered
from soliday.press.signers import SignatureRefused, hand_in
from soliday.press.verifying import verify
from soliday.press.worker import build_everything, run_forever, work_once

EVERY = 2.0  # seconds


def run(asked: argparse.Namespace) -> int:
    """Build everything, or what is out of date, or go on until stopped."""
    if asked.step == "sign":
        return _sign(asked.file)
    try:
        if asked.verify:
            return _verify()
        if not (asked.all or asked.once):
            return _work()
        release_due(now=now())
        if asked.all:
            build_everything(today=localdate(), tell=Progress())
        else:
            work_once(today=localdate())
    except PagesNotRendered as failed:
        print("These pages could not be made:", *failed.args, sep="\n", file=sys.stderr)
        return 1
    return 0


class Progress:
    """A line now and then: pages, rate, and the time that is left.

    The first call tells how many were done before, by a bake that was stopped.
    """

    def __init__(self) -> None:
        self.began = self.told = time.monotonic()
        self.before = self.total = -1

    def __call__(self, done: int, total: int) -> None:
        if total != self.total:
            self._begin(done, total)
            return
        now = time.monotonic()
        if now - self.told < EVERY and done < total:
            return
        self.told, rate = now, (done - self.before) / max(now - self.began, 0.001)
        left = f"{(total - done) / rate:.0f} s left" if done < total and rate else "done"
        print(f"{done} of {total} pages, {rate:.0f} a second, {left}", file=sys.stderr)

    def _begin(self, before: int, total: int) -> None:
        self.before, self.total = before, total
        self.began = self.told = time.monotonic()
        if before:
            print(f"{before} of {total} pages were done before", file=sys.stderr)


def _verify() -> int:
    faults = verify(today=localdate())
    print(*faults or ["ledger, files and database agree"], sep="\n")
    return 1 if faults else 0


def _sign(name: str) -> int:
    """Store a signature that a keyholder made with stock minisign over the current sums."""
    try:
        minisig = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        print(f"signed: {hand_in(settings.SITE_FOLDER, minisig)}")
    except (SignatureRefused, OSError) as refused:
        print(f"The signature was not taken: {refused}", file=sys.stderr)
        return 1
    return 0


def _work() -> int:
    end_with_parent()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_forever(stop, then=lambda: release_due(now=now()))
    return 0
