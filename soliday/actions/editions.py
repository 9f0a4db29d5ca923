"""The page of a year: what its sources say, and what this site has counted, never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from soliday.actions.day_site import DaySite
from soliday.actions.list_pages import last_list_path, list_pages, year_path
from soliday.actions.totals import DEFINITIONS
from soliday.actions.totals_data import year_data, year_data_path
from soliday.campaign.frame import Frame
from soliday.campaign.keys import figures_key, year_key
from soliday.campaign.models import Closing, Edition
from soliday.campaign.rendering import render
from soliday.core.pages import PublicPage
from soliday.places.countries import country_name, sort_key


def edition_pages(site: DaySite) -> Iterator[PublicPage]:
    """For each year that has a page of its own or a published action."""
    for year in sorted({*site.editions, *site.counted.by_year}):
        yield from year_pages(site, year)
    yield from list_pages(site, "year")


def year_pages(site: DaySite, year: int) -> Iterator[PublicPage]:
    """The page of a year in every language, and its figures as data."""
    keys = site.keys("days") | {year_key(site.day.slug, year)}
    for frame in site.frames.values():
        yield PublicPage(year_path(frame, year), keys, partial(_render, site, frame, year))
    slug = site.day.slug
    own = frozenset({f"day:{slug}", f"days:{slug}", figures_key(slug, year)})
    yield PublicPage(year_data_path(site, year), own, partial(_data, site, year))


def year_sums_path(site: DaySite, year: int) -> str:
    """Where a closed year's list of checksums stands."""
    return f"{site.files}days/{year}/SHA256SUMS"


def _render(site: DaySite, frame: Frame, year: int) -> bytes:
    edition = _edition(site, year)
    listing = site.listing("year", str(year))
    own = site.editions.get(year, {}).get(frame.language)
    context: dict[str, Any] = frame.context(
        year_path(frame, year),
        page=own.page if own else None,
        edition=edition,
        named=_names(edition.countries, frame),
        totals=site.counted.of_year(year),
        definitions=DEFINITIONS,
        actions=site.shown(site.on_page(listing).actions, frame),
        more=last_list_path(site, frame, listing),
        before=max((each for each in site.editions if each < year), default=None),
        after=min((each for each in site.editions if each > year), default=None),
        data=year_data_path(site, year),
        **_closed(site, year),
    )
    return render("actions/edition.html", context, language=frame.language)


def _closed(site: DaySite, year: int) -> dict[str, Any]:
    """Whether it is closed, was before, and where its checksums are once there are any."""
    closings = site.frozen.of_year(site.day.pk, year)
    closing = _in_force(closings)
    is_frozen = closing is not None and closing.is_frozen
    return {
        "closing": closing,
        "reopened": [each for each in closings if each.reopened_on],
        "sums": year_sums_path(site, year) if is_frozen else None,
    }


def _data(site: DaySite, year: int) -> bytes:
    closing = _in_force(site.frozen.of_year(site.day.pk, year))
    return year_data(site, _edition(site, year), closing)


def _in_force(closings: list[Closing]) -> Closing | None:
    return next((each for each in closings if each.reopened_on is None), None)


def _edition(site: DaySite, year: int) -> Edition:
    found: Edition = site.once(("edition", year), partial(site.day.editions.get, year=year))
    return found


def _names(codes: list[str], frame: Frame) -> list[str]:
    names = (country_name(code, frame.language) for code in codes)
    return sorted(names, key=lambda name: sort_key(name, frame.language))
