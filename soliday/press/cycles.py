"""Python's search for what only refers to itself: between changes, and not in one.

With two thousand actions and their cards at hand it took a seventh of the time of a change, while
somebody waited for that. A full build makes too much to go without.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 20, 100)  # new objects, and rounds; by default 700, 10, 10


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within, nothing is looked for; what there is then is looked for right after it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def leave_out() -> None:
    """What was imported and loaded by now is not looked through again, for it does not go: once
    through all of it took a thirtieth of the full bake of a thousand actions."""
    gc.freeze()


def look_seldom() -> None:
    """In this process from now on, as it makes thousands of pages and then ends."""
    gc.set_threshold(*SELDOM)
    gc.enable()
    leave_out()


@contextmanager
def looking() -> Iterator[None]:
    """Within, it is done as always, whoever asked not to be disturbed."""
    was_on = gc.isenabled()
    gc.enable()
    try:
        yield
    finally:
        if not was_on:
            gc.disable()
