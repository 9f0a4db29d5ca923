"""Boxes: what a reviewer hides in a picture."""

from dataclasses import astuple, dataclass
from math import ceil, floor, isfinite

# 4:2:0 JPEG codes colour in squares of this many pixels.
CODED_SQUARE = 16
SEAM = 1


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

    def pixels(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom of what must be filled so that nothing of it is left.

        These are the coded squares that the box touches, and a pixel more on both sides of their
        seam, because decoders blend colour across it: so every pixel inside the box decodes to
        one colour, and no pixel outside was coloured by what the box hides.
        """
        left, right = _squares(self.x, self.width, size[0])
        top, bottom = _squares(self.y, self.height, size[1])
        return left, top, right, bottom


def _meets(start: float, extent: float) -> bool:
    return extent > 0 and start < 1 and start + extent > 0


def _squares(start: float, extent: float, length: int) -> tuple[int, int]:
    first = floor(start * length) - SEAM
    end = ceil((start + extent) * length) + SEAM
    low = first // CODED_SQUARE * CODED_SQUARE - SEAM
    high = -(-end // CODED_SQUARE) * CODED_SQUARE + SEAM
    return max(low, 0), min(high, length)
