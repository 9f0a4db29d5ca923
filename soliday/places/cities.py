"""Cities: an offline list of centre points, found as people type, named in the reader's language.

The tables are read once, at the first question. Data: GeoNames, CC BY 4.0, see NOTICE.
"""

import functools
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from soliday.places.folding import folded

_CITIES = Path(__file__).with_name("cities.tsv")
_NAMES = Path(__file__).with_name("city_names.tsv")


@dataclass(frozen=True, slots=True)
class City:
    """One city. id: GeoNames number; area: a state of the USA or nothing; also: split by "|".

    lat, lon: degrees of its centre, two decimals, which is about a kilometre.
    """

    id: int
    name: str
    country: str
    area: str
    lat: float
    lon: float
    population: int
    also: str


class CityNotKnown(LookupError):
    """No city of the list has this number."""


def city(city_id: int) -> City:
    """The city with this GeoNames number. Raises CityNotKnown."""
    try:
        return _cities()[city_id]
    except KeyError:
        raise CityNotKnown(city_id) from None


def city_name(city_id: int, language: str) -> str:
    """Its one spelling in the language, else the English one, else as GeoNames has it."""
    known, spellings = city(city_id), load_spellings().get(city_id, {})
    return spellings.get(language) or spellings.get("en") or known.name


def find_cities(country: str, typed: str, limit: int = 10) -> list[City]:
    """Cities of the country one of whose names is, then those where it begins with, what was typed.

    The largest first. Case, accents and apostrophes do not count. Nothing typed finds the largest
    ones, no match an empty list.
    """
    wanted = folded(typed)
    exact, begun = [], []
    for names, found in _searchable(country):
        if wanted in names:
            exact.append(found)
        elif any(name.startswith(wanted) for name in names):
            begun.append(found)
    return (exact + begun)[:limit]


@functools.cache
def load_spellings() -> dict[int, dict[str, str]]:
    """The hand-written names by city number, then by language; "also": others, split by "|"."""
    columns, *rows = _rows(_NAMES)
    return {int(row[0]): dict(zip(columns[1:], row[1:], strict=True)) for row in rows}


@functools.cache
def _cities() -> dict[int, City]:
    return {
        int(number): City(
            int(number), name, country, area, float(lat), float(lon), int(population), also
        )
        for number, name, country, area, lat, lon, population, also in _rows(_CITIES)[1:]
    }


@functools.cache
def _by_country() -> dict[str, list[City]]:
    grouped: dict[str, list[City]] = defaultdict(list)
    for found in sorted(_cities().values(), key=lambda found: (-found.population, found.id)):
        grouped[found.country].append(found)
    return dict(grouped)


@functools.cache
def _searchable(country: str) -> list[tuple[frozenset[str], City]]:
    """One country, when asked: folding the names of the whole world takes a quarter of a second."""
    return [(_folded_names(found), found) for found in _by_country().get(country, [])]


def _folded_names(found: City) -> frozenset[str]:
    spellings = [found.name, found.also, *load_spellings().get(found.id, {}).values()]
    return frozenset(folded(name) for spelling in spellings for name in spelling.split("|") if name)


def _rows(table: Path) -> list[list[str]]:
    """The table's rows, the names of its columns first, without its comments."""
    lines = table.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
