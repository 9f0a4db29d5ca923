"""Stale keys: how a change tells the press what to rebuild, in the change's own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from soliday.core.models import StaleKey

EVERYTHING = "*"  # the key that stands for all of them


def mark_stale(keys: Iterable[str]) -> None:
    """Record keys such as `action:12` as out of date; a rolled back change leaves none."""
    StaleKey.objects.bulk_create(StaleKey(key=key) for key in sorted(set(keys)))
