"""“Lock everybody” holds at once in every process of the server, for whoever had unlocked."""

from __future__ import annotations

import httpx
import pytest

from soliday.sealing.receipts import new_receipt
from tests.journeys.installation import Installation
from tests.journeys.visitor import Reviewer, Visitor

TITLE = "Quillon bells at noon"
CONNECTIONS = 24  # each new, so that each of the server's processes gets some


@pytest.fixture
def report(installation: Installation, reviewer: Reviewer) -> str:
    """The address of a report that waits."""
    sender = Visitor(installation)
    sender.open("/send/report?country=PL&language=en")
    sender.submit(stage="done", title=TITLE, text="At noon.", receipt=new_receipt())
    assert sender.answer.status_code == 201
    return reviewer.open_report(TITLE)


def seen_with(reviewer: Reviewer, address: str) -> list[bool]:
    """Whether the report is shown, on one connection after the other, with the same cookies."""
    asked = []
    for _ in range(CONNECTIONS):
        with httpx.Client(cookies=reviewer.client.cookies, follow_redirects=True) as client:
            asked.append(TITLE in client.get(reviewer.installation.site + address).text)
    return asked


def test_nobody_reads_on_in_any_process(reviewer, report):
    assert all(seen_with(reviewer, report))
    reviewer.open("/desk/keys/")
    try:
        reviewer.submit(action="lock-everybody/")
        assert not any(seen_with(reviewer, report))
    finally:
        reviewer.unlock(reviewer.installation.printed["passphrase"])
    assert all(seen_with(reviewer, report))
