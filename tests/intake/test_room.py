"""With the disk nearly full the form says so and stores nothing; reading goes on."""

import pytest

from soliday.core import room
from soliday.sealing.receipts import new_receipt
from tests.intake.conftest import GOOD, stored_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(monkeypatch):
    monkeypatch.setattr(room, "_is_room_left", lambda folder: False)
    room.forget()


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("be", "be")])
def test_the_form_closes_with_a_clear_page(client, intake, full, language, lang):
    response = client.get(f"/send/report?language={language}")
    page = response.content.decode()
    assert response.status_code == 503
    assert f'lang="{lang}"' in page
    assert 'name="title"' not in page


def test_what_comes_all_the_same_is_not_stored_and_comes_back(send, full):
    response = send()
    assert response.status_code == 503
    assert GOOD["title"] in response.content.decode()
    assert "nearly full" in response.content.decode()
    assert stored_count() == 0


def test_what_was_stored_before_can_still_be_looked_up(send, client, receipt, monkeypatch):
    assert send().status_code == 201
    monkeypatch.setattr(room, "_is_room_left", lambda folder: False)
    room.forget()
    assert send().status_code == 201  # the same receipt: already there
    assert client.post("/receipt/", {"receipt": receipt}).status_code == 200


def test_health_says_it(client, full):
    response = client.get("/health")
    assert response.status_code == 503
    assert response.content == b"disk nearly full\n"


def test_it_opens_again_by_itself(send, full, monkeypatch):
    assert send().status_code == 503
    monkeypatch.setattr(room, "_is_room_left", lambda folder: True)
    room.forget()
    assert send(receipt=new_receipt()).status_code == 201
