"""A picture as its file stores it, before it is shrunk, coloured and turned."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from soliday.photos.faults import PhotoRefused
from soliday.photos.limits import MAX_PIXELS

Size = tuple[int, int]
Corners = tuple[int, int, int, int]
Rows = Callable[[int, int], Image.Image]


@dataclass(frozen=True)
class Stored:
    """Rows are asked for from the top down, so that no second copy of a large picture is made."""

    size: Size
    rows: Rows
    """Returns the rows from a first up to (without) a last one, 8 bits a channel or a palette."""
    colours: bytes | None = None
    """An ICC profile; sRGB if there is none."""
    turns: tuple[Image.Transpose, ...] = ()
    """What makes it stand upright, one after the other."""


def rows_of(picture: Image.Image) -> Rows:
    """Return the rows of a picture that is in memory."""

    def rows(first: int, last: int) -> Image.Image:
        if (first, last) == (0, picture.height):
            return picture
        return picture.crop((0, first, picture.width, last))

    return rows


def cropped(stored: Stored, corners: Corners) -> Stored:
    """Return what lies between left, top, right, bottom."""
    left, top, right, bottom = corners
    if corners == (0, 0, *stored.size):
        return stored

    def rows(first: int, last: int) -> Image.Image:
        return stored.rows(top + first, top + last).crop((left, 0, right, last - first))

    return replace(stored, size=(right - left, bottom - top), rows=rows)


def refuse_size(size: Size, *, most: int = MAX_PIXELS) -> None:
    """Refuse a picture without pixels, and one with more than we take."""
    if 0 in size:
        raise PhotoRefused("broken")
    if size[0] * size[1] > most:
        raise PhotoRefused("too_many_pixels")
