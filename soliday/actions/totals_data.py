"""The figures of the pages, for machines, with their definitions in every language."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.utils import translation

from soliday.actions.day_site import DaySite
from soliday.actions.totals import DEFINITIONS, Figures, Totals
from soliday.campaign.models import Closing, Edition
from soliday.core.pages import PublicPage

# The edition's own figures; null where its sources do not say.
OF_SOURCES = (
    "announced_countries_min announced_countries_max result_countries_min result_countries_max"
    " people_min people_max countries"
).split()


def totals_file(site: DaySite) -> PublicPage:
    return PublicPage(f"{site.files}data/totals.json", site.keys("totals"), partial(_totals, site))


def year_data_path(site: DaySite, year: int) -> str:
    return f"{site.files}data/days/{year}.json"


def year_data(site: DaySite, edition: Edition, closing: Closing | None) -> bytes:
    """What was counted of a year, and beside it what its sources say. closing: if it is closed."""
    counted = site.counted
    head = {
        "day": site.day.slug,
        "year": edition.year,
        "closed_on": closing.closed_on.isoformat() if closing else None,
        "withdrawn_since_closing": closing.withdrawn if closing else None,
    }
    content = _content(site, counted.of_year(edition.year), counted.countries_of(edition.year))
    sources = {name: getattr(edition, name) for name in OF_SOURCES}
    return _written(head | content | {"sources_say": sources})


def _totals(site: DaySite) -> bytes:
    counted = site.counted
    content = _content(site, counted.totals, counted.by_country)
    years = {str(year): _figures(each) for year, each in counted.by_year.items()}
    countries = content.pop("by_country")
    head = {"day": site.day.slug}
    return _written(head | content | {"by_year": years, "by_country": countries})


def _content(site: DaySite, totals: Totals, countries: dict[str, Figures]) -> dict[str, Any]:
    return {
        "as_of": _day(totals),
        "definitions": {language: _definitions(language) for language in site.frames},
        "totals": _figures(totals)
        | {
            "countries": len(totals.countries) if totals.are_any_held else None,
            "country_codes": list(totals.countries),
            "participant_countries_at_least": totals.participant_countries,
        },
        "by_country": {code: _figures(each) for code, each in countries.items()},
    }


def _written(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "announced": figures.announced,
        "done": figures.done,
        "confirmed": figures.confirmed,
        "people_min": figures.people_min,
        "people_max": figures.people_max,
        "people_known": figures.people_known,
        "people_unknown": figures.people_unknown,
        "as_of": _day(figures),
    }


def _definitions(language: str) -> dict[str, str]:
    with translation.override(language):
        return {name: str(text) for name, text in DEFINITIONS.items()}


def _day(figures: Figures) -> str | None:
    return figures.as_of.isoformat() if figures.as_of else None
