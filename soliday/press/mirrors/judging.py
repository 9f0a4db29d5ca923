"""In what state a known mirror is, from what it showed. Pure: nothing is asked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from soliday.press.mirrors.minisig import PublicKey
from soliday.press.mirrors.sums_file import SumsUnreadable, read_root
from soliday.press.mirrors.verify import Kind, signature_fault

# A mirror follows once an hour, and the note of a check is a release itself: what was made today
# or yesterday is up to date, whatever has come since.
FRESH = timedelta(days=1)


class State(StrEnum):
    """What a mirror is, gravest first. NOT_ASKED: an onion address, and no way to it."""

    UNSIGNED = "unsigned"
    WRONG_KEY = "wrong key"
    CHANGED = "changed"
    ROLLED_BACK = "rolled back"
    EXPIRED = "expired"
    BEHIND = "behind"
    NOT_REACHED = "not reached"
    CURRENT = "current"
    NOT_ASKED = "not asked"


FALSE = frozenset({State.UNSIGNED, State.WRONG_KEY, State.CHANGED, State.ROLLED_BACK})
SILENT = frozenset({State.NOT_REACHED, State.NOT_ASKED})
OF_FAULT = {Kind.UNSIGNED: State.UNSIGNED, Kind.WRONG_KEY: State.WRONG_KEY}


@dataclass(frozen=True)
class Finding:
    """What a check found. sequence, made: of the release, if its signature is ours.

    about: a word more, for administrators; withdrawn: paths that it still shows.
    """

    state: State
    about: str = ""
    sequence: int | None = None
    made: date | None = None
    behind: int = 0
    withdrawn: tuple[str, ...] = ()


def judge(
    sums: bytes,
    signature: bytes | None,
    *,
    key: PublicKey,
    own_sequence: int,
    known_sequence: int,
    today: date,
) -> Finding:
    """own_sequence: of our release in force; known_sequence: the highest it has shown before."""
    if fault := signature_fault(sums, signature, key):
        return Finding(OF_FAULT.get(fault.kind, State.CHANGED), f"{fault.kind}: {fault.about}")
    try:
        head = read_root(sums).head
    except SumsUnreadable as unreadable:  # signed and yet not ours
        return Finding(State.CHANGED, str(unreadable))
    behind = max(0, own_sequence - head.sequence)
    state, about = State.CURRENT, ""
    if head.sequence < known_sequence:
        state, about = State.ROLLED_BACK, f"it showed {known_sequence} before"
    elif head.valid_until < today:
        state, about = State.EXPIRED, f"valid until {head.valid_until.isoformat()}"
    elif behind and head.made < today - FRESH:
        state = State.BEHIND
    return Finding(state, about, head.sequence, head.made, behind)
