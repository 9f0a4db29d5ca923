"""The pages a committee writes: ideas, years, defenders, materials and pages of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from wagtail.models import Page

from soliday.campaign.frame import REPORT, Frame, alternates_at
from soliday.campaign.models import (
    Day,
    DaysPage,
    DefenderPage,
    DefendersPage,
    EditionPage,
    IdeaPage,
    IdeasPage,
    MaterialsPage,
    PagePicture,
    TextPage,
)
from soliday.campaign.page_pictures import without_bytes
from soliday.campaign.queries import Shown, translations
from soliday.campaign.rendering import render
from soliday.committee.keys import PUBLISHED as RECIPIENTS_SHOWN
from soliday.core.pages import PublicPage

Lists = dict[str, Callable[[str], list[Shown]]]


@dataclass(frozen=True)
class Written:
    """What a day's pages are made from, asked once for all of them and their languages."""

    day: Day
    _of_kind: dict[type[Page], list[dict[str, Shown]]] = field(default_factory=dict)

    def of_kind(self, model: type[Page]) -> list[dict[str, Shown]]:
        if model not in self._of_kind:
            self._of_kind[model] = translations(self.day, model)
        return self._of_kind[model]

    def in_language(self, model: type[Page], language: str) -> list[Shown]:
        """The pages of a kind as a language shows them, in the order of the tree."""
        return [each[language] for each in self.of_kind(model) if language in each]

    def editions(self, language: str) -> list[Shown]:
        """The pages of the editions, the latest year first."""
        found = self.in_language(EditionPage, language)
        return sorted(found, key=lambda shown: -shown.page.edition.year)

    def pictures_of(self, page: Page) -> list[PagePicture]:
        """What `page_pictures.pictures_of` finds."""
        return self._pictures.get(page.translation_key, [])

    @cached_property
    def _pictures(self) -> dict[Any, list[PagePicture]]:
        found: dict[Any, list[PagePicture]] = defaultdict(list)
        for each in without_bytes(PagePicture.objects.all()):
            found[each.of].append(each)
        return found


@dataclass(frozen=True)
class Kind:
    """model, template; lists: what the page lists beside its own text; key: which list that is."""

    model: type[Page]
    template: str
    lists: Lists
    key: str = ""


def document_pages(day: Day, in_languages: dict[str, Frame]) -> Iterator[PublicPage]:
    """Each page in every language of the day; one that is missing there stands in another."""
    written = Written(day)
    for kind in _kinds(written):
        keys = {f"{kind.key}:{day.slug}"} if kind.key else set()
        for versions in written.of_kind(kind.model):
            for language, shown in versions.items():
                frame = in_languages[language]
                yield PublicPage(
                    shown.path,
                    frozenset({frame.key, shown.key} | keys | _more_keys(shown.page)),
                    partial(_render, written, kind, frame, shown, versions),
                )


def _more_keys(page: Page) -> set[str]:
    """The page on reporting shows the committee's recipients too."""
    return {RECIPIENTS_SHOWN} if page.slug == REPORT and isinstance(page, TextPage) else set()


def _kinds(written: Written) -> list[Kind]:
    return [
        Kind(IdeasPage, "campaign/ideas.html", _list(written, "ideas", IdeaPage), "ideas"),
        Kind(IdeaPage, "campaign/idea.html", {}),
        Kind(DaysPage, "campaign/days.html", {"editions": written.editions}, "days"),
        Kind(
            DefendersPage,
            "campaign/defenders.html",
            _list(written, "defenders", DefenderPage),
            "defenders",
        ),
        Kind(DefenderPage, "campaign/defender.html", {}),
        Kind(TextPage, "campaign/text.html", {}),
        Kind(MaterialsPage, "campaign/materials.html", {}),
    ]


def _list(written: Written, name: str, model: type[Page]) -> Lists:
    return {name: partial(written.in_language, model)}


def _render(
    written: Written, kind: Kind, frame: Frame, shown: Shown, versions: dict[str, Shown]
) -> bytes:
    paths = {language: each.path for language, each in versions.items()}
    lists = {name: listed(frame.language) for name, listed in kind.lists.items()}
    context: dict[str, Any] = frame.context(
        shown.path,
        page=shown.page,
        is_fallback=shown.is_fallback,
        alternates=alternates_at(paths),
        pictures_of=written.pictures_of,
        **lists,
    )
    return render(kind.template, context, language=frame.language)
