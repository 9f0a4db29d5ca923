"""`soliday mirror check`, and the same once a day from `soliday tend`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from soliday.configuration import UnsafeSettings, proxy_of
from soliday.ops.mirror import CODES
from soliday.press.known_mirrors import (
    AddressRefused,
    cleaned,
    latest_withdrawn,
    mirrors_to_ask,
    note,
)
from soliday.press.mirrors.careful import Careful
from soliday.press.mirrors.check import MOST_WITHDRAWN, SECONDS, Mirror, Ours, check_all
from soliday.press.mirrors.judging import Finding, State
from soliday.press.mirrors.minisig import read_public_key
from soliday.press.mirrors.sums_file import PUBLIC_KEY, SUMS, SumsUnreadable, read_root
from soliday.press.mirrors.verify import Kind
from soliday.press.models import KnownMirror

WRONG = 1
KINDS = {
    State.UNSIGNED: Kind.UNSIGNED,
    State.WRONG_KEY: Kind.WRONG_KEY,
    State.CHANGED: Kind.CHANGED,
    State.ROLLED_BACK: Kind.OLDER,
    State.BEHIND: Kind.OLDER,
    State.EXPIRED: Kind.EXPIRED,
}
Found = tuple[str, Finding]  # address and what was found there


class NotAsked(Exception):
    """Nothing was asked; the message says why."""


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for; the exit code says how it went."""
    try:
        found = check_asked(asked)
    except (NotAsked, AddressRefused) as wrong:
        print(f"{type(wrong).__name__}: {wrong}", file=sys.stderr)
        return WRONG
    return code_of(finding for _, finding in found)


def code_of(found: Iterable[Finding]) -> int:
    """The gravest fault as `mirror verify` numbers them; 1 where one was only not reached."""
    listed = list(found)
    graver = [CODES[KINDS[each.state]] for each in listed if each.state in KINDS]
    graver += [CODES[Kind.EXTRA] for each in listed if each.withdrawn]
    if graver:
        return min(graver)
    return WRONG if any(each.state == State.NOT_REACHED for each in listed) else 0


def check_asked(asked: argparse.Namespace) -> Sequence[Found]:
    """Ask, note, and tell one line a mirror."""
    today = localdate()
    known = {each.address: each for each in mirrors_to_ask()}
    wanted = [cleaned(each) for each in asked.addresses] or list(known)
    found = _ask([known.get(each, each) for each in wanted], today=today, how=_how(asked.proxy))
    if asked.json:
        print(json.dumps([_as_data(*each) for each in found], indent=1))
    for address, finding in [] if asked.json else found:
        print(line(address, finding))
    if not found and not asked.json:
        print("No mirror is known. Administrators list them at the desk, under Mirrors.")
    return found


def check_daily(today: date) -> Sequence[Found]:
    """Ask those that were not asked today, unless the host wants none asked."""
    how = settings.CONFIGURATION.mirror_checks
    due = mirrors_to_ask(not_on=today) if how != "off" else []
    return _ask(due, today=today, how=how) if due else []


def line(address: str, found: Finding) -> str:
    """One mirror in one line."""
    words = f"{found.state} by {found.behind}" if found.state == State.BEHIND else f"{found.state}"
    parts = [f"{address}: {words}"]
    if found.sequence is not None:
        parts.append(f"release {found.sequence} of {found.made}")
    parts += [found.about] if found.about else []
    if found.withdrawn:
        parts.append(f"still shows what was withdrawn: {' '.join(found.withdrawn)}")
    return "; ".join(parts)


def _ask(mirrors: Sequence[KnownMirror | str], *, today: date, how: str) -> Sequence[Found]:
    """Ask all of them, then note what was found of those on the list."""
    asked = [
        Mirror(each) if isinstance(each, str) else Mirror(each.address, each.highest_sequence)
        for each in mirrors
    ]
    carefully = partial(
        Careful,
        SECONDS,
        is_private_fine=settings.CONFIGURATION.is_demo,
        proxy=None if how == "direct" else proxy_of(how),
    )
    found = list(check_all(asked, ours=_ours(today), today=today, carefully=carefully))
    for mirror, finding in zip(mirrors, found, strict=True):
        if isinstance(mirror, KnownMirror):
            note(mirror=mirror, found=finding, today=today)
    return [(mirror.address, finding) for mirror, finding in zip(asked, found, strict=True)]


def _ours(today: date) -> Ours:
    site = settings.SITE_FOLDER
    try:
        key = read_public_key((site / PUBLIC_KEY).read_text())
        sequence = read_root((site / SUMS).read_bytes()).head.sequence
    except (FileNotFoundError, SumsUnreadable) as missing:
        raise NotAsked("The site is not made yet: there is nothing to compare with.") from missing
    return Ours(key, sequence, latest_withdrawn(today, MOST_WITHDRAWN))


def _how(proxy: str | None) -> str:
    how: str = proxy or settings.CONFIGURATION.mirror_checks
    if how == "off":
        raise NotAsked(
            "SOLIDAY_MIRROR_CHECKS is off: asking tells each mirror where this server stands. "
            "Ask through Tor with --proxy socks5://127.0.0.1:9050, or set it to direct."
        )
    if proxy:
        try:
            proxy_of(proxy)
        except UnsafeSettings as wrong:
            raise NotAsked(str(wrong)) from wrong
    return how


def _as_data(address: str, found: Finding) -> dict[str, Any]:
    return {
        "address": address,
        "state": str(found.state),
        "sequence": found.sequence,
        "made": found.made.isoformat() if found.made else None,
        "behind": found.behind,
        "about": found.about,
        "still_shows_withdrawn": list(found.withdrawn),
    }


def tell_daily(today: date) -> None:
    """From `soliday tend`: a line for each mirror that was asked; never a fault of the tending."""
    try:
        for address, finding in check_daily(today):
            print(line(address, finding))
    except NotAsked as why:
        print(why, file=sys.stderr)
