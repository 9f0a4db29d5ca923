"""The form for each photo of a report: what was proposed or sent, and the faces found in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from soliday.desk.face_fields import Face, faces_of, sought
from soliday.desk.photo_edits import Edits, edits_of
from soliday.desk.photo_forms import PhotoForm, Shot
from soliday.desk.report_forms import ReportForm
from soliday.reports import queries

if TYPE_CHECKING:
    from soliday.desk.report_page import ReportPage


def photo_form(page: ReportPage, number: int, form: ReportForm, secret: str) -> PhotoForm:
    """The form for one photo, filled in as the report's own form is."""
    chosen = _proposed(page, number)
    shot = Shot(
        position=number,
        address=reverse("desk_photo", args=[page.report.pk, number]),
        language=form.language_now,
        texts=form.translations_now,
        edits=edits_of(chosen | {"faces": ()}) if chosen else Edits(),
        faces=_faces(page, number, form, secret, chosen),
    )
    descriptions = chosen["descriptions"] if chosen else _sent(page, number, form.language_now)
    initial = {f"description_{code}": text for code, text in descriptions.items()}
    data: Any = form.data if form.is_bound else None
    return PhotoForm(data, shot=shot, initial=initial | {"publish": bool(chosen)})


def _proposed(page: ReportPage, number: int) -> dict[str, Any]:
    photos = page.proposal["photos"] if page.proposal else []
    return next((each for each in photos if each["position"] == number), {})


def _sent(page: ReportPage, number: int, language: str) -> dict[str, str]:
    """The sender's own description, in the language of the report."""
    sent = (page.fields or {}).get("photo_descriptions") or []
    return {language: sent[number]} if number < len(sent) else {}


def _faces(
    page: ReportPage, number: int, form: ReportForm, secret: str, chosen: dict[str, Any]
) -> Sequence[Face] | None:
    """From the form or the proposal; looked for where neither says that somebody looked."""
    if form.is_bound and f"photo-{number}-sought" in form.data:
        return ()
    if not form.is_bound and chosen.get("faces"):
        return faces_of(chosen["faces"])
    return sought(queries.opened_photo(page.report, number, secret=secret))
