"""Cities: an offline list of centre points, found as people type, named in the reader's language.

The tables are read once, at the first question. Data: GeoNames, CC BY 4.0, see NOTICE.
"""

import functools
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
        return _parsed(_lines()[city_id])
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
    columns, *rows = (line.split("\t") for line in _table(_NAMES))
    return {int(row[0]): dict(zip(columns[1:], row[1:], strict=True)) for row in rows}


@functools.cache
def _lines() -> dict[int, str]:
    """The table's lines by city number: most are never looked at, so none is taken apart here."""
    return {int(line[: line.index("\t")]): line for line in _table(_CITIES)[1:]}


def _parsed(line: str) -> City:
    number, name, country, area, lat, lon, population, also = line.split("\t")
    return City(int(number), name, country, area, float(lat), float(lon), int(population), also)


@functools.lru_cache(maxsize=250)  # the country comes from strangers
def _searchable(country: str) -> list[tuple[frozenset[str], City]]:
    """The country's cities with their folded names, the largest first."""
    lines = (line for line in _lines().values() if line.split("\t", 3)[2] == country)
    found = sorted(map(_parsed, lines), key=lambda each: (-each.population, each.id))
    return [(_folded_names(each), each) for each in found]


def _folded_names(found: City) -> frozenset[str]:
    spellings = [found.name, found.also, *load_spellings().get(found.id, {}).values()]
    return frozenset(folded(name) for spelling in spellings for name in spelling.split("|") if name)


def _table(path: Path) -> list[str]:
    """The table's lines, the names of its columns first, without its comments."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
