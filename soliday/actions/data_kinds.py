"""One action as a row of the CSV and as a feature of the GeoJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

COLUMNS = (
    "id url year stage origin title text language country city latitude longitude first_day"
    " last_day date_precision people_min people_max participant_countries"
    " participant_countries_count idea name link source_label source_url published_on changed_on"
).split()
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(rows: Iterable[Sequence[Any]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode()


def csv_rows(facts: Iterable[dict[str, Any]]) -> list[list[Any]]:
    return [[_cell(value) for value in _row(each)] for each in facts]


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


def feature(facts: dict[str, Any]) -> dict[str, Any]:
    """The centre of the city where it may be named; else no place, not a country's middle."""
    city = facts["city"]
    point = (
        {"type": "Point", "coordinates": [city["longitude"], city["latitude"]]} if city else None
    )
    shown = ("url", "year", "stage", "country", "date_precision", "first_day", "last_day")
    properties = {name: facts[name] for name in shown}
    properties["titles"] = {text["language"]: text["title"] for text in facts["texts"]}
    return {"type": "Feature", "id": facts["id"], "geometry": point, "properties": properties}


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
