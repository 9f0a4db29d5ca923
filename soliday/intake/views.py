"""The moving doors for strangers: send a report, come back with the receipt."""

from __future__ import annotations

from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from soliday.intake import pages, receipt_pages
from soliday.intake.changes import withdraw
from soliday.intake.door import Visit, door
from soliday.intake.forms import ReportForm, report_form
from soliday.intake.photo_door import PhotosRefused, clean_photos
from soliday.intake.queries import is_database_there, offer
from soliday.reports.changes import receive
from soliday.reports.queries import by_receipt
from soliday.reports.states import MoveNotAllowed
from soliday.sealing.receipts import ReceiptMistyped, parse_receipt


@door
def send_report(visit: Visit) -> HttpResponse:
    """Show the form with a fresh receipt; take what it brings, at the same address."""
    if visit.posted is None:
        return pages.empty_form(visit, offer(language=visit.language, today=visit.today))
    receipt = _whole_receipt(visit.fields.get("receipt", ""))
    if receipt and by_receipt(receipt):
        return pages.received(visit, receipt, is_repeated=True)
    offered = offer(language=visit.language, today=visit.today)
    if not offered.is_open:
        return pages.closed(visit, HTTPStatus.FORBIDDEN)
    form = report_form(visit.posted, offer=offered, today=visit.today)
    if "continue" in visit.fields:
        return pages.next_questions(visit, form, receipt)
    return _take(visit, form, receipt)


def _take(visit: Visit, form: ReportForm, receipt: str | None) -> HttpResponse:
    photos = _checked_photos(form)
    if photos is None or receipt is None:
        return pages.form_again(visit, form, receipt)
    try:
        receive(receipt=receipt, fields=form.report(), photos=photos, today=visit.today)
    except DatabaseError:
        form.add_error(None, _("We could not store it. Please wait a minute and send again."))
        return pages.form_again(visit, form, receipt, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return pages.received(visit, receipt, is_repeated=False)


def _checked_photos(form: ReportForm) -> list[bytes] | None:
    """The clean photos of a good form. None when something is wrong: then the form says what."""
    if not form.is_valid():
        return None
    try:
        return clean_photos(form.cleaned_data.get("photos") or [])
    except PhotosRefused as refused:
        form.add_error("photos", list(refused.sentences))
        return None


def _whole_receipt(typed: str) -> str | None:
    try:
        return parse_receipt(typed)
    except ReceiptMistyped:
        return None


@door
def show_receipt(visit: Visit) -> HttpResponse:
    """Tell what has become of a report, and let its sender take it back."""
    if visit.posted is None:
        return receipt_pages.ask_for_receipt(visit)
    try:
        receipt = parse_receipt(visit.fields.get("receipt", ""))
    except ReceiptMistyped as mistake:
        return receipt_pages.ask_for_receipt(visit, mistake=mistake.reason)
    report = by_receipt(receipt)
    if report is None:
        return receipt_pages.ask_for_receipt(visit, mistake="unknown")
    if "confirm" in visit.fields:
        try:
            withdraw(report=report, today=visit.today)
        except MoveNotAllowed:
            report.refresh_from_db()
    elif "withdraw" in visit.fields:
        return receipt_pages.confirm_withdrawal(visit, report, receipt)
    return receipt_pages.receipt_state(visit, report, receipt)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this server can take something in: for who watches over it, not for people."""
    if is_database_there():
        return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse("no database\n", status=status, content_type="text/plain; charset=utf-8")
