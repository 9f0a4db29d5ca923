"""What the committee wrote of a day: each kind of page is read once for a build, whoever asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wagtail.models import Page

from soliday.campaign.frame import Frame, frames_below
from soliday.campaign.models import (
    Day,
    DayPage,
    DefenderPage,
    Edition,
    EditionPage,
    IdeaPage,
    PagePicture,
)
from soliday.campaign.page_pictures import without_bytes
from soliday.campaign.queries import Shown, days, homes, open_edition, shown_pages


@dataclass(frozen=True)
class Written:
    """The pages of a day as its languages show them; each is read when it is first asked for."""

    day: Day
    _of_kind: dict[type[Page], list[dict[str, Shown]]] = field(default_factory=dict, repr=False)
    _editions: dict[int, Edition] = field(default_factory=dict, repr=False)

    @cached_property
    def homes(self) -> dict[str, DayPage]:
        return homes(self.day)

    @cached_property
    def frames(self) -> dict[str, Frame]:
        """By language."""
        return frames_below(self.day, self.homes)

    @property
    def source(self) -> Frame | None:
        """The frame in the source language, for files that have no language of their own."""
        found = self.frames.get(self.day.source_language)
        return found or next(iter(self.frames.values()), None)

    def of_kind(self, model: type[Page]) -> list[dict[str, Shown]]:
        """What `queries.translations` finds."""
        if model not in self._of_kind:
            self._of_kind[model] = shown_pages(self.day, self.homes, model.objects.all())
        return self._of_kind[model]

    def in_language(self, model: type[Page], language: str) -> list[Shown]:
        """The pages of a kind as a language shows them, in the order of the tree."""
        return [each[language] for each in self.of_kind(model) if language in each]

    @property
    def idea_pages(self) -> list[dict[str, Shown]]:
        """The ideas in the order of the tree, each by language."""
        return self.of_kind(IdeaPage)

    @property
    def defender_pages(self) -> list[dict[str, Shown]]:
        return self.of_kind(DefenderPage)

    @cached_property
    def ideas(self) -> dict[str, dict[str, Shown]]:
        """The pages of ideas by slug and language."""
        return {next(iter(each.values())).page.slug: each for each in self.idea_pages}

    @cached_property
    def editions(self) -> dict[int, dict[str, Shown]]:
        """The pages of the editions by year and language."""
        found = self.of_kind(EditionPage)
        return {next(iter(each.values())).page.edition.year: each for each in found}

    def editions_in(self, language: str) -> list[Shown]:
        """The pages of the editions, the latest year first."""
        found = self.in_language(EditionPage, language)
        return sorted(found, key=lambda shown: -shown.page.edition.year)

    def edition(self, number: int) -> Edition:
        """By primary key: actions share it. One that was added since is read like the others."""
        if number not in self._editions:
            own = Edition.objects.filter(day=self.day).select_related("day")
            self._editions.update(own.in_bulk())
        return self._editions[number]

    @cached_property
    def open_edition(self) -> Edition | None:
        return open_edition(self.day)

    def pictures_of(self, page: Page) -> list[PagePicture]:
        """What `page_pictures.pictures_of` finds."""
        return self._pictures.get(page.translation_key, [])

    @cached_property
    def _pictures(self) -> dict[Any, list[PagePicture]]:
        found: dict[Any, list[PagePicture]] = defaultdict(list)
        for each in without_bytes(PagePicture.objects.all()):
            found[each.of].append(each)
        return found


def all_written() -> list[Written]:
    """Of every day, the main one first."""
    return [Written(day) for day in days()]
