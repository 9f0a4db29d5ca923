"""Proof of work in altcha's format (version 2): given out with a form, solved while one writes."""

from __future__ import annotations

import base64
import hmac
import json

from altcha import v2

from soliday.intake.guard.keys import key, keyed

# Iterations that browsers run as native code, 256 times on average until one result fits.
ALGORITHM, PREFIX = "PBKDF2/SHA-256", "00"
LEAST_COST, MOST_COST = 2_000, 20_000
LASTS_SECONDS = 2 * 60 * 60
LONGEST = 4_000


def new_challenge(receipt: str, *, pressure: float, now: float) -> str:
    """A challenge as JSON, for the form with this receipt only; dearer the more arrives."""
    challenge = v2.create_challenge(
        ALGORITHM,
        int(min(LEAST_COST * pressure, MOST_COST)),
        key_prefix=PREFIX,
        expires_at=int(now) + LASTS_SECONDS,
        data={"form": _form(receipt)},
        hmac_secret=key("proof"),
    )
    return json.dumps(challenge.to_dict())


def is_solved(solution: str, receipt: str) -> bool:
    """Whether this is solved work that was set for this receipt and has not expired.

    The same receipt again is the same report, so a replay gains nothing; with another receipt it
    is worth nothing.
    """
    payload = _payload(solution)
    if payload is None or not isinstance(payload.challenge.parameters.data, dict):
        return False
    form = str(payload.challenge.parameters.data.get("form", ""))
    if not hmac.compare_digest(form.encode("utf-8", "replace"), _form(receipt).encode()):
        return False
    return v2.verify_solution(payload, key("proof")).verified


def _payload(solution: str) -> v2.Payload | None:
    if not solution or len(solution) > LONGEST:
        return None
    try:
        return v2.Payload.from_dict(json.loads(base64.b64decode(solution)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _form(receipt: str) -> str:
    return keyed("proof", receipt).hex()[:32]
