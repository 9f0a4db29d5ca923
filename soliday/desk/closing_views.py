"""A report that is not published: declined with a reason, or erased."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from soliday.committee.roles import may_review
from soliday.desk import publishing
from soliday.desk.access import only_for
from soliday.desk.opening import with_key
from soliday.desk.report_answers import decision, onward, open_page, show, stale_words
from soliday.desk.report_forms import DeclineForm
from soliday.desk.report_page import forms_for
from soliday.reports import changes
from soliday.reports.states import MoveNotAllowed


@only_for(may_review, "POST")
@with_key
def decline(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """Decline, with a reason that the sender reads in the conversation."""
    page = open_page(request, secret, report_id)
    if page.fields is None:
        return show(request, page, status=409)
    form = DeclineForm(request.POST, language=page.language)
    has_reader = bool(page.report.sender_recipient)
    if has_reader and not form.is_valid():
        return show(request, page, forms_for(page, secret), declining=form, status=422)
    reason = form.answer() if has_reader else ""
    try:
        with decision(page, "declined"):
            publishing.hold(page.report, seen=request.POST.get("seen", ""), secret=secret)
            changes.decline(report=page.report, reason=reason, today=page.today)
    except (MoveNotAllowed, publishing.ProposalChanged):
        messages.error(request, stale_words())
        return show(request, open_page(request, secret, report_id), declining=form, status=409)
    if not has_reader:
        return onward(request, _("Declined."))
    return onward(request, _("Declined. The sender can read the reason."))


@only_for(may_review, "GET", "POST")
@with_key
def erase(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """Destroy everything that was sealed, after a page that asks once more."""
    page = open_page(request, secret, report_id)
    if not page.may_erase:
        messages.error(request, _("This report cannot be erased, or not by you."))
        return redirect("desk_report", report_id)
    if request.method == "GET":
        return render(request, "desk/erase.html", {"page": page})
    try:
        with decision(page, "erased"):
            changes.erase(report=page.report, today=page.today)
    except MoveNotAllowed:
        messages.error(request, stale_words())
        return redirect("desk_report", report_id)
    return onward(request, _("Erased: nothing of the report is left."))
