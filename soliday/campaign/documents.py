"""The pages a committee writes: ideas, years, defenders, materials and pages of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from wagtail.models import Page

from soliday.campaign.frame import REPORT, Frame, alternates_at
from soliday.campaign.models import (
    DaysPage,
    DefenderPage,
    DefendersPage,
    IdeaPage,
    IdeasPage,
    MaterialsPage,
    PagePicture,
    TextPage,
)
from soliday.campaign.page_pictures import MOST
from soliday.campaign.pictures import photo_paths
from soliday.campaign.queries import Shown
from soliday.campaign.rendering import render
from soliday.campaign.written import Written
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


def document_pages(written: Written) -> Iterator[PublicPage]:
    """Each page in every language of the day; one that is missing there stands in another."""
    for kind in _kinds(written):
        keys = {f"{kind.key}:{written.day.slug}"} if kind.key else set()
        for versions in written.of_kind(kind.model):
            for language, shown in versions.items():
                frame = written.frames[language]
                yield PublicPage(
                    shown.path,
                    frozenset({frame.key, shown.key} | keys | _more_keys(shown.page)),
                    partial(_render, written, kind, frame, shown, versions),
                )


def picture_files(written: Written) -> Iterator[PublicPage]:
    """The pictures of the pages that are public."""
    rows = list(PagePicture.objects.values_list("of", "pk", "name"))
    keys = _keys_of_pages(written) if rows else {}
    for of, number, name in rows:
        if of in keys:
            own = frozenset({f"day:{written.day.slug}", keys[of]})
            for path, field in zip(photo_paths(name), ("page_jpeg", "wall_jpeg"), strict=True):
                yield PublicPage(path, own, partial(_bytes, number, field))


def _keys_of_pages(written: Written) -> dict[Any, str]:
    shown = [
        next(iter(versions.values()))
        for kind in MOST
        for versions in written.of_kind(kind)
        if versions
    ]
    return {each.page.translation_key: each.key for each in shown}


def _bytes(number: int, field: str) -> bytes:
    return bytes(PagePicture.objects.values_list(field, flat=True).get(pk=number))


def _more_keys(page: Page) -> set[str]:
    """The page on reporting shows the committee's recipients too."""
    return {RECIPIENTS_SHOWN} if page.slug == REPORT and isinstance(page, TextPage) else set()


def _kinds(written: Written) -> list[Kind]:
    return [
        Kind(IdeasPage, "campaign/ideas.html", _list(written, "ideas", IdeaPage), "ideas"),
        Kind(IdeaPage, "campaign/idea.html", {}),
        Kind(DaysPage, "campaign/days.html", {"editions": written.editions_in}, "days"),
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
