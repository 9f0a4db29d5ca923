"""What is asked of a sender while much is arriving. In calm times: nothing. Never a closed door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil

from django.conf import settings

from soliday.intake.door import Visit
from soliday.intake.fields import MOST_PHOTOS
from soliday.intake.guard import proofs, tokens
from soliday.intake.guard.line import line
from soliday.intake.guard.load import BUSY, FLOOD, load
from soliday.intake.guard.sums import is_right, question_for
from soliday.intake.guard.tokens import Token
from soliday.photos.limits import MAX_BYTES

LEAST_WAIT, MOST_WAIT = 15, 60  # seconds from opening the form
FEW_PHOTOS, SMALL_PHOTO_BYTES = 2, 5_000_000


@dataclass(frozen=True)
class Asked:
    """What a form carries: `proof` is the field's value; the rest is there only under load."""

    proof: str = ""
    challenge: str = ""
    question: str = ""
    typed: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class Verdict:
    """Whether a report may pass now, and with how much. seconds: how long to wait first."""

    may_pass: bool = True
    is_in_slow_lane: bool = False
    seconds: int = 0
    is_answer_wrong: bool = False
    most_photos: int = MOST_PHOTOS
    most_photo_bytes: int = MAX_BYTES


def ask(visit: Visit, receipt: str) -> Asked:
    """What the form for this receipt is to ask now."""
    if not settings.CONFIGURATION.is_flood_guarded:
        return Asked()
    token, solution = _carried(visit, receipt)
    pressure = load.pressure(visit.sender, now=visit.now)
    if pressure < BUSY:
        return Asked(_carry(token, receipt, solution))
    if proofs.is_solved(solution, receipt):
        return Asked(_carry(token, receipt, solution))
    token = _with_promise(token, pressure)
    return Asked(
        proof=tokens.written(token, receipt),
        challenge=proofs.new_challenge(receipt, pressure=pressure, now=visit.now),
        question=question_for(receipt).text,
        typed=visit.fields.get("answer", "")[:20],
        seconds=_left(token, visit.now),
    )


def note(visit: Visit) -> None:
    """A form that did not come as far as to be judged counts as well."""
    load.note(visit.sender, now=visit.now)


def judge(visit: Visit, receipt: str) -> Verdict:
    """Whether the report may pass: with proof at once, without it after the time promised."""
    if not settings.CONFIGURATION.is_flood_guarded:
        return Verdict()
    pressure = load.pressure(visit.sender, now=visit.now)
    note(visit)
    if pressure < BUSY:
        return Verdict()
    token, solution = _carried(visit, receipt)
    if proofs.is_solved(solution, receipt):
        return _with_proof(pressure)
    return _without_proof(visit, receipt, token, pressure)


@contextmanager
def in_turn(visit: Visit, receipt: str | None) -> Iterator[None]:
    """While much arrives, whoever brings nothing that was asked is served one at a time.

    A hundred such senders then slow everybody else no more than one of them does.
    """
    if _brings_what_was_asked(visit, receipt):
        yield
        return
    with line.turn():
        yield


def _brings_what_was_asked(visit: Visit, receipt: str | None) -> bool:
    guarded = settings.CONFIGURATION.is_flood_guarded
    if not guarded or load.pressure(visit.sender, now=visit.now) < BUSY:
        return True
    if receipt is None:
        return False
    token, solution = _carried(visit, receipt)
    has_waited = token.opens_at and not _left(token, visit.now)
    if has_waited and is_right(visit.fields.get("answer", ""), receipt):
        return True
    return proofs.is_solved(solution, receipt)


def _with_proof(pressure: float) -> Verdict:
    if pressure < FLOOD:
        return Verdict()
    return Verdict(most_photos=FEW_PHOTOS, most_photo_bytes=SMALL_PHOTO_BYTES)


def _without_proof(visit: Visit, receipt: str, token: Token, pressure: float) -> Verdict:
    left = _left(_with_promise(token, pressure), visit.now)
    if left or not token.opens_at:  # without a promise its form has not asked the question
        return Verdict(may_pass=False, seconds=left)
    if not is_right(visit.fields.get("answer", ""), receipt):
        return Verdict(may_pass=False, is_answer_wrong=True)
    return Verdict(
        is_in_slow_lane=True,
        most_photos=0 if pressure >= FLOOD else 1,
        most_photo_bytes=SMALL_PHOTO_BYTES,
    )


def _carried(visit: Visit, receipt: str) -> tuple[Token, str]:
    """The form's token, a new one where it has none of its own, and what solves its challenge."""
    text, _, solution = visit.fields.get("proof", "").partition(" ")
    token = tokens.read(text, receipt, now=visit.now)
    return token or Token(issued_at=int(visit.now)), solution


def _carry(token: Token, receipt: str, solution: str) -> str:
    return f"{tokens.written(token, receipt)} {solution}".strip()


def _with_promise(token: Token, pressure: float) -> Token:
    """What was promised once stays, however hard it gets."""
    if token.opens_at:
        return token
    wait = int(min(LEAST_WAIT * pressure, MOST_WAIT))
    return replace(token, opens_at=token.issued_at + wait)


def _left(token: Token, now: float) -> int:
    return max(0, ceil(token.opens_at - now))
