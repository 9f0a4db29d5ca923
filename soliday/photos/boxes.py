"""Boxes: what a reviewer hides in a picture, or keeps of it."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from math import ceil, floor, isfinite

# 4:2:0 JPEG codes colour in squares of this many pixels.
CODED_SQUARE = 16
SEAM = 1
HAIR = 1e-6

Size = tuple[int, int]
Corners = tuple[int, int, int, int]
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True)
class Box:
    """A rectangle in fractions (0 to 1) of the picture's width and height, from the top left.

    Raises ValueError if it covers nothing: a box that hides nothing is a mistake, not a wish.
    """

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        is_finite = all(isfinite(side) for side in astuple(self))
        if not (is_finite and _meets(self.x, self.width) and _meets(self.y, self.height)):
            raise ValueError("the box covers nothing of the picture")

    def pixels(self, size: Size) -> Corners:
        """Return left, top, right, bottom of what must be filled so that nothing of it is left.

        These are the coded squares that the box touches, and a pixel more on both sides of their
        seam, because decoders blend colour across it: so every pixel inside the box decodes to
        one colour, and no pixel outside was coloured by what the box hides.
        """
        left, right = _squares(self.x, self.width, size[0])
        top, bottom = _squares(self.y, self.height, size[1])
        return left, top, right, bottom

    def kept_pixels(self, size: Size) -> Corners:
        """Return left, top, right, bottom of what may be kept so that nothing around it is seen.

        The coded squares inside the box, without the pixel at their seam; up to the edge where
        the box reaches the picture's edge. Raises ValueError if there are none.
        """
        left, right = _inner_squares(self.x, self.width, size[0])
        top, bottom = _inner_squares(self.y, self.height, size[1])
        if left >= right or top >= bottom:
            raise ValueError("the crop leaves nothing of the picture")
        return left, top, right, bottom

    def turned(self, degrees: int) -> Box:
        """Return where this box lies when the picture is turned clockwise."""
        box = self
        for _ in range(degrees % 360 // 90):
            box = Box(1 - box.y - box.height, box.x, box.height, box.width)
        return box

    def outside(self, crop: Box) -> Box:
        """Return this box of a cropped picture as a box of the whole one."""
        return Box(
            crop.x + self.x * crop.width,
            crop.y + self.y * crop.height,
            self.width * crop.width,
            self.height * crop.height,
        )


def _meets(start: float, extent: float) -> bool:
    return extent > 0 and start < 1 and start + extent > 0


def _squares(start: float, extent: float, length: int) -> tuple[int, int]:
    first = floor(start * length) - SEAM
    end = ceil((start + extent) * length) + SEAM
    low = first // CODED_SQUARE * CODED_SQUARE - SEAM
    high = -(-end // CODED_SQUARE) * CODED_SQUARE + SEAM
    return max(low, 0), min(high, length)


def _inner_squares(start: float, extent: float, length: int) -> tuple[int, int]:
    # Turning leaves rounding errors, and an edge must stay an edge.
    first, end = ceil(start * length - HAIR), floor((start + extent) * length + HAIR)
    low = -(-first // CODED_SQUARE) * CODED_SQUARE + SEAM if first > 0 else 0
    high = end // CODED_SQUARE * CODED_SQUARE - SEAM if end < length else length
    return low, high


WHOLE = Box(0, 0, 1, 1)
