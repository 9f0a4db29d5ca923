"""What a form carries of its own age: signed, bound to its receipt, with no address in it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from soliday.intake.guard.keys import keyed

OLDEST = 24 * 60 * 60
LONGEST = 100


@dataclass(frozen=True)
class Token:
    """issued_at: when the form was first given out. opens_at: the waiting time promised, or 0."""

    issued_at: int
    opens_at: int = 0


def written(token: Token, receipt: str) -> str:
    """The token as it stands in the form."""
    words = f"{token.issued_at}.{token.opens_at}"
    return f"{words}.{_signature(words, receipt)}"


def read(text: str, receipt: str, *, now: float) -> Token | None:
    """The token of this receipt's form; None for any other, one made up or one too old."""
    words, _, signature = text[:LONGEST].rpartition(".")
    if not hmac.compare_digest(_signature(words, receipt).encode(), signature.encode()):
        return None
    issued_at, opens_at = map(int, words.split("."))
    return Token(issued_at, opens_at) if issued_at > now - OLDEST else None


def _signature(words: str, receipt: str) -> str:
    return keyed("form", f"{words} {receipt}").hex()[:32]
