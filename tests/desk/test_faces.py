"""Each face that a detector proposes is decided on before its photo is published."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from soliday.actions.models import Action
from soliday.desk.face_fields import REASONS_TO_SHOW
from soliday.photos import faces
from soliday.photos.boxes import Box
from soliday.photos.frames import pack
from soliday.reports import queries

pytestmark = pytest.mark.django_db
CHOSEN = {
    "photo-0-publish": "on",
    "photo-0-looked": "on",
    "photo-0-description_en": "People with posters",
}
LEFT, RIGHT = (0.05, 0.1, 0.3, 0.8), (0.6, 0.1, 0.3, 0.8)


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A child that answers with two faces; what it was asked is kept in the list."""
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return pack({"faces": [LEFT, RIGHT]})

    monkeypatch.setattr(faces, "is_installed", lambda: True)
    monkeypatch.setattr(faces, "_answer", answer)
    return asked


def decided(*decisions: str) -> dict[str, object]:
    """The fields as the page sends them."""
    columns = zip(*(Box(*sides).__dict__.values() for sides in (LEFT, RIGHT)), strict=True)
    names = ("x", "y", "width", "height")
    fields: dict[str, object] = {
        f"photo-0-face_{name}": [f"{side * 100:.2f}" for side in column]
        for name, column in zip(names, columns, strict=True)
    }
    return fields | {"photo-0-face_decision": list(decisions), "photo-0-sought": "1"}


def accept(client, report, typed):
    return client.post(f"/desk/reports/{report.pk}/accept/", typed)


def test_each_face_is_shown_undecided_without_script(desk_client, send, photo, detector):
    page = desk_client.get(f"/desk/reports/{send(photos=(photo,)).pk}/")
    [form] = page.context["forms"].photos
    assert [face.decision for face in form.faces] == ["", ""]
    words = page.content.decode()
    assert '<rect data-desk-face x="5.00%" y="10.00%" width="30.00%" height="80.00%">' in words
    assert words.count('name="photo-0-face_decision"') == 2
    assert len(detector) == 1


@pytest.mark.parametrize("decisions", [("", "hidden"), ("hidden", ""), ("hidden", "why not")])
def test_nothing_is_published_while_one_is_undecided(
    desk_client, send, filled_in, photo, detector, decisions
):
    report = send(photos=(photo,))
    answer = accept(desk_client, report, filled_in(**CHOSEN, **decided(*decisions)))
    assert answer.status_code == 422
    number = 1 + [each in ("hidden", *REASONS_TO_SHOW) for each in decisions].index(False)
    assert f"Face {number}: hide it" in answer.content.decode()
    assert not Action.objects.exists()
    [form] = answer.context["forms"].photos
    assert [face.decision for face in form.faces] == list(decisions)


def test_a_form_that_says_nothing_of_faces_is_looked_at(
    desk_client, send, filled_in, photo, detector
):
    report = send(photos=(photo,))
    answer = accept(desk_client, report, filled_in(**CHOSEN))
    assert answer.status_code == 422
    assert "Face 1: hide it" in answer.content.decode()
    assert not Action.objects.exists()


@pytest.mark.parametrize("reason", REASONS_TO_SHOW)
def test_one_is_hidden_and_one_shown_with_a_reason(
    desk_client, send, filled_in, photo, detector, reason
):
    report = send(photos=(photo,))
    answer = accept(desk_client, report, filled_in(**CHOSEN, **decided("hidden", reason)))
    assert answer.status_code == 302
    jpeg = bytes(Action.objects.get().photos.get().page_jpeg)
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    assert picture.getpixel((320 * 0.2, 100)) == (0, 0, 0)
    assert picture.getpixel((320 * 0.75, 100)) != (0, 0, 0)
    assert detector == []  # the form said that somebody had looked


def test_a_photo_that_is_not_published_needs_no_decision(
    desk_client, send, filled_in, photo, detector
):
    report = send(photos=(photo,))
    assert accept(desk_client, report, filled_in(**decided("", ""))).status_code == 302


def test_a_broken_place_of_a_face_publishes_nothing(desk_client, send, filled_in, photo, detector):
    fields = decided("hidden", "hidden") | {"photo-0-face_width": ["x", "30"]}
    report = send(photos=(photo,))
    assert accept(desk_client, report, filled_in(**CHOSEN, **fields)).status_code == 422
    assert not Action.objects.exists()


def test_a_proposal_keeps_the_decisions_and_their_reasons(
    desk_client, send, filled_in, photo, detector, identity
):
    report = send(photos=(photo,), country="RU")
    typed = filled_in(country="RU", city="", **CHOSEN, **decided("hidden", "consented"))
    accept(desk_client, report, typed)
    [kept] = queries.proposal(report, secret=identity.secret)["photos"]
    assert [decision for *_, decision in kept["faces"]] == ["hidden", "consented"]
    words = desk_client.get(f"/desk/reports/{report.pk}/").content.decode()
    assert "shown: the person agreed" in words
    [form] = desk_client.get(f"/desk/reports/{report.pk}/?change=1").context["forms"].photos
    assert [face.decision for face in form.faces] == ["hidden", "consented"]


@pytest.mark.parametrize("answer", [b"", b"no frame", pack({"faces": [[0, 0, 0, 0]]})])
def test_a_detector_that_fails_does_not_keep_a_photo_back(
    desk_client, send, filled_in, photo, detector, monkeypatch, answer
):
    monkeypatch.setattr(faces, "_answer", lambda request: answer)
    report = send(photos=(photo,))
    page = desk_client.get(f"/desk/reports/{report.pk}/")
    assert page.context["forms"].photos[0].shot.faces is None
    assert accept(desk_client, report, filled_in(**CHOSEN)).status_code == 302


def test_without_a_detector_publishing_goes_on(desk_client, send, filled_in, photo):
    report = send(photos=(photo,))
    page = desk_client.get(f"/desk/reports/{report.pk}/").content.decode()
    assert "face_decision" not in page
    assert accept(desk_client, report, filled_in(**CHOSEN)).status_code == 302
