"""Takes a report that was sent: checked, let through by the flood guard, made safe, stored."""

from __future__ import annotations

from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from soliday.core.room import is_room_left
from soliday.intake import pages
from soliday.intake.door import Visit
from soliday.intake.forms import ReportForm
from soliday.intake.guard import gate
from soliday.intake.guard.gate import Verdict
from soliday.intake.photo_door import clean_or_fault
from soliday.reports.changes import receive


def take(visit: Visit, form: ReportForm, receipt: str | None) -> HttpResponse:
    """Store the report and say so, or give the form back with what is wrong."""
    if not is_room_left():
        return pages.no_room(visit, form, receipt)
    if not form.is_valid() or receipt is None:
        gate.note(visit)
        return pages.form_again(visit, form, receipt)
    verdict = gate.judge(visit, receipt)
    if not verdict.may_pass:
        return pages.please_wait(visit, form, receipt, verdict)
    photos = _checked_photos(form, verdict)
    if photos is None:
        return pages.form_again(visit, form, receipt)
    try:
        receive(
            receipt=receipt,
            fields=form.report(),
            photos=photos,
            today=visit.today,
            is_in_slow_lane=verdict.is_in_slow_lane,
        )
    except DatabaseError:
        form.add_error(None, _("We could not store it. Please wait a minute and send again."))
        return pages.form_again(visit, form, receipt, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return pages.received(visit, receipt, is_repeated=False)


def _checked_photos(form: ReportForm, verdict: Verdict) -> list[bytes] | None:
    """The clean photos of a good form. None when something is wrong: then the form says what."""
    files = form.cleaned_data.get("photos") or []
    if not files:
        return []
    if too_much := _too_much(len(files), max(file.size or 0 for file in files), verdict):
        form.add_error("photos", too_much)
        return None
    return clean_or_fault(form, files)


def _too_much(count: int, largest: int, verdict: Verdict) -> str:
    if count > verdict.most_photos:
        if not verdict.most_photos:
            return _(
                "So much is arriving just now that no photos can be taken. Send the report "
                "without them; you can add them later with your receipt."
            )
        return _(
            "So much is arriving just now that at most %(count)d can be taken. "
            "You can add more later with your receipt."
        ) % {"count": verdict.most_photos}
    if largest > verdict.most_photo_bytes:
        return _(
            "So much is arriving just now that a photo may have at most %(size)d MB. "
            "Send a smaller copy, or add it later with your receipt."
        ) % {"size": verdict.most_photo_bytes // 1_000_000}
    return ""
