"""Quiet times, busy times and floods, and what a form carries in them."""

from __future__ import annotations

import base64
import json
import re
import time
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from altcha import v2
from django.conf import settings as django_settings

from soliday.intake.guard import gate, proofs
from soliday.intake.guard.load import FLOOD, MANY_POSTS, load
from soliday.intake.guard.sums import question_for
from tests.intake.conftest import ADDRESS


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that a test can do: the same format, fewer iterations."""
    monkeypatch.setattr(proofs, "LEAST_COST", 20)
    monkeypatch.setattr(proofs, "MOST_COST", 200)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Time that passes when the test says so."""
    real = time.time
    passed = SimpleNamespace(seconds=0.0)
    monkeypatch.setattr(time, "time", lambda: real() + passed.seconds)
    return passed


def many(count: int, sender: str | None = None) -> None:
    for _ in range(count):
        load.note(sender, now=time.time())


@pytest.fixture
def busy() -> None:
    many(MANY_POSTS)


@pytest.fixture
def flood() -> None:
    many(int(MANY_POSTS * FLOOD))


@pytest.fixture
def unguarded(settings: Any) -> None:
    settings.CONFIGURATION = changed(is_flood_guarded=False)


def changed(**values: Any) -> Any:
    return type(django_settings.CONFIGURATION)(**vars(django_settings.CONFIGURATION) | values)


class Form:
    """What a page asks, as a browser or a person finds it there."""

    def __init__(self, response: Any) -> None:
        self.page = response.content.decode()
        self.proof = self._value('name="proof" value="([^"]*)"') or ""
        self.challenge = self._value('data-challenge="([^"]*)"')
        self.receipt = self._value('name="receipt" value="([^"]*)"') or ""
        self.fields = {"receipt": self.receipt, "proof": self.proof}

    def solved(self) -> dict[str, str]:
        """As the script does it."""
        return {"proof": f"{self.proof} {solution_of(self.challenge or '')}"}

    def answered(self) -> dict[str, str]:
        """As a person without script does it."""
        return {"proof": self.proof, "answer": str(question_for(self.receipt).answer)}

    def _value(self, pattern: str) -> str | None:
        found = re.search(pattern, self.page)
        return unescape(found[1]) if found else None


def solution_of(challenge: str) -> str:
    made = v2.Challenge.from_dict(json.loads(challenge))
    solution = v2.solve_challenge(made)
    assert solution
    payload = {"challenge": made.to_dict(), "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(payload).encode()).decode()


@pytest.fixture
def opened(client: Any, intake: Any) -> Any:
    """Open the whole form, as somebody in Poland does."""

    def open_form(**headers: str) -> Form:
        return Form(client.get(f"{ADDRESS}?country=PL", **headers))

    return open_form


__all__ = ["Form", "changed", "gate", "many", "solution_of"]
