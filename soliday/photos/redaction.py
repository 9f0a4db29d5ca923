"""Block out parts of a clean picture. Runs in the confined child only."""

from collections.abc import Sequence

from PIL import Image

from soliday.photos.boxes import Box
from soliday.photos.decode import decode
from soliday.photos.limits import WALL_LONGEST
from soliday.photos.profile import encode

FILL = (0, 0, 0)


def redact(jpeg: bytes, boxes: Sequence[Box]) -> list[bytes]:
    """Return two JPEGs of a clean picture with the boxes filled: page size, and wall size."""
    page = decode(jpeg)
    _fill(page, boxes)
    wall = page.copy()
    wall.thumbnail((WALL_LONGEST, WALL_LONGEST), Image.Resampling.LANCZOS)
    # Shrinking blurred the edges of the boxes; at this size they cover other coded squares.
    _fill(wall, boxes)
    return [encode(page), encode(wall)]


def _fill(picture: Image.Image, boxes: Sequence[Box]) -> None:
    for box in boxes:
        picture.paste(FILL, box.pixels(picture.size))
