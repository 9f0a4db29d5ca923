"""The pages a committee writes: ideas, years, defenders, materials and pages of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
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
    TextPage,
)
from soliday.campaign.queries import Shown, translations
from soliday.campaign.rendering import render
from soliday.committee.keys import PUBLISHED as RECIPIENTS_SHOWN
from soliday.core.pages import PublicPage

Lists = dict[str, Callable[[str], list[Shown]]]


@dataclass(frozen=True)
class Kind:
    """model, template; lists: what the page lists beside its own text; key: which list that is."""

    model: type[Page]
    template: str
    lists: Lists
    key: str = ""


def document_pages(day: Day, in_languages: dict[str, Frame]) -> Iterator[PublicPage]:
    """Each page in every language of the day; one that is missing there stands in another."""
    for kind in _kinds(day):
        keys = {f"{kind.key}:{day.slug}"} if kind.key else set()
        for versions in translations(day, kind.model):
            for language, shown in versions.items():
                frame = in_languages[language]
                yield PublicPage(
                    shown.path,
                    frozenset({frame.key, shown.key} | keys | _more_keys(shown.page)),
                    partial(_render, kind, frame, shown, versions),
                )


def _more_keys(page: Page) -> set[str]:
    """The page on reporting shows the committee's recipients too."""
    return {RECIPIENTS_SHOWN} if page.slug == REPORT and isinstance(page, TextPage) else set()


def _kinds(day: Day) -> list[Kind]:
    return [
        Kind(IdeasPage, "campaign/ideas.html", _list(day, "ideas", IdeaPage), "ideas"),
        Kind(IdeaPage, "campaign/idea.html", {}),
        Kind(DaysPage, "campaign/days.html", {"editions": partial(editions_in, day)}, "days"),
        Kind(
            DefendersPage,
            "campaign/defenders.html",
            _list(day, "defenders", DefenderPage),
            "defenders",
        ),
        Kind(DefenderPage, "campaign/defender.html", {}),
        Kind(TextPage, "campaign/text.html", {}),
        Kind(MaterialsPage, "campaign/materials.html", {}),
    ]


def shown_in(day: Day, model: type[Page], language: str) -> list[Shown]:
    """The pages of a kind as a language shows them, in the order of the tree."""
    return [each[language] for each in translations(day, model) if language in each]


def editions_in(day: Day, language: str) -> list[Shown]:
    """The pages of the editions, the latest year first."""
    found = shown_in(day, EditionPage, language)
    return sorted(found, key=lambda shown: -shown.page.edition.year)


def _list(day: Day, name: str, model: type[Page]) -> Lists:
    return {name: partial(shown_in, day, model)}


def _render(kind: Kind, frame: Frame, shown: Shown, versions: dict[str, Shown]) -> bytes:
    paths = {language: each.path for language, each in versions.items()}
    lists = {name: listed(frame.language) for name, listed in kind.lists.items()}
    context: dict[str, Any] = frame.context(
        shown.path,
        page=shown.page,
        is_fallback=shown.is_fallback,
        alternates=alternates_at(paths),
        **lists,
    )
    return render(kind.template, context, language=frame.language)
