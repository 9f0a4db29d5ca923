"""Reads and writes of the ledger. An entry without a sum is in doubt: its files may be anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple, TypeVar

from soliday.core.pages import PublicPage
from soliday.press.models import LedgerKey, LedgerPage, SumsPart, TakenDown
from soliday.press.parts import part_of
from soliday.press.rows import add, replacing
from soliday.press.turns import in_turn

CHUNK = 500  # below every database's limit of variables in one query
IN_DOUBT = ""
Item = TypeVar("Item")


@dataclass(frozen=True)
class Made:
    """A file that lies in its place; is_new: with other bytes than before."""

    path: str
    sha256: str
    size: int
    is_new: bool


class Entry(NamedTuple):
    """A row of the ledger; without a sum it is in doubt."""

    pk: int
    sha256: str
    size: int
    part: str
    bake: str

    @property
    def in_sums(self) -> tuple[str, str]:
        return self.sha256, self.part


class Announced(NamedTuple):
    """What the ledger holds of pages since they were announced: until they are settled only this
    worker writes it, so it need not be read again. keys: page and key, with their row's number."""

    entries: Mapping[str, Entry]
    keys: dict[tuple[int, str], int]
    parts: frozenset[str]  # that are in doubt by now


NO_ENTRY = Entry(0, IN_DOUBT, 0, "", "")
TOLD = Entry._fields[1:]
COLUMNS = ("path", *TOLD)


def known(paths: Iterable[str]) -> set[str]:
    """Which of these paths have an entry."""
    return {
        path
        for chunk in chunks(paths)
        for path in LedgerPage.objects.filter(path__in=chunk).values_list("path", flat=True)
    }


def depending_on(stale: frozenset[str] | None) -> set[str]:
    """The paths of entries that depend on one of the keys; None: of all entries."""
    if stale is None:
        return set(LedgerPage.objects.values_list("path", flat=True))
    return {
        path
        for chunk in chunks(sorted(stale))
        for path in LedgerKey.objects.filter(key__in=chunk).values_list("page__path", flat=True)
    }


def sums(part: str | None = None) -> Iterator[tuple[str, str]]:
    """Path and SHA-256 of every file (of a part) that is on disk for certain, in no order."""
    certain = LedgerPage.objects.exclude(sha256=IN_DOUBT).order_by()
    if part is not None:
        certain = certain.filter(part=part)
    return certain.values_list("path", "sha256").iterator()


def settled_in(bake: str) -> dict[str, str]:
    """Path and SHA-256 of every file that a full bake has settled so far."""
    certain = LedgerPage.objects.filter(bake=bake).exclude(sha256=IN_DOUBT).order_by()
    return dict(certain.values_list("path", "sha256"))


@in_turn()
def unsettle(paths: Iterable[str]) -> None:
    """What lies at these paths is out of date: no bake may rely on it."""
    for chunk in chunks(paths):
        LedgerPage.objects.filter(path__in=chunk).exclude(bake="").update(bake="")


def doubt(parts: Iterable[str]) -> None:
    """These parts of the sums are to be written anew, whoever comes to it."""
    names = sorted(set(parts))
    for chunk in chunks(names):
        SumsPart.objects.bulk_create(
            [SumsPart(name=name, sha256=IN_DOUBT) for name in chunk], ignore_conflicts=True
        )
        SumsPart.objects.filter(name__in=chunk).update(sha256=IN_DOUBT)


@in_turn()
def announce(pages: Sequence[PublicPage]) -> Announced:
    """Before files are touched: a killed press must know what it may have left on disk."""
    paths = [page.path for page in pages]
    parts = frozenset(part_of(page) for page in pages)
    are_new = _add_missing(paths) == len(paths)
    if not are_new:
        certain = LedgerPage.objects.filter(path__in=paths).exclude(sha256=IN_DOUBT)
        certain.update(sha256=IN_DOUBT)
    doubt(parts)
    entries = _entries(paths)
    announced = Announced(entries, {} if are_new else _keys(entries), parts)
    _add_keys(_wanted(pages, entries), announced.keys)
    return announced


@in_turn()
def settle(
    rendered: Sequence[tuple[PublicPage, Made]],
    *,
    bake: str = "",
    announced: Announced | None = None,
) -> None:
    """After files are durable: what lies at each path, and what it was made from.

    bake: the name of the full bake that need not do these pages again. announced: of these pages
    or more, since when the ledger was not touched.
    """
    paths = [page.path for page, _ in rendered]
    entries = announced.entries if announced else _entries(paths)
    changed: list[tuple[str | int, ...]] = []
    parts: set[str] = set()
    for page, made in rendered:
        was = entries.get(page.path, NO_ENTRY)
        now = Entry(was.pk, made.sha256, made.size, part_of(page), bake or was.bake)
        if now != was:
            changed.append((page.path, *now[1:]))
        if now.in_sums != was.in_sums:
            parts |= {was.part, now.part} - {""}
    doubt(parts - announced.parts if announced else parts)
    add(LedgerPage, COLUMNS, changed, replacing("path", TOLD))
    if len(entries) < len(paths):
        entries = _entries(paths)
    _settle_keys([page for page, _ in rendered], entries, announced)
    TakenDown.objects.filter(path__in=paths).delete()


@in_turn()
def strike(paths: Iterable[str], *, today: date) -> None:
    """After files are gone: name the paths as taken down, and forget the rest."""
    for chunk in chunks(paths):
        TakenDown.objects.bulk_create(
            [TakenDown(path=path, on=today) for path in chunk], ignore_conflicts=True
        )
        pages = LedgerPage.objects.filter(path__in=chunk)
        doubt(pages.order_by().values_list("part", flat=True).distinct())
        LedgerKey.objects.filter(page__in=pages).delete()
        pages.delete()


def _add_missing(paths: Sequence[str]) -> int:
    """How many were missing."""
    rows = [(path, *NO_ENTRY[1:]) for path in paths]
    return add(LedgerPage, COLUMNS, rows, "ON CONFLICT DO NOTHING")


def _settle_keys(
    pages: Sequence[PublicPage], entries: Mapping[str, Entry], announced: Announced | None
) -> None:
    """The keys of each page, and none that it no longer depends on."""
    wanted = _wanted(pages, entries)
    numbers = {entries[page.path].pk for page in pages}
    written = announced.keys if announced else _keys(entries)
    if not announced:
        _add_keys(wanted, written)
    gone = [pk for pair, pk in written.items() if pair[0] in numbers and pair not in wanted]
    for chunk in chunks(gone):
        LedgerKey.objects.filter(pk__in=chunk).delete()


def _wanted(pages: Sequence[PublicPage], entries: Mapping[str, Entry]) -> set[tuple[int, str]]:
    return {(entries[page.path].pk, key) for page in pages for key in page.keys}


def _add_keys(wanted: set[tuple[int, str]], written: Mapping[tuple[int, str], int]) -> None:
    add(LedgerKey, ("page_id", "key"), sorted(wanted - written.keys()))


def _keys(entries: Mapping[str, Entry]) -> dict[tuple[int, str], int]:
    rows = LedgerKey.objects.filter(page__in=[each.pk for each in entries.values()]).order_by()
    return {(page, key): pk for pk, page, key in rows.values_list("pk", "page_id", "key")}


def _entries(paths: Sequence[str]) -> Mapping[str, Entry]:
    rows = LedgerPage.objects.filter(path__in=paths).order_by()
    found = rows.values_list("path", "pk", "sha256", "size", "part", "bake")
    return {path: Entry(*told) for path, *told in found}  # type: ignore[arg-type]


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of at most CHUNK of the items."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
