"""What a reviewer does to a photo: boxes, a turn, a crop, all measured on the photo as it was sent.

So a turn or a crop never moves a box: what was covered stays covered, whatever was done first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from soliday.photos import door
from soliday.photos.boxes import WHOLE, Box

SIDES = ("x", "y", "width", "height")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Edits:
    """turn: clockwise, in degrees. crop: what is kept; None keeps all."""

    boxes: Sequence[Box] = ()
    turn: int = 0
    crop: Box | None = None

    def are_none(self) -> bool:
        return not (self.boxes or self.turn or self.crop)

    def made(self, jpeg: bytes) -> door.Derived:
        """The pictures to publish. Raises PhotoRefused, and ValidationError for a useless crop."""
        crop = self.crop.turned(self.turn) if self.crop else None
        turned = [box.turned(self.turn) for box in self.boxes]
        boxes = [seen for box in turned if (seen := _inside(box, crop or WHOLE))]
        try:
            return door.redact(jpeg, boxes, turn=self.turn, crop=crop)
        except ValueError as error:
            raise ValidationError(_("The crop leaves too little of a photo.")) from error


def edits_of(photo: dict[str, Any]) -> Edits:
    """From what a proposal says about a photo; those of an earlier version say less."""
    hidden = [Box(*sides) for *sides, decision in photo.get("faces", ()) if decision == "hidden"]
    crop = photo.get("crop")
    return Edits(
        boxes=[*(Box(*sides) for sides in photo["boxes"]), *hidden],
        turn=photo.get("turn", 0),
        crop=Box(*crop) if crop else None,
    )


def _inside(box: Box, crop: Box) -> Box | None:
    """A box of the turned picture as a box of what the crop keeps; None if it lies outside."""
    try:
        return Box(
            (box.x - crop.x) / crop.width,
            (box.y - crop.y) / crop.height,
            box.width / crop.width,
            box.height / crop.height,
        )
    except ValueError:
        return None


def row_of(box: Box) -> Row:
    """The four numbers of a box in percent, as they stand in the form."""
    return tuple(f"{side * 100:.2f}" for side in astuple(box))


def box_of(row: Row) -> Box:
    """From four numbers in percent; raises ValueError if they are no box."""
    x, y, width, height = (_fraction(each) for each in row)
    return Box(x, y, width, height)


def _fraction(percent: str) -> float:
    """From "12,5" or "12.5"; raises ValueError outside 0 to 100."""
    number = float(percent.strip().replace(",", "."))
    if not 0 <= number <= 100:
        raise ValueError(percent)
    return number / 100
