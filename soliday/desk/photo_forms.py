"""A photo: whether it is published, how it is described, turned, cropped, what is blocked out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soliday.desk.face_fields import DECISIONS, Face, faces_from
from soliday.desk.photo_edits import SIDES, Edits, Row, box_of, row_of
from soliday.languages.catalogue import SHIPPED
from soliday.photos.boxes import Box
from soliday.photos.limits import MAX_BOXES

ROWS_OFFERED = 4
NO_ROW: Row = ("", "", "", "")
DESCRIPTION_LENGTH = 300
TURNS = {
    0: _("as it is"),
    90: _("a quarter to the right"),
    180: _("upside down"),
    270: _("a quarter to the left"),
}
# Reminders, ticked while looking; only the one box below them is sent.
REMINDERS = (
    _("faces, also in the background"),
    _("tattoos and other marks"),
    _("number plates"),
    _("flags on balconies and in windows"),
    _("street names and house numbers"),
    _("screens and papers"),
    _("reflections and shadows"),
)


@dataclass(frozen=True)
class Shot:
    """A photo to fill in a form for. faces: None where no detector looked at it.

    texts: the languages that the text is given in; a published photo is described in each.
    """

    position: int
    address: str
    language: str
    texts: Collection[str] = ()
    edits: Edits = field(default_factory=Edits)
    faces: Sequence[Face] | None = None


class PhotoForm(forms.Form):
    """Nothing is published by default. Boxes come as rows of four numbers in percent."""

    publish = forms.BooleanField(label=_("Publish this photo"), required=False)
    turn = forms.TypedChoiceField(
        label=_("Turn it"), choices=list(TURNS.items()), coerce=int, required=False
    )
    looked = forms.BooleanField(label=_("I looked for all of these"), required=False)

    reminders = REMINDERS
    decisions = list(DECISIONS.items())

    def __init__(self, data: Any = None, *, shot: Shot, initial: dict[str, Any]) -> None:
        initial = {"turn": shot.edits.turn} | initial
        super().__init__(data, prefix=f"photo-{shot.position}", initial=initial)
        self.shot, self.position, self.address = shot, shot.position, shot.address
        self.language = shot.language
        self.typed_rows, self.crop_row, self.faces = self._typed() if data else self._offered()
        for each in SHIPPED:
            self.fields[f"description_{each.code}"] = forms.CharField(
                label=_("What the photo shows (%(language)s)") % {"language": each.native_name},
                required=False,
                max_length=DESCRIPTION_LENGTH,
                widget=forms.TextInput(attrs={"lang": each.code}),
            )

    @property
    def descriptions(self) -> list[forms.BoundField]:
        """The fields for the description, the language of the report first."""
        codes = sorted((each.code for each in SHIPPED), key=lambda code: code != self.language)
        return [self[f"description_{code}"] for code in codes]

    @property
    def rows(self) -> list[Row]:
        """The boxes as typed, and empty rows to type more."""
        return self.typed_rows + [NO_ROW] * max(ROWS_OFFERED - len(self.typed_rows), 1)

    @property
    def turned(self) -> int:
        """Clockwise, in degrees."""
        return self.cleaned_data["turn"] or 0

    def _offered(self) -> tuple[list[Row], Row, list[Face]]:
        edits = self.shot.edits
        crop = row_of(edits.crop) if edits.crop else NO_ROW
        return [row_of(box) for box in edits.boxes], crop, list(self.shot.faces or [])

    def _typed(self) -> tuple[list[Row], Row, list[Face]]:
        data: Any = self.data  # a QueryDict: each side comes as often as there are boxes
        columns = [data.getlist(f"{self.prefix}-{side}") for side in SIDES]
        rows = [row for row in zip(*columns, strict=False) if any(each.strip() for each in row)]
        crop = tuple(data.get(f"{self.prefix}-crop_{side}", "") for side in SIDES)
        # What the form did not bring, because no detector had looked when it was shown.
        missed = list(self.shot.faces or [])
        return rows[: MAX_BOXES + 1], crop, faces_from(data, str(self.prefix)) or missed

    def clean(self) -> None:
        self.boxes = self._boxes()
        self.crop = self._crop()
        if self.cleaned_data.get("publish"):
            self._check_publishable()

    def _boxes(self) -> list[Box]:
        boxes = []
        for number, row in enumerate(self.typed_rows, start=1):
            try:
                boxes.append(box_of(row))
            except ValueError:
                self.add_error(
                    None,
                    _("Box %(number)s: fill in four numbers from 0 to 100.") % {"number": number},
                )
        if len(boxes) + len(self.faces) > MAX_BOXES:
            self.add_error(None, _("More boxes than one photo can have: draw larger ones."))
        return boxes

    def _crop(self) -> Box | None:
        if not any(each.strip() for each in self.crop_row):
            return None
        try:
            return box_of(self.crop_row)
        except ValueError:
            self.add_error(None, _("Crop: fill in four numbers from 0 to 100, or none."))
            return None

    def _check_publishable(self) -> None:
        self._check_described()
        if "looked" in self.fields and not self.cleaned_data.get("looked"):
            self.add_error("looked", _("Look for each of these, then tick the box."))
        for number, face in enumerate(self.faces, start=1):
            if not (face.is_decided and face.percents):
                self.add_error(
                    None,
                    _("Face %(number)s: hide it, or say why it may be seen.") % {"number": number},
                )

    def _check_described(self) -> None:
        """In the language of each page that shows it."""
        for code in {self.language, *self.shot.texts}:
            field = f"description_{code}"
            if not self.cleaned_data.get(field) and field not in self.errors:
                self.add_error(field, _("Say what the photo shows, for those who cannot see it."))

    def chosen(self) -> dict[str, Any] | None:
        """What to publish of this photo, ready for a proposal; None when it is not published."""
        if not self.cleaned_data["publish"]:
            return None
        descriptions = {
            each.code: self.cleaned_data[f"description_{each.code}"] for each in SHIPPED
        }
        return {
            "position": self.position,
            "boxes": [list(astuple(box)) for box in self.boxes],
            "turn": self.turned,
            "crop": list(astuple(self.crop)) if self.crop else None,
            "faces": [face.plain() for face in self.faces],
            "descriptions": {code: text for code, text in descriptions.items() if text},
        }
