"""The kinds of fields strangers fill in. What was typed comes back, without what hides in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from soliday.core.plain_text import has_hidden, tidied, without_hidden
from soliday.intake.photo_door import PhotosRefused, look_at

# Before composing: three code points may become one letter.
MOST_FOR_ONE_LETTER = 3
MOST_PEOPLE = 10_000_000
MOST_PHOTOS = 4
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif,.heic,.heif,.avif,.hif"
WEB = URLValidator(schemes=["http", "https"])


def ask_to_forget(fields: Iterable[forms.Field]) -> None:
    """A browser that remembers or sends typed text to a spelling service betrays it.

    What is chosen and not typed has no such attribute in HTML: there the form's own counts.
    """
    for field in fields:
        is_typed = not isinstance(field.widget, forms.RadioSelect | forms.FileInput)
        field.widget.attrs |= {"autocomplete": "off"} if is_typed else {}
        field.widget.attrs["spellcheck"] = "false"


class PlainText(forms.CharField):
    """Text that says what it shows: no control characters, no turned direction."""

    def __init__(self, *, longest: int, is_one_line: bool = True, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.longest, self.is_one_line = longest, is_one_line

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if len(typed) > MOST_FOR_ONE_LETTER * self.longest:
            raise self._too_long(len(typed))
        if has_hidden(typed, is_one_line=self.is_one_line):
            raise ValidationError(
                _(
                    "This held invisible characters or a line break where none can be. "
                    "We took them out: please look at the text once more and send again."
                )
            )
        text = tidied(typed)
        if len(text) > self.longest:
            raise self._too_long(len(text))
        return text

    def bound_data(self, data: Any, initial: Any) -> Any:
        return without_hidden(data or "", is_one_line=self.is_one_line)

    def _too_long(self, length: int) -> ValidationError:
        return ValidationError(
            _("Too long: %(length)d characters of %(longest)d."),
            params={"length": length, "longest": self.longest},
        )


class Link(PlainText):
    """A web address: http or https, no name or password in it."""

    widget = forms.TextInput({"inputmode": "url", "autocapitalize": "none"})

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed:
            return ""
        address = typed if "://" in typed else f"https://{typed}"
        try:
            WEB(address)
            is_plain = "@" not in urlsplit(address).netloc
        except (ValidationError, ValueError):
            is_plain = False
        if not is_plain or len(address) > self.longest:
            raise ValidationError(
                _("This is no web address. One looks like this: https://example.org/page")
            )
        return address


class People(forms.CharField):
    """A number of people in the digits of any script; nothing where it is not known."""

    widget = forms.TextInput({"inputmode": "numeric"})

    def to_python(self, value: Any) -> Any:
        digits = "".join(str(value or "").split())
        if not digits:
            return None
        if not digits.isdecimal():
            raise ValidationError(_("Write a whole number in digits, without words or signs."))
        number = int(digits) if len(digits) < 20 else MOST_PEOPLE + 1
        if number > MOST_PEOPLE:
            raise ValidationError(_("This is more than ten million. Please check the number."))
        if number == 0:
            raise ValidationError(_("If you do not know the number, leave this empty."))
        return number

    def bound_data(self, data: Any, initial: Any) -> Any:
        return without_hidden(data or "", is_one_line=True)


class DayInput(forms.DateInput):
    """A calendar to choose from; plain text where what was typed is no day, to be corrected."""

    input_type = "date"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"]
        if typed and not _is_day(typed):
            context["widget"]["type"] = "text"
        return context


def _is_day(typed: str) -> bool:
    try:
        return date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False


class Day(forms.DateField):
    """A day as 2026-08-04, in the digits of any script."""

    default_error_messages = {
        "invalid": _("Write the date as year-month-day, for example 2026-08-04.")
    }

    def __init__(self, **options: Any) -> None:
        widget = DayInput(format="%Y-%m-%d")
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **options)

    def to_python(self, value: Any) -> date | None:
        return super().to_python(str(value or "").strip()[:40])

    def bound_data(self, data: Any, initial: Any) -> Any:
        return without_hidden(data or "", is_one_line=True)


class PhotosInput(forms.FileInput):
    """One input that takes several files."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        # Endings besides types: not every system knows the type of a HEIC or AVIF file.
        super().__init__({"accept": ACCEPTED})


class Photos(forms.FileField):
    """The uploaded files; what is in them is looked at in photo_door.py."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files: Sequence[UploadedFile] = data or []
        if len(files) > MOST_PHOTOS:
            raise ValidationError(
                _("At most 4 photos; you chose %(count)d."), params={"count": len(files)}
            )
        try:
            look_at(files)
        except PhotosRefused as refused:
            raise ValidationError(list(refused.sentences)) from refused
        return list(files)


class NoInput(forms.Widget):
    """Nothing to fill in; the template shows the sentence instead."""

    input_type = "hidden"


class NotAsked(forms.Field):
    """Stands where something was sent that must not be asked: it says why and keeps nothing."""

    widget = NoInput
    is_not_asked = True
    sentence = _(
        "For this country we do not take this, for your safety. What you gave here has not been "
        "kept; the rest is still in the form."
    )

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, required=False)

    def clean(self, value: Any) -> None:
        raise ValidationError(self.sentence)
