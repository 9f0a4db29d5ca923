"""An open day with its profiles and a keyholder: what intake needs to take a report."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from soliday.campaign.models import Day
from soliday.committee.models import Member
from soliday.reports.models import Report
from soliday.sealing.receipts import new_receipt, parse_receipt

ADDRESS = "/send/report"
GOOD = {
    "stage": "done",
    "idea": "postcard",
    "title": "Vigil at the embassy",
    "text": "We stood there in silence.\nThen we went home.",
    "language": "en",
    "country": "PL",
    "place": "Warsaw",
    "date": "2026-08-04",
    "people_min": "5",
    "people_max": "10",
    "link": "https://example.org/vigil",
    "name": "A group",
    "contact": "by letter",
}


@pytest.fixture
def intake(day: Day, profiles: None, owner: Member) -> Day:
    return day


@pytest.fixture
def receipt() -> str:
    return new_receipt()


@pytest.fixture
def send(intake: Day, client: Client, receipt: str) -> Any:
    """Send the good report, changed by what is given; None leaves a field out."""

    def post(path: str = ADDRESS, headers: Any = None, **changed: Any) -> Any:
        fields = GOOD | {"receipt": receipt} | changed
        fields = {name: value for name, value in fields.items() if value is not None}
        return client.post(path, fields, headers=headers or {})

    return post


def image(kind: str = "JPEG", size: tuple[int, int] = (48, 32)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 40)).save(file, kind)
    return file.getvalue()


def upload(data: bytes, name: str = "IMG_2041.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def stored_count() -> int:
    return Report.objects.count()


def shown_receipt(response: Any) -> str:
    """The receipt that the page shows."""
    found = re.search(r'id="receipt">([\d ]+)<', response.content.decode())
    return parse_receipt(found[1])


def is_faulty(response: Any, name: str) -> bool:
    """Whether a fault stands beside the field, and the summary leads to it."""
    page = response.content.decode()
    return f'id="id_{name}_error"' in page and f'href="#id_{name}"' in page
