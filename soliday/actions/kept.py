"""What a press process keeps from one build to the next, so that one action costs one action.

Kept is what the committee wrote (pages and what is rendered of them alone) and the actions that
lists have shown. It is true as long as nobody else has built in between and the stale keys name
nothing but actions: whatever else they name empties it, and an action they name is read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from soliday.actions.reading import AtHand
from soliday.campaign.written import Written, all_written

# A change of actions marks these, and no other change marks these alone.
OF_ACTIONS = frozenset(
    "action archive calendar countries country countrylist data edition sitemap totals wall"
    " yeardata yearlist".split()
)


@dataclass(frozen=True)
class Kept:
    actions: AtHand = field(default_factory=AtHand)

    @cached_property
    def days(self) -> list[Written]:
        return all_written()


_kept: list[Kept] = []  # of this process: none outside of `keeping`, or before the first build
_in_use: list[Kept] = []


@contextmanager
def keeping(stale: frozenset[str] | None, *, is_alone: bool) -> Iterator[None]:
    """Within, a build finds what the last one left, unless that may be out of date."""
    kept = _still_true(stale) if is_alone else Kept()
    _kept.clear()
    _in_use.append(kept)
    try:
        yield
        _kept.append(kept)  # only now: a build that failed leaves nothing
    finally:
        _in_use.clear()


def at_hand() -> Kept:
    """What may be used in this build; nothing but what it reads itself outside of `keeping`."""
    return _in_use[0] if _in_use else Kept()


def _still_true(stale: frozenset[str] | None) -> Kept:
    kept = _kept[0] if _kept else Kept()
    if stale is None or not {key.partition(":")[0] for key in stale} <= OF_ACTIONS:
        return Kept()
    for key in stale:
        kind, _, number = key.partition(":")
        if kind == "action":
            kept.actions.pop(int(number), None)
    return kept
