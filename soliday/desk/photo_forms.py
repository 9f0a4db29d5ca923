"""A photo of a report: whether it is published, how it is described, what is blocked out."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soliday.languages.catalogue import SHIPPED
from soliday.photos.boxes import Box
from soliday.photos.limits import MAX_BOXES

SIDES = ("x", "y", "width", "height")
ROWS_OFFERED = 4
DESCRIPTION_LENGTH = 300

Row = tuple[str, str, str, str]


class PhotoForm(forms.Form):
    """Nothing is published by default. Boxes come as rows of four numbers in percent."""

    publish = forms.BooleanField(label=_("Publish this photo"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        position: int,
        address: str,
        language: str,
        boxes: list[Box] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=f"photo-{position}", initial=initial)
        self.position, self.address, self.language = position, address, language
        self.typed_rows = self._typed_rows() if self.is_bound else _rows(boxes or [])
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
        return self.typed_rows + [("", "", "", "")] * max(ROWS_OFFERED - len(self.typed_rows), 1)

    def _typed_rows(self) -> list[Row]:
        data: Any = self.data  # a QueryDict: each side comes as often as there are boxes
        columns = [data.getlist(f"{self.prefix}-{side}") for side in SIDES]
        rows = list(zip(*columns, strict=False))[:MAX_BOXES]
        return [row for row in rows if any(each.strip() for each in row)]

    def clean(self) -> None:
        self.boxes = self._boxes()
        is_published = self.cleaned_data.get("publish")
        original = f"description_{self.language}"
        if is_published and not self.cleaned_data.get(original) and original in self.fields:
            self.add_error(original, _("Say what the photo shows, for those who cannot see it."))

    def _boxes(self) -> list[Box]:
        boxes = []
        for number, row in enumerate(self.typed_rows, start=1):
            try:
                boxes.append(Box(*(_fraction(each) for each in row)))
            except ValueError:
                self.add_error(
                    None,
                    _("Box %(number)s: fill in four numbers from 0 to 100.") % {"number": number},
                )
        return boxes

    def chosen(self) -> dict[str, Any] | None:
        """What to publish of this photo, ready for a proposal; None when it is not published."""
        if not self.cleaned_data["publish"]:
            return None
        descriptions = {
            each.code: self.cleaned_data[f"description_{each.code}"] for each in SHIPPED
        }
        return {
            "position": self.position,
            "boxes": [astuple(box) for box in self.boxes],
            "descriptions": {code: text for code, text in descriptions.items() if text},
        }


def _rows(boxes: list[Box]) -> list[Row]:
    return [tuple(f"{side * 100:.2f}" for side in astuple(box)) for box in boxes]  # type: ignore[misc]


def _fraction(percent: str) -> float:
    """From "12,5" or "12.5"; raises ValueError outside 0 to 100."""
    number = float(percent.strip().replace(",", "."))
    if not 0 <= number <= 100:
        raise ValueError(percent)
    return number / 100
