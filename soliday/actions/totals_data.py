"""The figures of the pages, for machines, with their definitions in every language."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.utils import translation

from soliday.actions.day_site import DaySite
from soliday.actions.totals import DEFINITIONS, Figures
from soliday.core.pages import PublicPage


def totals_file(site: DaySite) -> PublicPage:
    return PublicPage(f"{site.files}data/totals.json", site.keys("totals"), partial(_totals, site))


def _totals(site: DaySite) -> bytes:
    figures = site.counted.totals
    countries, years = site.counted.by_country, site.counted.by_year
    content = {
        "day": site.day.slug,
        "as_of": _day(figures),
        "definitions": {language: _definitions(language) for language in site.frames},
        "totals": _figures(figures)
        | {
            "countries": len(figures.countries) if figures.are_any_held else None,
            "country_codes": list(figures.countries),
            "participant_countries_at_least": figures.participant_countries,
        },
        "by_year": {str(year): _figures(each) for year, each in years.items()},
        "by_country": {code: _figures(each) for code, each in countries.items()},
    }
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
