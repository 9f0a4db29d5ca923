"""What of the campaign's content is public, in which language, and where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import Page

from soliday.campaign.models import Closing, Day, DayPage, Edition, EditionPage, IdeaPage
from soliday.campaign.paths import day_root
from soliday.languages.catalogue import codes

RELATED: dict[type[Page], tuple[str, ...]] = {EditionPage: ("locale", "edition")}
STEP = Page.steplen  # treebeard's path: so many characters for each level


@dataclass(frozen=True)
class Shown:
    """A page as readers of a language meet it: in their language or, visibly, in another."""

    page: Any
    language: str
    path: str

    @property
    def is_fallback(self) -> bool:
        return self.page.locale.language_code != self.language

    @property
    def key(self) -> str:
        return f"page:{self.page.translation_key}"


def days() -> list[Day]:
    """All days, the main one first."""
    return list(Day.objects.all())


def main_day() -> Day:
    """The day at the root of the site. Raises Day.DoesNotExist before one is loaded."""
    return Day.objects.filter(is_main=True).get()


def open_edition(day: Day) -> Edition | None:
    """The edition that takes reports; the newest where several are open."""
    return day.editions.filter(is_open=True).order_by("-year").first()


def closings_in_force() -> dict[int, Closing]:
    """The years that are closed now, by the number of the edition."""
    closings = Closing.objects.filter(reopened_on=None).select_related("edition__day")
    return {each.edition_id: each for each in closings.order_by("id")}


def homes(day: Day) -> dict[str, DayPage]:
    """The day's published home page by language, in the order in which we list languages."""
    found = _public(DayPage.objects.filter(day=day).select_related("locale", "day"))
    by_language = {home.locale.language_code: home for home in found}
    return {code: by_language[code] for code in codes() if code in by_language}


def languages_of(day: Day) -> list[str]:
    """The languages a day is shown in: those that have its home page."""
    return list(homes(day))


def day_page(day: Day, language: str) -> DayPage:
    """The home page in this language, else in the source language, else in any.

    Raises DayPage.DoesNotExist when none is published.
    """
    versions = homes(day)
    if not versions:
        raise DayPage.DoesNotExist(day.slug)
    return _chosen(versions, language, day.source_language)


def live_in(page: Any, language: str) -> tuple[Any, bool]:
    """The published version of a page for readers of a language, and whether it is a fallback."""
    same = type(page).objects.filter(translation_key=page.translation_key)
    versions = {each.locale.language_code: each for each in _public(same.select_related("locale"))}
    chosen = _chosen(versions, language, page.locale.language_code) if versions else page
    return chosen, chosen.locale.language_code != language


def ideas(day: Day, language: str) -> list[IdeaPage]:
    """The catalogue in the order of the source language's tree."""
    return [shown[language].page for shown in translations(day, IdeaPage) if language in shown]


def translations(day: Day, model: type[Page]) -> list[dict[str, Shown]]:
    """Each public page of this kind below the day's home, in every language of the day.

    A language is missing where a page of its own stands in the place of one to fall back on.
    """
    return shown_pages(day, homes(day), model.objects.all())


def shown_pages(
    day: Day, roots: dict[str, DayPage], pages_of_kind: QuerySet[Any]
) -> list[dict[str, Shown]]:
    """The same for any pages, with the day's home pages at hand."""
    below = pages_of_kind.filter(_below(roots.values()))
    pages = _public(below.select_related(*RELATED.get(below.model, ("locale",))))
    versions: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for page in pages:
        versions[page.translation_key][page.locale.language_code] = page
    trails = _trails(pages)
    ordered = sorted(versions.values(), key=lambda each: _place(each, day.source_language))
    return _each_in_its_place(
        [{language: _shown(each, day, language, trails) for language in roots} for each in ordered]
    )


def _public(pages: QuerySet[Any]) -> list[Any]:
    """Published, open to everybody, and no alias: an alias is a page still in another language."""
    return list(pages.live().public().filter(alias_of=None).order_by("path"))  # type: ignore[attr-defined]


def _below(roots: Iterable[DayPage]) -> Q:
    condition = Q(pk__in=[])
    for home in roots:
        condition |= Q(path__startswith=home.path, depth__gt=home.depth)
    return condition


def _trails(pages: list[Any]) -> dict[int, str]:
    """The slugs below the home page: `ideas/picket/`. Our tree has two levels there."""
    parents = {page.path[:-STEP] for page in pages if page.depth > 3}
    slugs = dict(Page.objects.filter(path__in=parents).values_list("path", "slug"))
    return {
        page.pk: "".join(f"{slug}/" for slug in (slugs.get(page.path[:-STEP]), page.slug) if slug)
        for page in pages
    }


def _shown(versions: dict[str, Any], day: Day, language: str, trails: dict[int, str]) -> Shown:
    page = _chosen(versions, language, day.source_language)
    return Shown(page, language, day_root(day, language) + trails[page.pk])


def _chosen(versions: dict[str, Any], language: str, source: str) -> Any:
    wanted = versions.get(language) or versions.get(source)
    return wanted or versions[min(versions, key=_rank)]


def _each_in_its_place(found: list[dict[str, Shown]]) -> list[dict[str, Shown]]:
    every = [shown for versions in found for shown in versions.values()]
    holders: dict[str, Shown] = {}
    for shown in sorted(every, key=lambda shown: shown.is_fallback):
        holders.setdefault(shown.path, shown)
    return [
        {code: shown for code, shown in versions.items() if holders[shown.path] is shown}
        for versions in found
    ]


def _place(versions: dict[str, Any], source: str) -> tuple[bool, str]:
    """Orders by the source language's tree; what is missing there comes last."""
    return source not in versions, _chosen(versions, source, source).path


def _rank(code: str) -> tuple[int, str]:
    return (codes().index(code) if code in codes() else len(codes()), code)
