"""Turned first, then cropped, then hidden: and nothing of what was cut off is left."""

import pytest
from PIL import Image

from soliday.photos.boxes import Box
from soliday.photos.door import clean, redact
from soliday.photos.profile import encode
from tests.photos.carriers import photo, saved
from tests.photos.looking import BLUE, GREEN, GREY, RED, Colour, assert_close, quarters
from tests.photos.test_redact import both, colours_under, decoded, noise

QUARTERS = clean(saved(quarters().resize((640, 320), Image.Resampling.NEAREST), "PNG")).jpeg
SIZE = (803, 611)
NOISY = encode(noise(SIZE, 1))
CROP = Box(0.23, 0.31, 0.5, 0.41)


def corners(picture: Image.Image) -> list[object]:
    width, height = picture.size
    places = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
    return [picture.getpixel((int(x * width), int(y * height))) for x, y in places]


@pytest.mark.parametrize(
    ("turn", "size", "seen"),
    [
        (0, (640, 320), [RED, GREEN, BLUE, GREY]),
        (90, (320, 640), [BLUE, RED, GREY, GREEN]),
        (180, (640, 320), [GREY, BLUE, GREEN, RED]),
        (270, (320, 640), [GREEN, GREY, RED, BLUE]),
    ],
)
def test_it_turns_clockwise(turn: int, size: tuple[int, int], seen: list[Colour]) -> None:
    for picture in both(redact(QUARTERS, [], turn=turn)):
        assert picture.size == size
        for colour, wanted in zip(corners(picture), seen, strict=True):
            assert_close(colour, wanted)


def test_the_crop_lies_in_the_turned_picture() -> None:
    # Turned by 90 degrees the upper right quarter is red.
    page = decoded(redact(QUARTERS, [], turn=90, crop=Box(0.5, 0, 0.5, 0.5)).page)
    assert 140 <= page.width <= 160 and 300 <= page.height <= 320
    assert_close(page.getpixel((0, page.height - 1)), RED, within=10)
    assert_close(page.getpixel((page.width - 1, 0)), RED, within=10)


def test_boxes_lie_in_the_turned_and_cropped_picture() -> None:
    crop, box = Box(0.5, 0, 0.5, 0.5), Box(0, 0.5, 0.25, 0.25)
    for picture in both(redact(QUARTERS, [box], turn=90, crop=crop)):
        assert picture.getpixel((2, int(picture.height * 0.6))) == (0, 0, 0)
        assert_close(picture.getpixel((picture.width - 2, 2)), RED, within=10)
        assert_close(picture.getpixel((2, 2)), RED, within=10)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_each_box_has_one_colour_however_it_is_turned(turn: int) -> None:
    # Well inside, because the crop is narrowed by some pixels.
    boxes = [Box(0.3, 0.35, 0.21, 0.13), Box(0.7, 0.1, 0.001, 0.5)]
    for picture in both(redact(NOISY, boxes, turn=turn, crop=CROP)):
        for box in boxes:
            inside = Box(box.x + 0.02, box.y + 0.02, max(box.width - 0.04, 0.0001), box.height / 2)
            assert (0, 0, 0) in colours_under(inside, picture) or box.width < 0.01
    for picture in both(redact(NOISY, boxes, turn=turn)):
        for box in boxes:
            assert colours_under(box, picture) == {(0, 0, 0)}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_is_hidden_or_cut_off_cannot_change_one_byte(turn: int) -> None:
    box = Box(0.4, 0.4, 0.2, 0.3)
    kept, hidden = CROP.turned(-turn), box.outside(CROP).turned(-turn)
    other = noise(SIZE, 2)
    other.paste(noise(SIZE, 1).crop(outer(kept)), outer(kept))
    other.paste((255, 0, 255), inner(hidden))
    changed = redact(encode(other), [box], turn=turn, crop=CROP)
    assert changed == redact(NOISY, [box], turn=turn, crop=CROP)
    assert changed != redact(encode(other), [], turn=turn, crop=CROP)


def outer(box: Box) -> tuple[int, int, int, int]:
    left, top = int(box.x * SIZE[0]), int(box.y * SIZE[1])
    right, bottom = (box.x + box.width) * SIZE[0], (box.y + box.height) * SIZE[1]
    return left, top, int(right) + 1, int(bottom) + 1


def inner(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = outer(box)
    return left + 1, top + 1, right - 1, bottom - 1


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_crop_to_an_edge_loses_nothing_there(turn: int) -> None:
    size = decoded(redact(NOISY, [], turn=turn, crop=Box(0.0, 0.3, 1.0, 0.7)).page).size
    width, height = SIZE if turn in (0, 180) else SIZE[::-1]
    assert size[0] == width
    assert height * 0.7 - 18 <= size[1] <= height * 0.7


@pytest.mark.parametrize("turn", [45, -90, 360, 1])
def test_other_turns_are_a_mistake(turn: int) -> None:
    with pytest.raises(ValueError, match="turn"):
        redact(NOISY, [], turn=turn)


@pytest.mark.parametrize("crop", [Box(0.5, 0.5, 0.01, 0.4), Box(0.99, 0, 0.001, 1)])
def test_a_crop_that_leaves_nothing_is_a_mistake(crop: Box) -> None:
    with pytest.raises(ValueError, match="leaves nothing"):
        redact(NOISY, [], crop=crop)


def test_nothing_asked_for_changes_nothing() -> None:
    jpeg = clean(saved(photo((700, 500)), "PNG")).jpeg
    assert redact(jpeg, []) == redact(jpeg, [], turn=0, crop=Box(0, 0, 1, 1))
