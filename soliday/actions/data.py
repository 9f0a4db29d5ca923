"""The same facts as on the pages, for machines: JSON, CSV, GeoJSON.

Up to FEW actions one file of each kind holds them all. Of more it is an index: the files beside
it hold a block of numbers each, and one that is closed changes only with an action of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from soliday.actions.counting import BLOCK, FEW
from soliday.actions.data_kinds import COLUMNS, csv_rows, csv_text, dump, feature
from soliday.actions.day_site import DaySite, address
from soliday.actions.facts import facts_of
from soliday.actions.totals_data import totals_file
from soliday.core.pages import PublicPage

MOST_LINES = 10_000  # of the indexes, kept in memory
Facts = Sequence[dict[str, Any]]
IN_PARTS = (
    "This file is an index. The actions are in the files named under parts, each with the"
    " actions whose numbers lie between first and last; newest repeats the latest of them."
)


def data_files(site: DaySite) -> Iterator[PublicPage]:
    folder, keys = f"{site.files}data/", site.keys("data")
    is_whole = sum(site.counted.blocks.values()) <= FEW
    for kind, make in MAKERS.items():
        made = partial(_whole, site, make) if is_whole else partial(INDEXES[kind], site)
        yield PublicPage(f"{folder}actions.{kind}", keys, made)
    for number in [] if is_whole else _numbers(site):
        own = site.keys() | {f"data:{site.day.slug}:{number}"}
        for kind, make in MAKERS.items():
            yield PublicPage(_path(site, number, kind), own, partial(_part, site, make, number))
    yield totals_file(site)


def _path(site: DaySite, number: int, kind: str) -> str:
    return f"{site.files}data/actions/{number}.{kind}"


def _numbers(site: DaySite) -> list[int]:
    blocks = list(site.counted.blocks)
    if site.is_all_stale:
        return blocks
    named = set(site.named("data"))
    # Asked for now, to be read together with what the lists show.
    return [each for each in blocks if str(each) in named and site.block(each).numbers]


def _whole(site: DaySite, make: Callable[..., bytes]) -> bytes:
    at = f"{site.files}data/"
    facts = [each for number in site.counted.blocks for each in _facts(site, number, at)]
    return make(site, facts)


def _part(site: DaySite, make: Callable[..., bytes], number: int) -> bytes:
    facts = _facts(site, number, _path(site, number, ""))
    return make(site, facts, part=number)


def _facts(site: DaySite, number: int, at: str) -> Facts:
    """Of one block; made once for the three kinds of files, which lie in one folder."""
    if number not in site.facts:
        site.facts.clear()
        site.facts[number] = [
            facts_of(shown, at) for shown in site.shown(site.block(number).actions, site.source)
        ]
    return site.facts[number]


def _json(site: DaySite, facts: Facts, part: int | None = None) -> bytes:
    """One action a line, so that the difference between two copies can be read."""
    index = f"{site.files}data/actions.json"
    at = index if part is None else _path(site, part, "json")
    as_of = _as_of(site) if part is None else max(each["changed_on"] for each in facts)
    head: dict[str, Any] = {
        "day": site.day.slug,
        "as_of": as_of,
        "page": address(site.source.root, at),
    }
    if part is not None:
        head |= {"index": address(index, at)} | _bounds(part)
    lines = ",\n".join(dump(each) for each in facts)
    return f'{dump(head)[:-1]}, "actions": [\n{lines}\n]}}\n'.encode()


def _csv(_site: DaySite, facts: Facts, part: int | None = None) -> bytes:
    return csv_text([COLUMNS, *csv_rows(facts)])


def _geojson(_site: DaySite, facts: Facts, part: int | None = None) -> bytes:
    features = ",\n".join(dump(feature(each)) for each in facts)
    return f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'.encode()


def _json_index(site: DaySite) -> bytes:
    at = f"{site.files}data/"
    newest = [facts_of(each, at) for each in site.shown(site.latest().actions, site.source)]
    head = {
        "day": site.day.slug,
        "as_of": _as_of(site),
        "page": address(site.source.root, at),
        "is_index": True,
        "about": IN_PARTS,
        "count": sum(site.counted.blocks.values()),
    }
    parts = ",\n".join(_dumped(*each) for each in _parts(site, "json"))
    lines = ",\n".join(dump(each) for each in newest)
    return f'{dump(head)[:-1]}, "parts": [\n{parts}\n], "newest": [\n{lines}\n]}}\n'.encode()


def _csv_index(site: DaySite) -> bytes:
    """Other columns than the parts have: nobody takes the index for the whole."""
    rows = [_row(*each) for each in _parts(site, "csv")]
    return csv_text([["part_of_actions", "first", "last", "count"], *rows])


def _geojson_index(site: DaySite) -> bytes:
    """No feature at all rather than some of them; `parts` is a foreign member (RFC 7946, 6.1)."""
    parts = ",\n".join(_dumped(*each) for each in _parts(site, "geojson"))
    head = dump({"type": "FeatureCollection", "is_index": True, "about": IN_PARTS})[:-1]
    return f'{head}, "features": [], "parts": [\n{parts}\n]}}\n'.encode()


def _parts(site: DaySite, kind: str) -> Iterator[tuple[str, int, int]]:
    """Address, number and count of each."""
    folder = address(f"{site.files}data/actions/", f"{site.files}data/")
    for number, count in site.counted.blocks.items():
        yield f"{folder}{number}.{kind}", number, count


@lru_cache(MOST_LINES)
def _dumped(url: str, number: int, count: int) -> str:
    """Of hundreds of parts one has changed since the last build."""
    return dump({"url": url} | _bounds(number) | {"count": count})


@lru_cache(MOST_LINES)
def _row(url: str, number: int, count: int) -> list[Any]:
    return [url, *_bounds(number).values(), count]


def _bounds(number: int) -> dict[str, int]:
    return {"first": number * BLOCK + 1, "last": (number + 1) * BLOCK}


def _as_of(site: DaySite) -> str | None:
    as_of = site.counted.totals.as_of
    return as_of.isoformat() if as_of else None


MAKERS: dict[str, Callable[..., bytes]] = {"json": _json, "csv": _csv, "geojson": _geojson}
INDEXES: dict[str, Callable[[DaySite], bytes]] = {
    "json": _json_index,
    "csv": _csv_index,
    "geojson": _geojson_index,
}
