"""Turn, crop and block out a clean picture. Runs in the confined child only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PIL import Image

from soliday.photos.boxes import Box, Corners
from soliday.photos.decode import decode
from soliday.photos.frames import Header
from soliday.photos.limits import WALL_LONGEST
from soliday.photos.profile import encode
from soliday.photos.shrinking import FILTER

FILL = (0, 0, 0)
CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
Sides = tuple[float, float, float, float]


@dataclass(frozen=True)
class Wishes:
    """Turn first, then crop; boxes lie in the turned and cropped picture."""

    turn: int
    crop: Box
    boxes: Sequence[Box]


def wishes(header: Header) -> Wishes:
    """Return what a request asks for: "turn" in degrees, "crop" and "boxes" by four fractions."""
    crop, boxes = cast(Sides, header["crop"]), cast(list[Sides], header["boxes"])
    return Wishes(cast(int, header["turn"]), Box(*crop), [Box(*sides) for sides in boxes])


def redact(jpeg: bytes, asked: Wishes) -> list[bytes]:
    """Return two JPEGs of a clean picture, with the boxes filled: page size, and wall size."""
    stored = decode(jpeg)
    # Everything is cut and filled on the coded squares of the picture as it is stored …
    crop = asked.crop.turned(-asked.turn)
    hidden = [box.outside(asked.crop).turned(-asked.turn) for box in asked.boxes]
    for box in hidden:
        stored.paste(FILL, box.pixels(stored.size))
    kept = crop.kept_pixels(stored.size)
    page = stored.crop(kept)
    # … and again on those of each picture that comes out.
    shown = [_within(box, kept, stored.size) for box in hidden]
    boxes = [box.turned(asked.turn) for box in shown if box]
    if asked.turn in CLOCKWISE:
        page = page.transpose(CLOCKWISE[asked.turn])
    return _both_sizes(page, boxes)


def _both_sizes(page: Image.Image, boxes: Sequence[Box]) -> list[bytes]:
    """Return a picture as two JPEGs with the boxes filled: page size, and wall size."""
    _fill(page, boxes)
    wall = page.copy()
    # Twice as small by averages first, where that is not yet too small: in two thirds of the time.
    wall.thumbnail((WALL_LONGEST, WALL_LONGEST), FILTER, reducing_gap=1)
    # Shrinking blurred the edges of the boxes; at this size they cover other coded squares.
    _fill(wall, boxes)
    return [encode(page), encode(wall)]


def _within(box: Box, kept: Corners, size: tuple[int, int]) -> Box | None:
    """The box in fractions of what is kept; None if it lies in what was cut off."""
    left, top, right, bottom = kept
    width, height = right - left, bottom - top
    try:
        return Box(
            (box.x * size[0] - left) / width,
            (box.y * size[1] - top) / height,
            box.width * size[0] / width,
            box.height * size[1] / height,
        )
    except ValueError:
        return None


def _fill(picture: Image.Image, boxes: Sequence[Box]) -> None:
    for box in boxes:
        picture.paste(FILL, box.pixels(picture.size))
