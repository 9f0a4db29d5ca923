"""Takes the photos of a report through the door: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from soliday.campaign.picture_faults import SENTENCES
from soliday.intake.guard.load import load
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused, Reason
from soliday.photos.limits import MAX_BYTES
from soliday.photos.sniffing import sniff


class PhotosRefused(Exception):
    """Not all photos can be taken; `sentences` say which and why, in the active language."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(len(sentences))
        self.sentences = sentences


def look_at(files: Sequence[UploadedFile]) -> None:
    """Refuse what can be seen to be no photo without decoding it. Raises PhotosRefused."""
    _each(files, _first_look)


def clean_photos(files: Sequence[UploadedFile]) -> list[bytes]:
    """Return each photo rebuilt from its pixels, as JPEG. Raises PhotosRefused."""
    return _each(files, lambda data: clean(data).jpeg)


def clean_or_fault(form: forms.Form, files: Sequence[UploadedFile]) -> list[bytes] | None:
    """The clean photos of a form. None when one is refused: then the form says which and why."""
    try:
        with load.photo():
            return clean_photos(files)
    except PhotosRefused as refused:
        form.add_error("photos", list(refused.sentences))
        return None


def _each(files: Sequence[UploadedFile], task: Callable[[bytes], bytes]) -> list[bytes]:
    done, sentences = [], []
    for number, file in enumerate(files, start=1):
        file.seek(0)
        try:
            done.append(task(file.read()))
        except PhotoRefused as refused:
            sentences.append(_sentence(number, refused.reason))
    if sentences:
        raise PhotosRefused(sentences)
    return done


def _first_look(data: bytes) -> bytes:
    if not data:
        raise PhotoRefused("empty")
    if len(data) > MAX_BYTES:
        raise PhotoRefused("too_many_bytes")
    sniff(data)
    return data


def _sentence(number: int, reason: Reason) -> str:
    # Their names are not kept, so photos are told apart by their place.
    return gettext("Photo %(number)d: %(fault)s") % {"number": number, "fault": SENTENCES[reason]}
