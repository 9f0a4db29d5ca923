"""Keys that are drawn quickly, and one installation that really runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from soliday.sealing import age_write
from tests.journeys.installation import Installation


@pytest.fixture(autouse=True)
def _cheap_wrapping(monkeypatch: pytest.MonkeyPatch) -> None:
    """The age format is the same, its work factor is not: drawing a key takes no second here."""
    monkeypatch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 8)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation after its first start."""
    made = Installation(tmp_path_factory.mktemp("running"))
    made.start()
    yield made
    made.stop()
