"""A keyholder, a receipt, and a report with one photo."""

from __future__ import annotations

from datetime import date

import pytest

from soliday.committee.models import Keyholder, Member
from soliday.reports import changes
from soliday.reports.models import Report
from soliday.sealing.identities import Identity, new_identity
from soliday.sealing.receipts import new_receipt

TODAY = date(2026, 8, 4)
FIELDS = {"title": "Vigil at the embassy", "text": "We stood there in silence.", "country": "PL"}
PHOTO = b"\xff\xd8 pixels \xff\xd9"


@pytest.fixture
def key(db: None) -> Identity:
    identity = new_identity()
    Keyholder.objects.create(
        member=Member.objects.create_user("owner"),
        recipient=identity.recipient,
        wrapped_identity=b"",
        granted_on=TODAY,
    )
    return identity


@pytest.fixture
def receipt() -> str:
    return new_receipt()


@pytest.fixture
def report(key: Identity, receipt: str) -> Report:
    return changes.receive(receipt=receipt, fields=FIELDS, photos=[PHOTO], today=TODAY)
