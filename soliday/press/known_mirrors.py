"""The list of known mirrors: kept at the desk, noted by checks, shown on the page of copies.

A mirror is linked only after a check that found it true. The page is put in doubt when what it
shows of a mirror changes: its state at once, a newer release of the same state once a day. For
the note is a release too, and would put every mirror one behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from soliday.core.stale import mark_stale
from soliday.press.mirrors.judging import FALSE, SILENT, Finding, State
from soliday.press.models import KnownMirror, TakenDown

KEY = "mirrors"
MOST = 50  # mirrors on the list
STAYS_LINKED = timedelta(days=7)  # without an answer
LINKED = frozenset({State.CURRENT, State.BEHIND})
ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
UNKNOWN: dict[str, Any] = {
    "state": "",
    "checked_on": None,
    "answered_on": None,
    "sequence": None,
    "made_on": None,
    "behind": 0,
    "highest_sequence": 0,
    "shows_withdrawn": False,
    "is_linked": False,
}
SHOWN = ("name", "address", "state", "sequence", "made_on", "behind", "answered_on", "is_linked")


class AddressRefused(Exception):
    """This is no address of a mirror."""


class ListFull(Exception):
    """There are as many mirrors on the list as it holds."""


def cleaned(address: str) -> str:
    """One spelling for one address, with a slash at its end; raises AddressRefused."""
    scheme, separator, rest = address.strip().partition("://")
    host, _, path = rest.partition("/")
    clean = f"{scheme.lower()}{separator}{host.lower()}/{path}".rstrip("/") + "/"
    try:
        is_one = bool(ADDRESS.fullmatch(clean)) and urlsplit(clean).port != 0
    except ValueError:  # a port beyond the last one
        is_one = False
    if not is_one or ".." in clean or len(clean) > 200:
        raise AddressRefused(address)
    return clean


def mirrors_to_ask(*, not_on: date | None = None) -> list[KnownMirror]:
    """All of them, or those that were not checked on this day yet."""
    rows = KnownMirror.objects.all()
    return list(rows if not_on is None else rows.exclude(checked_on=not_on))


def mirrors_shown() -> list[KnownMirror]:
    """Those readers are told of. Nobody is led to what was withdrawn, not even by its name."""
    return list(KnownMirror.objects.exclude(state="").filter(shows_withdrawn=False))


def latest_withdrawn(today: date, count: int) -> tuple[tuple[date, str], ...]:
    """Day and path of what was withdrawn last: so many of today, so many of before."""
    rows = TakenDown.objects.order_by("-on", "path").values_list("on", "path")
    return (*rows.filter(on__gte=today)[:count], *rows.filter(on__lt=today)[:count])


@transaction.atomic
def add(*, name: str, address: str) -> KnownMirror:
    """Readers hear of it with the first check."""
    if KnownMirror.objects.count() >= MOST:
        raise ListFull
    return KnownMirror.objects.create(name=name, address=cleaned(address))


@transaction.atomic
def change(*, mirror: KnownMirror, name: str, address: str) -> None:
    """Another address is another mirror: what is known of the old one is forgotten."""
    address = cleaned(address)
    values = {"name": name, "address": address}
    _change(mirror, values | (UNKNOWN if address != mirror.address else {}))


@transaction.atomic
def remove(*, mirror: KnownMirror) -> None:
    mirror.delete()
    mark_stale([KEY])


@transaction.atomic
def note(*, mirror: KnownMirror, found: Finding, today: date) -> None:
    """Keep what a check found, unless the mirror was changed or removed meanwhile."""
    same = KnownMirror.objects.select_for_update().filter(pk=mirror.pk, address=mirror.address)
    if row := same.first():
        _change(row, noted(row, found, today))


def noted(row: KnownMirror, found: Finding, today: date) -> dict[str, Any]:
    """What a finding changes in a mirror's row."""
    shows_withdrawn = row.shows_withdrawn if found.state in SILENT else bool(found.withdrawn)
    highest = max(row.highest_sequence, found.sequence or 0)
    is_told = (row.state, row.shows_withdrawn, row.checked_on)
    if is_told == (found.state, shows_withdrawn, today):
        return {"highest_sequence": highest}
    if found.state in SILENT and row.state in FALSE:
        return {"checked_on": today}  # what was false stays so until it is found true
    values: dict[str, Any] = {"state": found.state, "checked_on": today}
    values |= {"highest_sequence": highest, "shows_withdrawn": shows_withdrawn}
    if found.state in SILENT:
        return values | {"is_linked": row.is_linked and _answered_lately(row, today)}
    values |= {"answered_on": today, "is_linked": found.state in LINKED and not shows_withdrawn}
    if found.state not in FALSE:
        release = {"sequence": found.sequence, "made_on": found.made, "behind": found.behind}
        values |= release if found.state == State.BEHIND else release | {"behind": 0}
    return values


def _answered_lately(row: KnownMirror, today: date) -> bool:
    return row.answered_on is not None and today - row.answered_on <= STAYS_LINKED


def _change(row: KnownMirror, values: dict[str, Any]) -> None:
    """Save what is another, and put the page in doubt if it shows any of it."""
    others = [name for name, value in values.items() if getattr(row, name) != value]
    before = _is_shown(row)
    for name in others:
        setattr(row, name, values[name])
    if others:
        row.save(update_fields=others)
    is_shown = _is_shown(row)
    if before != is_shown or (is_shown and not set(SHOWN).isdisjoint(others)):
        mark_stale([KEY])


def _is_shown(row: KnownMirror) -> bool:
    return bool(row.state) and not row.shows_withdrawn


def by_trust(rows: Iterable[KnownMirror]) -> tuple[list[KnownMirror], list[KnownMirror]]:
    """Copies that may be read, linked ones first, and such that nobody should trust."""
    listed = sorted(rows, key=lambda row: (not row.is_linked, row.name, row.address))
    return (
        [row for row in listed if row.state not in FALSE],
        [row for row in listed if row.state in FALSE],
    )
