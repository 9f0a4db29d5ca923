"""The page of a year: what its sources say, and what this site has counted, never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from soliday.actions.day_site import DaySite
from soliday.actions.queries import LISTED, in_edition, published, years_of
from soliday.actions.totals import DEFINITIONS, totals
from soliday.campaign.frame import Frame
from soliday.campaign.rendering import render
from soliday.core.pages import PublicPage
from soliday.places.countries import country_name, sort_key


def edition_pages(site: DaySite) -> Iterator[PublicPage]:
    """For each year that has a page of its own or a published action."""
    for year in sorted({*site.editions, *years_of(site.day)}):
        keys = site.keys("days") | {f"edition:{site.day.slug}:{year}"}
        for frame in site.frames.values():
            yield PublicPage(year_path(frame, year), keys, partial(_render, site, frame, year))


def year_path(frame: Frame, year: int) -> str:
    return f"{frame.root}days/{year}/"


def _render(site: DaySite, frame: Frame, year: int) -> bytes:
    edition = site.day.editions.get(year=year)
    actions = in_edition(site.day, year)
    own = site.editions.get(year, {}).get(frame.language)
    context: dict[str, Any] = frame.context(
        year_path(frame, year),
        page=own.page if own else None,
        edition=edition,
        named=_names(edition.countries, frame),
        totals=totals(published(site.day).filter(edition=edition)),
        definitions=DEFINITIONS,
        actions=site.shown(actions, frame),
        is_cut=len(actions) == LISTED,
        before=max((each for each in site.editions if each < year), default=None),
        after=min((each for each in site.editions if each > year), default=None),
    )
    return render("actions/edition.html", context, language=frame.language)


def _names(codes: list[str], frame: Frame) -> list[str]:
    names = (country_name(code, frame.language) for code in codes)
    return sorted(names, key=lambda name: sort_key(name, frame.language))
