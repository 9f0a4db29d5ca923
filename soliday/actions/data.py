"""The same facts and figures as on the pages, for machines: JSON, CSV, GeoJSON, totals."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils import translation

from soliday.actions.day_site import DaySite, absolute
from soliday.actions.facts import facts_of
from soliday.actions.queries import published, with_all
from soliday.actions.totals import DEFINITIONS, Figures, grouped, totals
from soliday.core.pages import PublicPage

COLUMNS = (
    "id url year stage origin title text language country city latitude longitude first_day"
    " last_day date_precision people_min people_max participant_countries"
    " participant_countries_count idea name link source_label source_url published_on changed_on"
).split()
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def data_files(site: DaySite) -> Iterator[PublicPage]:
    folder, keys = f"{site.files}data/", site.keys("data")
    makers = {"actions.json": _json, "actions.csv": _csv, "actions.geojson": _geojson}
    for name, make in makers.items():
        yield PublicPage(f"{folder}{name}", keys, partial(make, site))
    yield PublicPage(f"{folder}totals.json", site.keys("totals"), partial(_totals, site))


def _facts(site: DaySite) -> Iterator[dict[str, Any]]:
    actions = with_all(published(site.day).order_by("id"))
    for shown in site.shown(actions, site.source):
        yield facts_of(shown)


def _json(site: DaySite) -> bytes:
    """One action a line, so that the difference between two copies can be read."""
    figures = totals(published(site.day))
    head = {"day": site.day.slug, "as_of": _day(figures), "page": absolute(site.source.root)}
    lines = ",\n".join(_dump(facts) for facts in _facts(site))
    return f'{_dump(head)[:-1]}, "actions": [\n{lines}\n]}}\n'.encode()


def _csv(site: DaySite) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for facts in _facts(site):
        writer.writerow([_cell(value) for value in _row(facts)])
    return file.getvalue().encode()


def _row(facts: dict[str, Any]) -> list[Any]:
    original = next(
        (text for text in facts["texts"] if text["language"] == facts["language"]),
        facts["texts"][0],
    )
    city = facts["city"] or {"name": None, "latitude": None, "longitude": None}
    flat = facts | {
        "title": original["title"],
        "text": original["text"],
        "language": original["language"],
        "city": city["name"],
        "latitude": city["latitude"],
        "longitude": city["longitude"],
        "participant_countries": " ".join(facts["participant_countries"]),
    }
    return [flat[column] for column in COLUMNS]


def _cell(value: Any) -> Any:
    """A spreadsheet would run a text that starts like a formula; the apostrophe stops it."""
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _geojson(site: DaySite) -> bytes:
    features = ",\n".join(_dump(_feature(facts)) for facts in _facts(site))
    return f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'.encode()


def _feature(facts: dict[str, Any]) -> dict[str, Any]:
    """The centre of the city where it may be named; else no place, not a country's middle."""
    city = facts["city"]
    point = (
        {"type": "Point", "coordinates": [city["longitude"], city["latitude"]]} if city else None
    )
    shown = ("url", "year", "stage", "country", "date_precision", "first_day", "last_day")
    properties = {name: facts[name] for name in shown}
    properties["titles"] = {text["language"]: text["title"] for text in facts["texts"]}
    return {"type": "Feature", "id": facts["id"], "geometry": point, "properties": properties}


def _totals(site: DaySite) -> bytes:
    actions = published(site.day)
    figures = totals(actions)
    countries, years = grouped(actions, "country"), grouped(actions, "edition__year")
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


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
