"""What is hidden is gone: one colour where the box was, and no trace of it elsewhere."""

import io
import random

import pytest
from PIL import Image

from soliday.photos import limits
from soliday.photos.boxes import Box
from soliday.photos.door import Derived, Picture, clean, redact
from soliday.photos.faults import PhotoRefused
from tests.photos.carriers import photo, saved


def noise(size: tuple[int, int], seed: int) -> Image.Image:
    dice = random.Random(seed)  # noqa: S311
    return Image.frombytes("RGB", size, dice.randbytes(size[0] * size[1] * 3))


NOISY = clean(saved(noise((803, 611), 1), "PNG"))


def some_boxes(count: int, seed: int) -> list[Box]:
    dice = random.Random(seed)  # noqa: S311
    # Over the edges too, and down to less than a pixel.
    return [
        Box(dice.uniform(-0.1, 0.9), dice.uniform(-0.1, 0.9), 0.11 + dice.random() / 10, 0.1002)
        for _ in range(count)
    ] + [Box(dice.random() * 0.99, dice.random() * 0.99, 0.0001, 0.0001) for _ in range(count)]


def colours_under(box: Box, picture: Image.Image) -> set[object]:
    """Every colour in the pixels that the box touches; none if they are more than 256."""
    size = picture.size
    edges = [
        int(max(box.x, 0) * size[0]),
        int(max(box.y, 0) * size[1]),
        min(int((box.x + box.width) * size[0]) + 1, size[0]),
        min(int((box.y + box.height) * size[1]) + 1, size[1]),
    ]
    part = picture.crop((edges[0], edges[1], edges[2], edges[3]))
    return {colour for _, colour in part.getcolors(256) or []}


def decoded(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.jpeg)).convert("RGB")


def both(derived: Derived) -> tuple[Image.Image, Image.Image]:
    return decoded(derived.page), decoded(derived.wall)


@pytest.mark.parametrize("seed", range(2))
def test_each_box_has_exactly_one_colour_at_every_size(seed: int) -> None:
    boxes = some_boxes(20, seed)
    for picture in both(redact(NOISY.jpeg, boxes)):
        for box in boxes:
            assert colours_under(box, picture) == {(0, 0, 0)}, (box, picture.width)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_hidden_cannot_change_one_byte_of_the_result(seed: int) -> None:
    box = some_boxes(1, seed)[0]
    size = (803, 611)
    left, top = max(int(box.x * size[0]), 0), max(int(box.y * size[1]), 0)
    right, bottom = int((box.x + box.width) * size[0]), int((box.y + box.height) * size[1])
    other = noise(size, 1)
    other.paste((255, 0, 255), (left, top, right, bottom))
    other_clean = clean(saved(other, "PNG"))
    assert other_clean.jpeg != NOISY.jpeg
    assert redact(other_clean.jpeg, [box]) == redact(NOISY.jpeg, [box])


def test_sizes_are_those_of_page_and_wall() -> None:
    derived = redact(clean(saved(photo((2000, 1334)), "JPEG")).jpeg, [])
    assert [picture.size for picture in both(derived)] == [(1600, 1067), (640, 427)]


def test_a_small_picture_is_not_blown_up() -> None:
    derived = redact(clean(saved(photo((300, 200)), "JPEG")).jpeg, [])
    assert [picture.size for picture in both(derived)] == [(300, 200)] * 2


def test_the_rest_of_the_picture_stays() -> None:
    picture = clean(saved(photo((800, 600)), "PNG"))
    page = redact(picture.jpeg, [Box(0, 0, 0.2, 0.2)]).page
    before, after = (decoded(one).getpixel((700, 500)) for one in (picture, page))
    assert isinstance(before, tuple) and isinstance(after, tuple)
    assert all(abs(a - b) < 10 for a, b in zip(before, after, strict=True))


def test_a_box_over_everything_leaves_nothing() -> None:
    for picture in both(redact(NOISY.jpeg, [Box(-1, -1, 3, 3)])):
        assert colours_under(Box(0, 0, 1, 1), picture) == {(0, 0, 0)}


@pytest.mark.parametrize(
    "sides",
    [
        (0, 0, 0, 1),
        (0, 0, 1, -1),
        (1, 0, 1, 1),
        (-0.5, 0, 0.5, 1),
        (float("nan"), 0, 1, 1),
        (0, 0, float("inf"), 1),
    ],
)
def test_a_box_that_hides_nothing_is_a_mistake(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="covers nothing"):
        Box(*sides)


def test_more_boxes_than_anybody_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="boxes"):
        redact(NOISY.jpeg, [Box(0, 0, 1, 1)] * (limits.MAX_BOXES + 1))


@pytest.mark.parametrize("size", [(64, 48), (1700, 20)])
def test_only_a_clean_picture_is_redacted(size: tuple[int, int]) -> None:
    with pytest.raises(PhotoRefused) as caught:
        redact(saved(photo(size), "JPEG"), [])
    assert caught.value.reason == "unsafe_result"
