"""Photos of an action being edited: kept or not, described anew, more of them blocked out."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from soliday.actions.models import Action, ActionPhoto
from soliday.desk.photo_forms import PhotoForm
from soliday.desk.publishing import picture
from soliday.photos import door

SIZES = ("width", "height", "wall_width", "wall_height")


def kept_photo_forms(action: Action, language: str, data: Any) -> list[PhotoForm]:
    """A form for each photo, which is kept unless somebody unticks it."""
    forms = []
    for photo in action.photos.all():
        initial = {f"description_{code}": text for code, text in photo.descriptions.items()}
        form = PhotoForm(
            data,
            position=photo.position,
            address=reverse("desk_action_photo", args=[action.pk, photo.position]),
            language=language,
            initial=initial | {"publish": True},
        )
        form.fields["publish"].label = _("Keep this photo")
        forms.append(form)
    return forms


def kept_photos(action: Action, forms: list[PhotoForm]) -> list[dict[str, Any]] | None:
    """The photos to go on with; None when the action has none. Raises PhotoRefused."""
    if not forms:
        return None
    stored = {photo.position: photo for photo in action.photos.all()}
    return [
        _pixels(stored[form.position], form) | {"descriptions": chosen["descriptions"]}
        for form in forms
        if (chosen := form.chosen()) is not None
    ]


def _pixels(photo: ActionPhoto, form: PhotoForm) -> dict[str, Any]:
    """The same bytes, or, with new boxes, the picture painted anew."""
    if form.boxes:
        return picture(door.redact(bytes(photo.page_jpeg), form.boxes))
    jpegs = {"page_jpeg": bytes(photo.page_jpeg), "wall_jpeg": bytes(photo.wall_jpeg)}
    return jpegs | {size: getattr(photo, size) for size in SIZES}
