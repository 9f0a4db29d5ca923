"""The moving doors for strangers: send a report, come back with the receipt."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from soliday.core.room import is_room_left
from soliday.intake import coming_back, pages, receipt_pages
from soliday.intake.door import Visit, door
from soliday.intake.forms import report_form
from soliday.intake.guard import gate
from soliday.intake.lookup import looked_up, wait_after_wrong, wait_before_next
from soliday.intake.posted import Posted
from soliday.intake.queries import is_database_there, offer
from soliday.intake.receipt_pages import Holder
from soliday.intake.taking import take
from soliday.sealing.receipts import ReceiptMistyped, parse_receipt

PLAIN = "text/plain; charset=utf-8"


@door
def send_report(visit: Visit) -> HttpResponse:
    """Show the form with a fresh receipt; take what it brings, at the same address."""
    if visit.posted is None:
        return pages.empty_form(visit, offer(language=visit.language, today=visit.today))
    receipt = _whole_receipt(visit.fields.get("receipt", ""))
    with gate.in_turn(visit, receipt):
        return _sent(visit, visit.posted, receipt)


def _sent(visit: Visit, posted: Posted, receipt: str | None) -> HttpResponse:
    if receipt and looked_up(receipt):
        return pages.received(visit, receipt, is_repeated=True)
    offered = offer(language=visit.language, today=visit.today)
    if not offered.is_open:
        return pages.closed(visit, HTTPStatus.FORBIDDEN)
    form = report_form(posted, offer=offered, today=visit.today)
    if "continue" in visit.fields:
        return pages.next_questions(visit, form, receipt)
    return take(visit, form, receipt)


def _whole_receipt(typed: str) -> str | None:
    try:
        return parse_receipt(typed)
    except ReceiptMistyped:
        return None


@door
def show_receipt(visit: Visit) -> HttpResponse:
    """Tell what has become of a report, and let its sender write, correct it and take it back."""
    if visit.posted is None:
        return receipt_pages.ask_for_receipt(visit)
    try:
        receipt = parse_receipt(visit.fields.get("receipt", ""))
    except ReceiptMistyped as mistake:
        return receipt_pages.ask_for_receipt(visit, mistake=mistake.reason)
    if wait := wait_before_next(visit):
        return receipt_pages.ask_for_receipt(visit, wait=wait)
    report = looked_up(receipt)
    if report is None:
        wait = wait_after_wrong(visit)
        return receipt_pages.ask_for_receipt(visit, mistake="unknown", wait=wait)
    return coming_back.answered(visit, Holder(receipt, report))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this server can take something in: for who watches over it, not for people."""
    if not is_database_there():
        return _unwell("no database\n")
    if not is_room_left():
        return _unwell("disk nearly full\n")
    return HttpResponse("ok\n", content_type=PLAIN)


def _unwell(sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type=PLAIN)
