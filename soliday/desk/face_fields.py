"""The faces a detector proposes, and what a reviewer decides about each. Kept in the form alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from soliday.desk.photo_edits import SIDES, Row, box_of, row_of
from soliday.photos import faces
from soliday.photos.boxes import Box
from soliday.photos.faults import PhotoRefused

UNDECIDED, HIDDEN = "", "hidden"
REASONS_TO_SHOW = {
    "consented": _("shown: the person agreed"),
    "public": _("shown: a public figure"),
    "unrecognisable": _("shown: not recognisable"),
    "no_face": _("not a face"),
}
DECISIONS = {
    UNDECIDED: pgettext_lazy("a face not decided on yet", "decide…"),
    HIDDEN: pgettext_lazy("a face in a photo", "hide it"),
    **REASONS_TO_SHOW,
}


@dataclass(frozen=True)
class Face:
    """A proposed face: where, as four numbers in percent, and what was decided."""

    row: Row
    decision: str = UNDECIDED

    @property
    def is_decided(self) -> bool:
        return self.decision in DECISIONS and self.decision != UNDECIDED

    @property
    def percents(self) -> dict[str, float]:
        """Where it lies, for drawing; nothing where the numbers are broken."""
        try:
            box = box_of(self.row)
        except ValueError:
            return {}
        return {side: round(getattr(box, side) * 100, 2) for side in SIDES}

    def plain(self) -> list[float | str]:
        """For a proposal. Raises ValueError for a broken place."""
        box = box_of(self.row)
        return [box.x, box.y, box.width, box.height, self.decision]


def faces_from(data: Any, prefix: str) -> list[Face]:
    """The faces as the form sent them: five columns, one value for each face."""
    columns = [data.getlist(f"{prefix}-face_{name}") for name in (*SIDES, "decision")]
    sent = [Face(tuple(row), decision) for *row, decision in zip(*columns, strict=False)]
    return sent[: faces.MOST]


def faces_of(proposed: Sequence[Sequence[Any]]) -> list[Face]:
    """The faces of a proposal."""
    return [Face(row_of(Box(*sides)), decision) for *sides, decision in proposed]


def reasons_to_show(photos: Sequence[dict[str, Any]]) -> list[Any]:
    """Why faces in a proposal's photos may be seen: for the member who agrees."""
    decisions = [decision for photo in photos for *_, decision in photo.get("faces", ())]
    return [REASONS_TO_SHOW[each] for each in decisions if each in REASONS_TO_SHOW]


def sought(jpeg: bytes | None) -> list[Face] | None:
    """What the detector proposes; None when there is none, or it could not look."""
    if jpeg is None or not faces.is_installed():
        return None
    try:
        return [Face(row_of(box)) for box in faces.proposed(jpeg)]
    except PhotoRefused:
        return None
