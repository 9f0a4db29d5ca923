"""Reports as they arrive, and what a reviewer sends from the desk."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from soliday.campaign.models import Day
from soliday.committee.models import Member
from soliday.committee.roles import REVIEWER
from soliday.photos import faces
from soliday.photos.door import clean
from soliday.reports.changes import receive
from soliday.reports.models import Report
from soliday.sealing.receipts import new_receipt

FIELDS: dict[str, Any] = {
    "stage": "done",
    "idea": "postcard",
    "title": "Vigil at the embassy",
    "text": "We stood there in silence.",
    "language": "en",
    "country": "LT",
    "place": "Vilnius",
    "date": "2026-08-04",
    "people_min": 30,
    "people_max": 40,
    "link": "https://example.org/vigil",
    "name": "Jonas Kazlauskas",
    "contact": "jonas@example.org",
    "photo_descriptions": ["People with posters"],
}


@pytest.fixture(scope="session")
def photo() -> bytes:
    """A clean photo: left half red, right half green."""
    picture = Image.new("RGB", (320, 200), (220, 30, 30))
    picture.paste((30, 160, 60), (160, 0, 320, 200))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return clean(file.getvalue()).jpeg


@pytest.fixture
def send(day: Day, profiles: None, owner: Member) -> Callable[..., Report]:
    """Receive a report, some days ago, with other fields than usual where wanted."""

    def make(*, days_ago: int = 0, photos: tuple[bytes, ...] = (), **fields: Any) -> Report:
        received_on = timezone.now().date() - timedelta(days=days_ago)
        sent = FIELDS | fields
        return receive(receipt=new_receipt(), fields=sent, photos=photos, today=received_on)

    return make


@pytest.fixture
def reviewer(teammate: Member, sign_in: Callable[..., Client]) -> Client:
    """A reviewer's browser, unlocked; the owner's is `desk_client`."""
    return sign_in(teammate, unlocked=True)


@pytest.fixture
def second_reviewer(
    committee_member: Callable[..., Member], sign_in: Callable[..., Client]
) -> Client:
    return sign_in(committee_member("second", REVIEWER, is_keyholder=True), unlocked=True)


@pytest.fixture
def filled_in(day: Day) -> Callable[..., dict[str, Any]]:
    """What the page of a report sends when a reviewer presses its button."""

    def make(**other: Any) -> dict[str, Any]:
        edition = day.editions.get()
        data = {
            "seen": "",
            "edition": edition.pk,
            "stage": "done",
            "idea": "postcard",
            "language": "en",
            "country": "LT",
            "place": "Vilnius",
            "city": "593116",
            "happened_on": "2026-08-04",
            "happened_to": "",
            "date_precision": "day",
            "people_min": "30",
            "people_max": "40",
            "link": "",
            "name": "",
            "title_en": "A vigil",
            "text_en": "People stood in silence.",
        }
        return data | other

    return make


@pytest.fixture
def august(monkeypatch: pytest.MonkeyPatch) -> date:
    """The clock of the desk stands at 5 August 2026, noon."""
    now = timezone.datetime(2026, 8, 5, 12, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now.date()


@pytest.fixture(autouse=True)
def no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests are as quick as without the detector; test_faces.py has one of its own."""
    monkeypatch.setattr(faces, "is_installed", lambda: False)
