"""One day as the parts of its site are made from it: read once for a build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from soliday.actions.counted import Counted
from soliday.actions.frozen import Frozen
from soliday.actions.kept import MOST, DayContent
from soliday.actions.listings import Listing
from soliday.actions.models import Action
from soliday.actions.places import Profiles
from soliday.actions.queries import (
    IN_FEED,
    NEWEST,
    archive_number,
    in_archive,
    in_block_numbers,
    published,
    with_all,
)
from soliday.actions.shown import ShownAction
from soliday.campaign.frame import Frame
from soliday.campaign.models import Day, Edition
from soliday.campaign.queries import Shown

Stale = frozenset[str] | None
KEPT = 16  # lists of actions at hand: all those of one change


@dataclass(frozen=True)
class DaySite:
    day: Day
    frames: dict[str, Frame]
    profiles: Profiles
    stale: Stale
    content: DayContent
    actions: dict[int, Action]  # those at hand, with all that is shown of them
    frozen: Frozen = field(default_factory=Frozen)
    facts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)  # of a block of the data
    _kept: dict[tuple[Any, ...], list[Action]] = field(default_factory=dict)
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
            known = ShownAction(action, frame.language, frame.root, self.profiles)
            self._shown[name] = known
        return known

    def latest(self) -> list[Action]:
        """What the feed shows: read once, for all languages."""
        return self.read(("latest",), lambda: published(self.day)[:IN_FEED])

    def newest(self) -> list[Action]:
        """What the wall shows, the first of them."""
        return self.latest()[:NEWEST]

    def archived(self, number: int) -> list[Action]:
        """A page of the archive."""
        return self.read(("archive", number), lambda: in_archive(self.day, number))

    def block(self, number: int) -> list[Action]:
        """A part of the data."""
        return self.read(
            ("block", number),
            lambda: in_block_numbers(published(self.day), number).order_by("id"),
        )

    def listing(self, kind: str, name: str) -> Listing:
        """One for all who ask, so that what it knows is asked once."""
        found: Listing = self.once(("listing", kind, name), partial(Listing, self.day, kind, name))
        return found

    def end_of(self, listing: Listing) -> int:
        """The last place of a long list that is taken."""
        end: int = self.once(("end", listing), listing.end)
        return end

    def listed(self, listing: Listing, number: int | None = None) -> list[Action]:
        """A page of a long list, or without a number the newest of it."""
        if number is None:
            return self.read((listing, None), lambda: listing.actions()[:NEWEST])
        return self.read((listing, number), lambda: listing.on_page(number))

    def by_number(self, number: int) -> Action:
        """One published action, read with those around it where all pages are made."""
        if self.is_all_stale:
            around = self.archived(archive_number(number))
        else:
            around = self.read(("action", number), lambda: published(self.day).filter(pk=number))
        return next(each for each in around if each.pk == number)

    def _with_all(self, wanted: QuerySet[Action]) -> list[Action]:
        """The lists of one build overlap, and most of what a change's lists show is as it was."""
        numbers = list(wanted.values_list("pk", flat=True))
        missing = [number for number in numbers if number not in self.actions]
        if len(self.actions) + len(missing) > MOST:
            self.actions.clear()
            self._shown.clear()
            missing = numbers
        if missing:
            found = with_all(Action.objects.order_by()).in_bulk(missing)
            for each in found.values():
                each.edition = self.content.years[each.edition_id]
            self.actions.update(found)
        return [self.actions[number] for number in numbers]

    def read(self, name: tuple[Any, ...], wanted: Callable[[], QuerySet[Action]]) -> list[Action]:
        """A list of actions by any name: read once, for all languages."""
        if name not in self._kept:
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[name] = self._with_all(wanted())
        return self._kept[name]

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
