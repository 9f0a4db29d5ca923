"""The live pages that nobody comes by in quiet times are valid HTML as well."""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client

from soliday.committee.models import Keyholder
from soliday.core import room
from soliday.intake.answers import STOPPED, stopped
from tests.intake.conftest import ADDRESS, image, upload
from tests.journeys.nu import complaints, require_nu

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "be", "ru")


def test_pages_of_busy_times_and_of_a_full_disk_are_valid(
    opened, send, client: Client, clock, busy, monkeypatch, tmp_path: Path
):
    require_nu()
    form = opened()
    answered = form.fields | form.answered()
    wrong = {"answer": "99", "photos": [upload(image())]}
    pages = {"busy": form.page, "wait": send(**answered).content.decode()}
    clock.seconds = 30
    pages["wrong-answer"] = send(**form.fields | wrong).content.decode()
    monkeypatch.setattr(room, "_is_room_left", lambda folder: False)
    room.forget()
    pages |= _pages(client, "full")
    room.forget()
    monkeypatch.undo()
    Keyholder.objects.all().delete()
    pages |= _pages(client, "closed")
    for status in STOPPED:
        pages |= {f"{status}.{each}": _stopped(each, status) for each in LANGUAGES}
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page)
    assert len(pages) == 3 + 2 * len(LANGUAGES) + len(STOPPED) * len(LANGUAGES)
    assert complaints(tmp_path) == {}


def _pages(client: Client, name: str) -> dict[str, str]:
    pages = {}
    for language in LANGUAGES:
        answer = client.get(ADDRESS, {"language": language})
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        pages[f"{name}.{language}"] = answer.content.decode()
    return pages


def _stopped(language: str, status: HTTPStatus) -> str:
    return stopped(language, status).content.decode()
