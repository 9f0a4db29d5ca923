"""Closed years are frozen before a build, so that the build writes what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from soliday.actions.freezing import SLICE, freeze
from soliday.core.stale import mark_stale


@contextmanager
def closed_years_frozen(*, at_most: float | None = SLICE) -> Iterator[None]:
    """Freeze, then let build; a fault in freezing holds no take-down up and is raised after it."""
    fault: Exception | None = None
    left: list[str] = []
    try:
        left = freeze(at_most=at_most)
    except Exception as error:  # whatever it was, what is withdrawn has to leave the site
        fault = error
    yield
    if left:
        mark_stale(left)
    if fault:
        raise fault
