"""Photos of an action being edited: kept or not, described anew, cropped, more of them hidden."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from soliday.actions.models import Action, ActionPhoto
from soliday.desk.action_forms import ActionForm
from soliday.desk.photo_edits import Edits
from soliday.desk.photo_forms import PhotoForm, Shot
from soliday.desk.publishing import SIZES, picture


def kept_photo_forms(action: Action, form: ActionForm) -> list[PhotoForm]:
    """A form for each photo, which is kept unless somebody unticks it."""
    return [_kept(action, photo, form) for photo in action.photos.all()]


def _kept(action: Action, photo: ActionPhoto, form: ActionForm) -> PhotoForm:
    shot = Shot(
        position=photo.position,
        address=reverse("desk_action_photo", args=[action.pk, photo.position]),
        language=form.language_now,
        texts=form.translations_now,
    )
    initial = {f"description_{code}": text for code, text in photo.descriptions.items()}
    data: Any = form.data if form.is_bound else None
    kept = PhotoForm(data, shot=shot, initial=initial | {"publish": True})
    kept.fields["publish"].label = _("Keep this photo")
    # Somebody looked before it was published.
    del kept.fields["looked"]
    return kept


def kept_photos(action: Action, forms: list[PhotoForm]) -> list[dict[str, Any]] | None:
    """The photos to go on with; None when the action has none.

    Raises PhotoRefused, and ValidationError for a crop that leaves nothing.
    """
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
    edits = Edits(form.boxes, form.turned, form.crop)
    if not edits.are_none():
        return picture(edits.made(bytes(photo.page_jpeg)))
    jpegs = {"page_jpeg": bytes(photo.page_jpeg), "wall_jpeg": bytes(photo.wall_jpeg)}
    return jpegs | {size: getattr(photo, size) for size in SIZES}
