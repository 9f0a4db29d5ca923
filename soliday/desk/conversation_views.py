"""Talking with a sender: ask or thank, mark as seen, and leave what is published as it is."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from soliday.committee.roles import may_review
from soliday.desk import publishing
from soliday.desk.access import only_for
from soliday.desk.answer_forms import AnswerForm, with_ready_text
from soliday.desk.opening import with_key
from soliday.desk.report_answers import decide, decision, open_page, show, stale_words
from soliday.desk.report_page import ReportPage, forms_for
from soliday.reports import changes, conversation
from soliday.reports.states import MoveNotAllowed


@only_for(may_review, "POST")
@with_key
def ask(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """Say something to the sender; `ready` only puts a ready text into the field."""
    page = open_page(request, secret, report_id)
    form = AnswerForm(request.POST, language=page.language)
    if not page.may_ask:
        messages.error(request, _("Nobody can read an answer to this report."))
        return show(request, page, status=409)
    if slug := request.POST.get("ready"):
        return _again(request, page, secret, with_ready_text(form, slug, page.language), 200)
    if not form.is_valid():
        return _again(request, page, secret, form, 422)
    try:
        _answer(request, page, form)
    except MoveNotAllowed:
        messages.error(request, stale_words())
        return show(request, open_page(request, secret, report_id), status=409)
    messages.success(request, _("Sent: the sender reads it with the receipt."))
    return redirect("desk_report", report_id)


@only_for(may_review, "POST")
@with_key
def mark_seen(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """What the sender wrote needs no answer."""
    page = open_page(request, secret, report_id)
    change = partial(conversation.mark_seen, report=page.report, seen=_seen_count(request))
    stale = _("The sender has written again meanwhile. Look once more.")
    return decide(request, page, "marked seen", change, done=_("Marked as seen."), stale=stale)


@only_for(may_review, "POST")
@with_key
def keep(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """Leave what is published as it is, although the sender has corrected it."""
    page = open_page(request, secret, report_id)

    def change() -> None:
        publishing.hold(page.report, seen=request.POST.get("seen", ""), secret=secret)
        changes.keep(report=page.report, today=page.today)

    done = _("What is published stays as it is.")
    return decide(request, page, "kept as published", change, done=done)


def _answer(request: HttpRequest, page: ReportPage, form: AnswerForm) -> None:
    token = form.cleaned_data["token"]
    if conversation.is_stored(page.report.pk.hex, token):
        return  # the button was pressed twice
    with decision(page, "asked"):
        conversation.answer(
            report=page.report,
            text=form.cleaned_data["text"],
            token=token,
            seen=_seen_count(request),
            today=page.today,
        )


def _again(
    request: HttpRequest, page: ReportPage, secret: str, form: AnswerForm, status: int
) -> HttpResponse:
    forms = forms_for(page, secret) if page.is_open and not page.proposal else None
    return show(request, page, forms, status=status, answering=form)


def _seen_count(request: HttpRequest) -> int:
    typed = request.POST.get("seen_count", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
