"""The page of a year: what its sources say, and what this site has counted, never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from soliday.actions.day_site import DaySite
from soliday.actions.list_pages import last_list_path, list_pages, year_path
from soliday.actions.listings import Listing
from soliday.actions.totals import DEFINITIONS
from soliday.campaign.frame import Frame
from soliday.campaign.rendering import render
from soliday.core.pages import PublicPage
from soliday.places.countries import country_name, sort_key


def edition_pages(site: DaySite) -> Iterator[PublicPage]:
    """For each year that has a page of its own or a published action."""
    for year in sorted({*site.editions, *site.counted.by_year}):
        keys = site.keys("days") | {f"edition:{site.day.slug}:{year}"}
        for frame in site.frames.values():
            yield PublicPage(year_path(frame, year), keys, partial(_render, site, frame, year))
    yield from list_pages(site, "year")


def _render(site: DaySite, frame: Frame, year: int) -> bytes:
    edition = site.once(("edition", year), partial(site.day.editions.get, year=year))
    listing = Listing(site.day, "year", str(year))
    own = site.editions.get(year, {}).get(frame.language)
    context: dict[str, Any] = frame.context(
        year_path(frame, year),
        page=own.page if own else None,
        edition=edition,
        named=_names(edition.countries, frame),
        totals=site.counted.of_year(year),
        definitions=DEFINITIONS,
        actions=site.shown(site.listed(listing), frame),
        more=last_list_path(site, frame, listing),
        before=max((each for each in site.editions if each < year), default=None),
        after=min((each for each in site.editions if each > year), default=None),
    )
    return render("actions/edition.html", context, language=frame.language)


def _names(codes: list[str], frame: Frame) -> list[str]:
    names = (country_name(code, frame.language) for code in codes)
    return sorted(names, key=lambda name: sort_key(name, frame.language))
