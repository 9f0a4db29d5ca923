"""One day as the parts of its site are made from it: read once for a build."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from heapq import nlargest
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from soliday.actions.counted import Counted
from soliday.actions.counting import BLOCK
from soliday.actions.frozen import Frozen
from soliday.actions.listings import Listing, in_pages, page_of, pages_by_name
from soliday.actions.models import Action
from soliday.actions.places import Profiles
from soliday.actions.queries import (
    IN_FEED,
    NEWEST,
    in_archive,
    in_block_numbers,
    published,
)
from soliday.actions.reading import MOST, AtHand
from soliday.actions.shown import ShownAction
from soliday.campaign.frame import Frame
from soliday.campaign.models import Day, Edition
from soliday.campaign.queries import Shown
from soliday.campaign.written import Written

Stale = frozenset[str] | None
KEPT = 16  # lists of actions at hand: all those of one change
AHEAD = 384  # actions: to read more at once takes no less time for each


@dataclass(frozen=True)
class DaySite:
    day: Day
    frames: dict[str, Frame]
    profiles: Profiles
    stale: Stale
    content: Written
    actions: AtHand = field(default_factory=AtHand)
    frozen: Frozen = field(default_factory=Frozen)
    facts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)  # of a block of the data
    _lists: dict[tuple[Any, ...], list[int]] = field(default_factory=dict)
    _shown: dict[tuple[int, str], ShownAction] = field(default_factory=dict)
    _answers: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    @property
    def files(self) -> str:
        return "/" if self.day.is_main else f"/{self.day.slug}/"

    @property
    def source(self) -> Frame:
        """The frame in the source language, for files that have no language of their own."""
        return self.content.source or next(iter(self.frames.values()))

    @property
    def is_all_stale(self) -> bool:
        return self.stale is None or bool({f"day:{self.day.slug}", "profiles"} & self.stale)

    def named(self, kind: str) -> list[str]:
        """What the stale keys of a kind name: `country:belarus:PL` gives PL."""
        start = f"{kind}:{self.day.slug}:"
        return sorted(key.removeprefix(start) for key in self.stale or () if key.startswith(start))

    def keys(self, *kinds: str) -> frozenset[str]:
        """Keys of this day, and of all that shows actions."""
        own = {f"{kind}:{self.day.slug}" for kind in kinds}
        return frozenset({f"day:{self.day.slug}", "profiles"} | own)

    def shown(self, actions: Iterable[Action], frame: Frame) -> list[ShownAction]:
        return [self._shown_action(each, frame) for each in actions]

    def _shown_action(self, action: Action, frame: Frame) -> ShownAction:
        """Most stand in several lists: what was found out of one of them holds for the others."""
        name = (action.pk, frame.language)
        known = self._shown.get(name)
        if known is None or known.action is not action:
            if len(self._shown) >= MOST:
                self._shown.clear()
            known = ShownAction(action, frame.language, frame.root, self.profiles)
            self._shown[name] = known
        return known

    def latest(self) -> Listed:
        """What the feed shows."""
        return self.listed(("latest",), lambda: published(self.day)[:IN_FEED])

    def newest(self) -> list[Action]:
        """What the wall shows, the first of them."""
        return self.latest().actions[:NEWEST]

    def archived(self, number: int) -> Listed:
        """A page of the archive."""
        if self.is_all_stale:
            return self.planned(self.archive_pages(), number)
        return self.listed(("archive", number), lambda: in_archive(self.day, number))

    def block(self, number: int) -> Listed:
        """A part of the data, the oldest first."""
        if self.is_all_stale:
            return Listed(self, partial(self._planned_block, number))
        within = partial(in_block_numbers, number=number)
        return self.listed(("block", number), lambda: within(published(self.day)).order_by("id"))

    def _planned_block(self, number: int) -> list[int]:
        pages, many = self.archive_pages(), BLOCK // NEWEST
        within = (pages.get(page, ()) for page in range(number * many, (number + 1) * many))
        return list(chain.from_iterable(within))

    def listing(self, kind: str, name: str) -> Listing:
        """One for all who ask, so that what it knows is asked once."""
        found: Listing = self.once(("listing", kind, name), partial(Listing, self.day, kind, name))
        return found

    def last_page(self, listing: Listing) -> int:
        """The number of its last page; 0 where the first one has them all."""
        if self.is_all_stale:
            return max(self.pages_of(listing), default=0)
        end: int = self.once(("end", listing), listing.end)
        return page_of(end) if end else 0

    def pages_of(self, listing: Listing) -> dict[int, list[int]]:
        """All pages of a long list, as `Listing.pages` gives them; asked for all of its kind."""
        ask = partial(pages_by_name, self.day, listing.kind)
        found: dict[int, list[int]] = self.once(("pages", listing.kind), ask).get(listing.name, {})
        return found

    def archive_pages(self) -> dict[int, list[int]]:
        """The same of the archive, where each action has the place of its number."""
        found: dict[int, list[int]] = self.once(("pages",), self._archive)
        return found

    def _archive(self) -> dict[int, list[int]]:
        return in_pages(published(self.day).order_by("id").values_list("pk", "pk"))

    def on_page(self, listing: Listing, number: int | None = None) -> Listed:
        """A page of a long list, or without a number the newest of it."""
        if number is None:
            return self._newest_of(listing)
        if self.is_all_stale:
            return self.planned(self.pages_of(listing), number)
        return self.listed((listing, number), lambda: listing.on_page(number))

    def _newest_of(self, listing: Listing) -> Listed:
        if self.is_all_stale and self.pages_of(listing):
            found = self.once(("newest", listing), partial(self._newest_planned, listing))
            return Listed(self, lambda: found)
        return self.listed((listing, None), lambda: listing.actions()[:NEWEST])

    def _newest_planned(self, listing: Listing) -> list[int]:
        """By their numbers: whoever was published late has a late place, and is not newer."""
        return nlargest(NEWEST, chain.from_iterable(self.pages_of(listing).values()))

    def by_number(self, number: int) -> Action:
        """One published action."""
        return self.give([number])[0]

    def listed(self, name: tuple[Any, ...], wanted: Callable[[], QuerySet[Action]]) -> Listed:
        """A list of actions by any name; they are asked for when somebody wants them."""
        return Listed(self, partial(self._asked, name, wanted))

    def planned(self, pages: Mapping[int, Sequence[int]], number: int) -> Listed:
        """A page of a list of which all are made: no question for each. Newest first."""
        return Listed(self, lambda: list(reversed(pages.get(number, ()))))

    def _asked(self, name: tuple[Any, ...], wanted: Callable[[], QuerySet[Action]]) -> list[int]:
        """The actions of a list: asked once, for all languages."""
        if name not in self._lists:
            while len(self._lists) >= KEPT:
                del self._lists[next(iter(self._lists))]
            self._lists[name] = list(wanted().values_list("pk", flat=True))
        return self._lists[name]

    def give(self, numbers: list[int]) -> list[Action]:
        """Published actions; of one change, those of all its lists are read at once."""
        lists = chain.from_iterable(self._lists.values())
        besides = self._next_from(numbers) if self.is_all_stale else lists
        return self.actions.give(numbers, besides, self.content.edition)

    def _next_from(self, numbers: Sequence[int]) -> Iterator[int]:
        """A full build goes through the actions by their numbers: what it needs soon."""
        first = min(number for number in numbers if number not in self.actions)
        every = self.once(("numbers",), self._numbers)
        start = bisect_left(every, first)
        yield from every[start : start + AHEAD]

    def _numbers(self) -> list[int]:
        return sorted(chain.from_iterable(self.archive_pages().values()))

    def once(self, name: tuple[Any, ...], ask: Callable[[], Any]) -> Any:
        """What all languages ask of the database, by any name: asked once."""
        if name not in self._answers:
            self._answers[name] = ask()
        return self._answers[name]

    @cached_property
    def counted(self) -> Counted:
        return Counted(self.day)

    @property
    def idea_pages(self) -> list[dict[str, Shown]]:
        return self.content.idea_pages

    @property
    def defender_pages(self) -> list[dict[str, Shown]]:
        return self.content.defender_pages

    @property
    def ideas(self) -> dict[str, dict[str, Shown]]:
        return self.content.ideas

    @property
    def editions(self) -> dict[int, dict[str, Shown]]:
        return self.content.editions

    @property
    def open_edition(self) -> Edition | None:
        return self.content.open_edition


@dataclass(frozen=True)
class Listed:
    """Some published actions in an order. find: their numbers."""

    site: DaySite
    find: Callable[[], list[int]]

    @property
    def numbers(self) -> list[int]:
        return self.find()

    @property
    def actions(self) -> list[Action]:
        return self.site.give(self.numbers)


def absolute(path: str) -> str:
    """The address that names a thing for good, wherever it was read."""
    return f"{settings.CONFIGURATION.site}{path}"


def address(path: str, at: str) -> str:
    """The link to `path` in the feed or data file at `at`.

    Beside an onion service it is relative: the same file leads to where it was fetched from.
    """
    if not settings.CONFIGURATION.onion:
        return absolute(path)
    return "../" * (at.count("/") - 1) + path.removeprefix("/")


def by_year(actions: Sequence[ShownAction]) -> list[tuple[int, list[Any]]]:
    """The actions under the year of their edition, the latest first."""
    years: dict[int, list[Any]] = {}
    for each in actions:
        years.setdefault(each.action.edition.year, []).append(each)
    return sorted(years.items(), reverse=True)
