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
from soliday.campaign.frame import Frame, frames
from soliday.campaign.models import Day, DefenderPage, Edition, IdeaPage
from soliday.campaign.queries import Shown, days, edition_pages, open_edition, translations

# A change of actions marks these, and no other change marks these alone.
OF_ACTIONS = frozenset(
    "action archive calendar countries country countrylist data edition sitemap totals wall"
    " yeardata yearlist".split()
)


@dataclass(frozen=True)
class DayContent:
    """What the committee wrote of a day; each is read when it is first asked for."""

    day: Day
    _editions: dict[int, Edition] = field(default_factory=dict, repr=False)

    @cached_property
    def frames(self) -> dict[str, Frame]:
        return frames(self.day)

    @property
    def source(self) -> Frame | None:
        """The frame in the source language, for files that have no language of their own."""
        found = self.frames.get(self.day.source_language)
        return found or next(iter(self.frames.values()), None)

    @cached_property
    def idea_pages(self) -> list[dict[str, Shown]]:
        """The ideas in the order of the tree, each by language."""
        return translations(self.day, IdeaPage)

    @cached_property
    def defender_pages(self) -> list[dict[str, Shown]]:
        return translations(self.day, DefenderPage)

    @cached_property
    def ideas(self) -> dict[str, dict[str, Shown]]:
        """The pages of ideas by slug and language."""
        return {next(iter(each.values())).page.slug: each for each in self.idea_pages}

    @cached_property
    def editions(self) -> dict[int, dict[str, Shown]]:
        return edition_pages(self.day)

    def edition(self, number: int) -> Edition:
        """By primary key: actions share it. One that was added since is read like the others."""
        if number not in self._editions:
            own = Edition.objects.filter(day=self.day).select_related("day")
            self._editions.update(own.in_bulk())
        return self._editions[number]

    @cached_property
    def open_edition(self) -> Edition | None:
        return open_edition(self.day)


@dataclass(frozen=True)
class Kept:
    actions: AtHand = field(default_factory=AtHand)

    @cached_property
    def days(self) -> list[DayContent]:
        return [DayContent(day) for day in days()]


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
