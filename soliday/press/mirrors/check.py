"""Asks known mirrors what they show: few bytes, few seconds, no redirect, nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from soliday.press.mirrors.careful import Careful
from soliday.press.mirrors.judging import Finding, State, judge
from soliday.press.mirrors.minisig import PublicKey
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS
from soliday.press.mirrors.web import NotReached, NotThere, Web

MOST_SUMS, MOST_SIGNATURE = 4 * 1024 * 1024, 4096  # bytes; ten thousand lines of sums are 1.5 MB
SECONDS, PATIENCE, PAUSE = 40.0, 2.0, 2.0  # for one mirror in all; while it is busy; while it moves
AT_ONCE, MOST_WITHDRAWN = 4, 10


@dataclass(frozen=True)
class Ours:
    """What a mirror is compared with. withdrawn: day and path, the latest first."""

    key: PublicKey
    sequence: int
    withdrawn: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Mirror:
    """An address, and the highest sequence that it has ever shown."""

    address: str
    known_sequence: int = 0


Carefully = Callable[[], Careful]


def check_all(
    mirrors: Iterable[Mirror], *, ours: Ours, today: date, carefully: Carefully
) -> Iterator[Finding]:
    """What each of them shows, in their order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(
            lambda mirror: check(mirror, ours=ours, today=today, carefully=carefully), mirrors
        )


def check(mirror: Mirror, *, ours: Ours, today: date, carefully: Carefully) -> Finding:
    """What this mirror shows; never raises for what the other side does."""
    with carefully() as opening:
        if is_onion(mirror.address) and not opening.proxy:
            return Finding(State.NOT_ASKED, "an onion address is asked through Tor only")
        try:
            web = Web(mirror.address, opening=opening.open, patience=PATIENCE)
            found = _judged(web, mirror, ours, today)
            found = replace(found, withdrawn=_still_shown(web, found, ours, today))
            return Finding(State.NOT_REACHED, "it took too long") if opening.is_over else found
        except NotThere as answer:
            return Finding(State.NOT_REACHED, f"no {SUMS} that can be read there ({answer})")
        except NotReached as fault:
            return Finding(State.NOT_REACHED, str(fault).removeprefix(f"{mirror.address}: "))


def is_onion(address: str) -> bool:
    return (urlsplit(address).hostname or "").endswith(".onion")


def _judged(web: Web, mirror: Mirror, ours: Ours, today: date) -> Finding:
    """Asked once more where sums and signature do not fit: it may just be moving on."""
    for pause in (PAUSE, 0):
        sums = web.get(SUMS, most=MOST_SUMS).body
        found = judge(
            sums,
            _signature(web),
            key=ours.key,
            own_sequence=ours.sequence,
            known_sequence=mirror.known_sequence,
            today=today,
        )
        if found.state not in (State.CHANGED, State.UNSIGNED):
            break
        time.sleep(pause)
    return found


def _signature(web: Web) -> bytes | None:
    try:
        return web.get(SIGNATURE, most=MOST_SIGNATURE).body
    except NotThere:
        return None


def _still_shown(web: Web, found: Finding, ours: Ours, today: date) -> tuple[str, ...]:
    """Of what was withdrawn before today; of today's too where it claims to have our release."""
    has_all = found.sequence is not None and found.sequence >= ours.sequence
    asked = [path for on, path in ours.withdrawn if on < today or has_all][:MOST_WITHDRAWN]
    return tuple(path for path in asked if web.status(_name(path)) == 200)


def _name(path: str) -> str:
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")
