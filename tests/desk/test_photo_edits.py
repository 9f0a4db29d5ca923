"""Turned, cropped, blocked out: all measured on the photo as it was sent, by hand as by script."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from soliday.actions.models import Action
from soliday.photos.door import clean
from soliday.reports import queries

pytestmark = pytest.mark.django_db
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (250, 250, 250)
CHOSEN = {
    "photo-0-publish": "on",
    "photo-0-looked": "on",
    "photo-0-description_en": "Four colours",
}
# Of the left upper quarter, the red one, its left half.
BOX = {
    "photo-0-x": ["0"],
    "photo-0-y": ["0"],
    "photo-0-width": ["25"],
    "photo-0-height": ["50"],
}


def crop(x: str, y: str, width: str, height: str) -> dict[str, str]:
    names = ("x", "y", "width", "height")
    return {
        f"photo-0-crop_{name}": side
        for name, side in zip(names, (x, y, width, height), strict=True)
    }


@pytest.fixture(scope="module")
def quarters() -> bytes:
    """Red and green above, blue and white below."""
    picture = Image.new("RGB", (640, 480), RED)
    picture.paste(GREEN, (320, 0, 640, 240))
    picture.paste(BLUE, (0, 240, 320, 480))
    picture.paste(WHITE, (320, 240, 640, 480))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return clean(file.getvalue()).jpeg


@pytest.fixture
def published(desk_client, send, filled_in, quarters):
    """Publish the photo with these fields, and look at what came out."""

    def make(**fields: object) -> Image.Image:
        report = send(photos=(quarters,))
        answer = desk_client.post(
            f"/desk/reports/{report.pk}/accept/", filled_in(**CHOSEN, **fields)
        )
        assert answer.status_code == 302
        return Image.open(io.BytesIO(bytes(Action.objects.get().photos.get().page_jpeg)))

    return make


def at(picture: Image.Image, x: float, y: float) -> str:
    """The colour at a place given in fractions."""
    names = {RED: "red", GREEN: "green", BLUE: "blue", WHITE: "white", (0, 0, 0): "box"}
    pixel = picture.convert("RGB").getpixel((picture.width * x, picture.height * y))
    return min(
        names.items(), key=lambda each: sum(abs(a - b) for a, b in zip(each[0], pixel, strict=True))
    )[1]


@pytest.mark.parametrize(
    ("turn", "corners", "box"),
    [
        ("0", ["red", "green", "white", "blue"], (0.12, 0.25)),
        ("90", ["blue", "red", "green", "white"], (0.75, 0.12)),
        ("180", ["white", "blue", "red", "green"], (0.88, 0.75)),
        ("270", ["green", "white", "blue", "red"], (0.25, 0.88)),
    ],
)
def test_a_box_stays_on_what_it_covers_however_the_photo_is_turned(published, turn, corners, box):
    picture = published(**BOX, **{"photo-0-turn": turn})
    assert (picture.width > picture.height) == (turn in ("0", "180"))
    assert at(picture, *box) == "box"
    places = [(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)]
    assert [at(picture, *place) for place in places] == corners


def test_a_crop_keeps_what_it_frames_and_the_box_in_it(published):
    picture = published(**BOX, **crop("0", "0", "50", "100"))
    assert (picture.width, picture.height) == pytest.approx((320, 480), abs=20)
    assert at(picture, 0.25, 0.25) == "box"
    assert at(picture, 0.75, 0.25) == "red"
    assert at(picture, 0.75, 0.75) == "blue"


def test_turned_cropped_and_blocked_out_together(published):
    fields = BOX | crop("0", "0", "50", "50") | {"photo-0-turn": "90"}
    picture = published(**fields)
    assert (picture.width, picture.height) == pytest.approx((240, 320), abs=20)
    assert at(picture, 0.5, 0.25) == "box"
    assert at(picture, 0.5, 0.75) == "red"


def test_a_box_outside_the_crop_is_no_fault(published):
    assert at(published(**BOX, **crop("50", "50", "50", "50")), 0.5, 0.5) == "white"


@pytest.mark.parametrize(
    "fields",
    [
        crop("0", "0", "50", ""),
        crop("0", "0", "0", "50"),
        crop("x", "0", "50", "50"),
        crop("0", "0", "150", "50"),
        crop("50", "50", "1", "1"),  # nothing would be left
        {"photo-0-turn": "45"},
    ],
)
def test_a_wrong_crop_or_turn_publishes_nothing(desk_client, send, filled_in, quarters, fields):
    report = send(photos=(quarters,))
    address = f"/desk/reports/{report.pk}/"
    answer = desk_client.post(f"{address}accept/", filled_in(**CHOSEN, **fields))
    assert answer.status_code == 422
    assert not Action.objects.exists()
    answer = desk_client.post(address, filled_in(**CHOSEN, **fields, preview="1"))
    assert answer.status_code in (200, 422)
    assert answer.context.get("preview") is None


def test_a_proposal_keeps_turn_and_crop_for_who_changes_it(
    desk_client, send, filled_in, quarters, identity
):
    """From a careful country it waits for its day, sealed, as the reviewer left it."""
    report = send(photos=(quarters,), country="RU")
    fields = BOX | crop("0", "0", "50", "100") | {"photo-0-turn": "90"}
    desk_client.post(
        f"/desk/reports/{report.pk}/accept/",
        filled_in(country="RU", city="", **CHOSEN, **fields),
    )
    [kept] = queries.proposal(report, secret=identity.secret)["photos"]
    assert (kept["turn"], kept["crop"]) == (90, [0, 0, 0.5, 1])
    page = desk_client.get(f"/desk/reports/{report.pk}/?change=1")
    [photo] = page.context["forms"].photos
    assert photo["turn"].value() == 90
    assert photo.crop_row == ("0.00", "0.00", "50.00", "100.00")
    assert not photo["looked"].value()


def test_a_published_photo_is_turned_and_cropped_later(
    desk_client, send, filled_in, quarters, published
):
    published()
    action = Action.objects.get()
    fields = CHOSEN | {"photo-0-turn": "90"} | crop("0", "0", "100", "50")
    desk_client.post(f"/desk/actions/{action.pk}/", filled_in(**fields))
    photo = action.photos.get()
    picture = Image.open(io.BytesIO(bytes(photo.page_jpeg)))
    assert (photo.width, photo.height) == picture.size
    assert picture.size == pytest.approx((240, 640), abs=20)
    assert at(picture, 0.5, 0.25) == "red"


def test_publishing_a_photo_needs_the_tick_that_somebody_looked(
    desk_client, send, filled_in, quarters
):
    report = send(photos=(quarters,))
    typed = filled_in(**CHOSEN)
    del typed["photo-0-looked"]
    answer = desk_client.post(f"/desk/reports/{report.pk}/accept/", typed)
    assert answer.status_code == 422
    assert "looked" in answer.context["forms"].photos[0].errors
    assert "number plates" in answer.content.decode()
    assert not Action.objects.exists()


def test_the_reminders_are_not_sent(desk_client, send, quarters):
    page = desk_client.get(f"/desk/reports/{send(photos=(quarters,)).pk}/").content.decode()
    assert page.count('<input type="checkbox" autocomplete="off">') == 7


def test_a_photo_is_described_in_every_language_of_the_text(desk_client, send, filled_in, quarters):
    report = send(photos=(quarters,))
    typed = filled_in(title_be="Акцыя", text_be="Так.", **CHOSEN)
    answer = desk_client.post(f"/desk/reports/{report.pk}/accept/", typed)
    assert answer.status_code == 422
    assert list(answer.context["forms"].photos[0].errors) == ["description_be"]
    assert not Action.objects.exists()
    typed["photo-0-description_be"] = "Чатыры колеры"
    desk_client.post(f"/desk/reports/{report.pk}/accept/", typed)
    assert set(Action.objects.get().photos.get().descriptions) == {"en", "be"}


def test_a_photo_is_described_when_a_translation_is_added(
    desk_client, send, filled_in, quarters, published
):
    published()
    action = Action.objects.get()
    typed = filled_in(title_be="Акцыя", text_be="Так.", **CHOSEN)
    answer = desk_client.post(f"/desk/actions/{action.pk}/", typed)
    assert answer.status_code == 422
    assert answer.content.decode().count("for those who cannot see it") == 1
    assert action.texts.count() == 1
