"""One day as the parts of its site are made from it: read once for a build."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings

from soliday.actions.models import Action
from soliday.actions.places import Profiles
from soliday.actions.shown import ShownAction
from soliday.campaign.frame import Frame
from soliday.campaign.models import Day, IdeaPage
from soliday.campaign.queries import Shown, edition_pages, translations

Stale = frozenset[str] | None


@dataclass(frozen=True)
class DaySite:
    day: Day
    frames: dict[str, Frame]
    profiles: Profiles
    stale: Stale

    @property
    def files(self) -> str:
        return "/" if self.day.is_main else f"/{self.day.slug}/"

    @property
    def source(self) -> Frame:
        """The frame in the source language, for files that have no language of their own."""
        return self.frames.get(self.day.source_language) or next(iter(self.frames.values()))

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
        return [ShownAction(each, frame.language, frame.root, self.profiles) for each in actions]

    @cached_property
    def ideas(self) -> dict[str, dict[str, Shown]]:
        """The pages of ideas by slug and language."""
        found = translations(self.day, IdeaPage)
        return {next(iter(each.values())).page.slug: each for each in found}

    @cached_property
    def editions(self) -> dict[int, dict[str, Shown]]:
        return edition_pages(self.day)


def absolute(path: str) -> str:
    """The address that feeds and data carry away with them."""
    return f"{settings.CONFIGURATION.site}{path}"


def by_year(actions: Sequence[ShownAction]) -> list[tuple[int, list[Any]]]:
    """The actions under the year of their edition, the latest first."""
    years: dict[int, list[Any]] = {}
    for each in actions:
        years.setdefault(each.action.edition.year, []).append(each)
    return sorted(years.items(), reverse=True)
