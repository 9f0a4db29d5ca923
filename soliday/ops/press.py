"""`soliday press`: the worker that makes the public files."""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event

from django.utils.timezone import localdate

from soliday.ops.lifeline import end_with_parent
from soliday.press.build import PagesNotRendered
from soliday.press.worker import build_everything, run_forever, work_once


def run(asked: argparse.Namespace) -> int:
    """Build everything, or what is out of date, or go on until stopped."""
    try:
        if asked.all:
            build_everything(today=localdate())
        elif asked.once:
            work_once(today=localdate())
        else:
            _work()
    except PagesNotRendered as failed:
        print("These pages could not be made:", *failed.args, sep="\n", file=sys.stderr)
        return 1
    return 0


def _work() -> None:
    end_with_parent()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_forever(stop)
