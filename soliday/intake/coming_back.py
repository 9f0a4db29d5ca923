"""What somebody with a receipt sends: a message, a correction, “we did it”, “take it all back”."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from soliday.core.room import is_room_left
from soliday.intake import receipt_pages as pages
from soliday.intake.changes import erase, withdraw
from soliday.intake.door import Visit
from soliday.intake.faults import FormWithFaults
from soliday.intake.forms import ReportForm, report_form
from soliday.intake.photo_door import clean_or_fault
from soliday.intake.queries import offer_to_all
from soliday.intake.receipt_forms import filled_form, message_form, token_of
from soliday.intake.receipt_pages import Holder
from soliday.reports import conversation
from soliday.reports.conversation import TooMuch, photos_left
from soliday.reports.states import MoveNotAllowed
from soliday.reports.versions import correct

Step = Callable[[Visit, Holder], HttpResponse]


def answered(visit: Visit, holder: Holder) -> HttpResponse:
    """Do what was pressed on one of the pages of a receipt, else tell how the report stands."""
    pressed = next((step for name, step in STEPS.items() if name in visit.fields), None)
    return pressed(visit, holder) if pressed else pages.receipt_state(visit, holder)


def _withdraw(visit: Visit, holder: Holder) -> HttpResponse:
    try:
        withdraw(report=holder.report, today=visit.today)
    except MoveNotAllowed:
        holder.report.refresh_from_db()
    return pages.receipt_state(visit, holder)


def _erase(visit: Visit, holder: Holder) -> HttpResponse:
    erase(report=holder.report, today=visit.today)
    return pages.all_erased(visit)


def _begin_correction(visit: Visit, holder: Holder) -> HttpResponse:
    if not holder.may_write:
        return pages.receipt_state(visit, holder)
    form = filled_form(visit, holder.fields, is_done="done" in visit.fields)
    return pages.correction(visit, holder, form)


def _send(visit: Visit, holder: Holder) -> HttpResponse:
    if not holder.may_write:
        return pages.receipt_state(visit, holder)
    token = token_of(visit)
    is_message = visit.fields.get("send") == "message"
    if conversation.is_stored(holder.receipt, token):
        return pages.receipt_state(visit, holder, is_received=True)
    return (_take_message if is_message else _take_correction)(visit, holder, token)


def _take_message(visit: Visit, holder: Holder, token: str) -> HttpResponse:
    form = message_form(visit, holder.fields, is_sent=True)

    def store(photos: list[bytes]) -> None:
        text = form.cleaned_data["message"]
        conversation.write(**_common(visit, holder, token), text=text, photos=photos)

    status = _stored(form, holder, store)
    if status != HTTPStatus.CREATED:
        return pages.receipt_state(visit, holder, message=form, token=token, status=status)
    return pages.receipt_state(visit, holder.again(), is_received=True)


def _take_correction(visit: Visit, holder: Holder, token: str) -> HttpResponse:
    assert visit.posted  # noqa: S101 - for the type checker; `send` was posted
    offer = offer_to_all(language=visit.language, today=visit.today)
    form = report_form(visit.posted, offer=offer, today=visit.today)
    if "continue" in visit.fields:
        form.forgive_all_but("country", "idea", "language")
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return pages.correction(visit, holder, form, token=token, status=status)

    def store(photos: list[bytes]) -> None:
        correct(**_common(visit, holder, token), fields=form.report(), photos=photos)

    status = _stored(form, holder, store)
    if status != HTTPStatus.CREATED:
        return pages.correction(visit, holder, form, token=token, status=status)
    return pages.receipt_state(visit, holder.again(), is_received=True)


def _common(visit: Visit, holder: Holder, token: str) -> dict[str, Any]:
    about = {"report": holder.report, "receipt": holder.receipt}
    return about | {"token": token, "today": visit.today}


def _stored(
    form: ReportForm | FormWithFaults, holder: Holder, store: Callable[[list[bytes]], None]
) -> HTTPStatus:
    """CREATED when it is on disk; else what is wrong stands in the form."""
    if not is_room_left():
        form.add_error(None, _("The disk of this server is nearly full. Please send again later."))
        return HTTPStatus.SERVICE_UNAVAILABLE
    photos = _checked_photos(form, photos_left(holder.report))
    if photos is None:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        store(photos)
    except TooMuch as refused:
        form.add_error(None, too_much_words(refused.what))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except MoveNotAllowed:
        form.add_error(None, _("The report was withdrawn or erased meanwhile."))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except DatabaseError:
        form.add_error(None, _("We could not store it. Please wait a minute and send again."))
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.CREATED


def _checked_photos(form: ReportForm | FormWithFaults, most: int) -> list[bytes] | None:
    """The clean photos of a good form. None when something is wrong: then the form says what."""
    if not form.is_valid():
        return None
    files = form.cleaned_data.get("photos") or []
    if len(files) > most:
        form.add_error("photos", too_much_words("photos"))
        return None
    return clean_or_fault(form, files)


def too_much_words(what: str) -> str:
    """Why nothing more is taken, and what can be done instead."""
    if what == "photos":
        return _(
            "A report can hold 12 photos that wait for the committee; here they would be more. "
            "Nothing was stored: choose fewer."
        )
    return _(
        "You have written as often as one can about one report. Nothing was stored. "
        "If there is more to tell, send a new report."
    )


STEPS: dict[str, Step] = {
    "confirm": _withdraw,
    "withdraw": pages.confirm_withdrawal,
    "confirm_erasure": _erase,
    "erase": pages.confirm_erasure,
    "done": _begin_correction,
    "correct": _begin_correction,
    "send": _send,
}
