"""A picture of a page: the file, and what it shows in each language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from soliday.campaign.models import PagePicture
from soliday.campaign.picture_faults import SENTENCES
from soliday.languages.catalogue import language
from soliday.photos.door import Derived, clean, redact
from soliday.photos.faults import PhotoRefused

DESCRIPTION_LENGTH = 300


class PictureForm(forms.Form):
    """`picture` is clean afterwards, or None where the present one stays."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG, WebP, HEIC or AVIF, up to 20 MB and 50 megapixels. Nothing that the camera "
            "wrote into the file is kept. Ask the people in it, or who is close to them, before."
        ),
    )

    def __init__(
        self, data: Any, files: Any, *, codes: Sequence[str], present: PagePicture | None
    ) -> None:
        known = present.descriptions if present else {}
        initial = {f"description_{code}": text for code, text in known.items()}
        super().__init__(data, files, initial=initial)
        self.codes = codes
        self.fields["picture"].required = present is None
        for code in codes:
            self.fields[f"description_{code}"] = forms.CharField(
                label=_("What the picture shows (%(language)s)")
                % {"language": language(code).native_name},
                max_length=DESCRIPTION_LENGTH,
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def clean_picture(self) -> Derived | None:
        file: UploadedFile | None = self.cleaned_data["picture"]
        if file is None:
            return None
        try:
            return redact(clean(file.read()).jpeg, [])
        except PhotoRefused as refused:
            raise forms.ValidationError(str(SENTENCES[refused.reason])) from None

    @property
    def described(self) -> dict[str, str]:
        """The descriptions by language."""
        return {code: self.cleaned_data[f"description_{code}"] for code in self.codes}

    @property
    def description_fields(self) -> list[forms.BoundField]:
        return [self[f"description_{code}"] for code in self.codes]
