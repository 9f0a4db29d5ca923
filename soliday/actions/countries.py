"""Countries: where actions took place and, counted apart, where people came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from soliday.actions.day_site import DaySite, by_year
from soliday.actions.list_pages import country_path, last_list_path, list_pages
from soliday.actions.totals import DEFINITIONS, Figures
from soliday.campaign.frame import Frame
from soliday.campaign.rendering import render
from soliday.core.pages import PublicPage
from soliday.places.countries import country_name, sort_key


@dataclass(frozen=True)
class ShownCountry:
    code: str
    name: str
    path: str
    figures: Figures


def countries_shown(frame: Frame, figures: dict[str, Figures]) -> list[ShownCountry]:
    """The countries in the order in which readers of the language look for them."""
    found = [
        ShownCountry(code, country_name(code, frame.language), country_path(frame, code), each)
        for code, each in figures.items()
    ]
    return sorted(found, key=lambda each: sort_key(each.name, frame.language))


def country_pages(site: DaySite) -> Iterator[PublicPage]:
    for frame in site.frames.values():
        path = f"{frame.root}countries/"
        yield PublicPage(path, site.keys("countries"), partial(_index, site, frame, path))
    for code in _codes(site):
        keys = site.keys() | {f"country:{site.day.slug}:{code}"}
        for frame in site.frames.values():
            yield PublicPage(country_path(frame, code), keys, partial(_country, site, frame, code))
    yield from list_pages(site, "country")


def _codes(site: DaySite) -> list[str]:
    codes = list(site.counted.by_country)
    return codes if site.is_all_stale else [each for each in codes if each in site.named("country")]


def _index(site: DaySite, frame: Frame, path: str) -> bytes:
    counted = site.counted
    people_from = [
        (country_name(code, frame.language), count) for code, count in counted.people_from.items()
    ]
    context = frame.context(
        path,
        countries=countries_shown(frame, counted.by_country),
        people_from=sorted(people_from, key=lambda pair: sort_key(pair[0], frame.language)),
        totals=counted.totals,
        definitions=DEFINITIONS,
    )
    return render("actions/countries.html", context, language=frame.language)


def _country(site: DaySite, frame: Frame, code: str) -> bytes:
    listing = site.listing("country", code)
    context = frame.context(
        country_path(frame, code),
        country=country_name(code, frame.language),
        totals=site.counted.of_country(code),
        definitions=DEFINITIONS,
        years=by_year(site.shown(site.on_page(listing).actions, frame)),
        more=last_list_path(site, frame, listing),
    )
    return render("actions/country.html", context, language=frame.language)
