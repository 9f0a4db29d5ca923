"""One real installation for all journeys, started as a newcomer would."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.installation import Installation
from tests.journeys.visitor import Reviewer
from tests.journeys.visitor import reviewer as signed_in


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("installation"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def reviewer(installation: Installation) -> Reviewer:
    """Signed in once: a code of the second factor works only once."""
    return signed_in(installation)
