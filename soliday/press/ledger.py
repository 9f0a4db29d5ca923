"""Reads and writes of the ledger. An entry without a sum is in doubt: its files may be anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db import transaction

from soliday.core.pages import PublicPage
from soliday.press.models import LedgerKey, LedgerPage, TakenDown

CHUNK = 500  # below every database's limit of variables in one query
IN_DOUBT = ""
Item = TypeVar("Item")


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


def sums() -> Iterator[tuple[str, str]]:
    """Path and SHA-256 of every file that is on disk for certain, in no order."""
    certain = LedgerPage.objects.exclude(sha256=IN_DOUBT).order_by()
    return certain.values_list("path", "sha256").iterator()


@transaction.atomic
def announce(pages: Sequence[PublicPage]) -> None:
    """Before files are touched: a killed press must know what it may have left on disk."""
    paths = [page.path for page in pages]
    _add_missing(paths)
    LedgerPage.objects.filter(path__in=paths).update(sha256=IN_DOUBT)
    _write_keys(pages, is_final=False)


@transaction.atomic
def settle(rendered: Sequence[tuple[PublicPage, bytes]]) -> None:
    """After files are durable: what lies at each path, and what it was made from."""
    paths = [page.path for page, _ in rendered]
    _add_missing(paths)
    entries = _entries(paths)
    for page, data in rendered:
        entry = entries[page.path]
        entry.sha256, entry.size = hashlib.sha256(data).hexdigest(), len(data)
    LedgerPage.objects.bulk_update(entries.values(), ["sha256", "size"])
    _write_keys([page for page, _ in rendered], is_final=True)
    TakenDown.objects.filter(path__in=paths).delete()


@transaction.atomic
def strike(paths: Iterable[str], *, today: date) -> None:
    """After files are gone: name the paths as taken down, and forget the rest."""
    for chunk in chunks(paths):
        TakenDown.objects.bulk_create(
            [TakenDown(path=path, on=today) for path in chunk], ignore_conflicts=True
        )
        LedgerPage.objects.filter(path__in=chunk).delete()


def _add_missing(paths: Sequence[str]) -> None:
    LedgerPage.objects.bulk_create(
        [LedgerPage(path=path, sha256=IN_DOUBT, size=0) for path in paths], ignore_conflicts=True
    )


def _write_keys(pages: Sequence[PublicPage], *, is_final: bool) -> None:
    """Add the keys of each page; a final write also drops those it no longer depends on."""
    entries = _entries([page.path for page in pages])
    wanted = {(entries[page.path].pk, key) for page in pages for key in page.keys}
    rows = LedgerKey.objects.filter(page__in=list(entries.values()))
    written = {(page, key): pk for pk, page, key in rows.values_list("pk", "page_id", "key")}
    LedgerKey.objects.bulk_create(
        [LedgerKey(page_id=page, key=key) for page, key in sorted(wanted - written.keys())]
    )
    if is_final:
        gone = [pk for pair, pk in written.items() if pair not in wanted]
        for chunk in chunks(gone):
            LedgerKey.objects.filter(pk__in=chunk).delete()


def _entries(paths: Sequence[str]) -> Mapping[str, LedgerPage]:
    return {entry.path: entry for entry in LedgerPage.objects.filter(path__in=paths)}


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of at most CHUNK of the items."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
