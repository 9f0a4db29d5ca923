"""The queue, and one report: read, accept, agree, send back, decline, erase."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soliday.campaign.closed import closed_words
from soliday.campaign.models import EditionClosed
from soliday.committee.roles import may_review
from soliday.desk import publishing
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.appearing import accepted_words, appears_at
from soliday.desk.opening import with_key
from soliday.desk.queries import FILTERS, queue
from soliday.desk.report_answers import (
    as_published,
    decide,
    decision,
    onward,
    open_page,
    show,
    stale_words,
)
from soliday.desk.report_page import Forms, ReportPage, forms_for
from soliday.desk.shown import fault_words, filter_choices, queue_lines
from soliday.photos.faults import PhotoRefused
from soliday.reports import changes, queries
from soliday.reports.states import MoveNotAllowed

STALE = (MoveNotAllowed, publishing.ProposalChanged)


@only_for(may_review, "GET")
@with_key
def show_queue(request: HttpRequest, secret: str) -> HttpResponse:
    """What waits, oldest day first."""
    member, here = signed_in_member(request), get_language() or "en"
    wanted = {name: request.GET.get(name, "") for name in FILTERS}
    now, number = timezone.now(), request.GET.get("p", 1)
    found = queue(member=member, secret=secret, wanted=wanted, number=number, now=now)
    context = {
        "queue": found,
        "lines": queue_lines(found.lines, here, now.date()),
        "filters": filter_choices(here, wanted),
        "is_filtered": any(wanted.values()),
    }
    return render(request, "desk/queue.html", context)


@only_for(may_review, "GET", "POST")
@with_key
def show_report(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """One report; a POST shows it again with what was typed: to preview, or to find a city."""
    page = open_page(request, secret, report_id)
    if request.method == "POST" and page.fields is not None:
        forms = forms_for(page, secret, request.POST)
        if "preview" not in request.POST:
            forms.forget_faults()  # looking for a city is not yet sending
            return show(request, page, forms)
        return _preview(request, page, forms, secret)
    if page.proposal and "change" not in request.GET:
        return show(request, page, preview=as_published(request, page, page.proposal, secret))
    is_fillable = page.fields is not None and page.is_open and not page.is_year_closed
    return show(request, page, forms_for(page, secret) if is_fillable else None)


@only_for(may_review, "POST")
@with_key
def accept_report(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """Publish what was filled in, or propose it: another must agree, or its day has not come."""
    page = open_page(request, secret, report_id)
    if page.fields is None:
        return show(request, page, status=409)
    forms = forms_for(page, secret, request.POST)
    if not forms.are_valid():
        return show(request, page, forms, status=422)
    try:
        if page.may_publish(forms.rules):
            return _publish(request, page, forms.proposal(), secret, "published")
        return _propose(request, page, forms, secret)
    except STALE:
        messages.error(request, stale_words())
        return show(request, open_page(request, secret, report_id), forms, status=409)
    except EditionClosed as closed:
        messages.error(request, closed_words(closed.year))
        return show(request, open_page(request, secret, report_id), forms, status=409)
    except (PhotoRefused, ValidationError) as error:
        messages.error(request, fault_words(error))
        return show(request, page, forms, status=422)


@only_for(may_review, "POST")
@with_key
def agree(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """Publish what another member proposed, exactly as it was seen."""
    page = open_page(request, secret, report_id)
    if page.proposal is None or not page.may_agree(page.rules()):
        messages.error(request, _("This cannot be agreed to now, or not by you."))
        return redirect("desk_report", report_id)
    try:
        return _publish(request, page, page.proposal, secret, "agreed, published")
    except STALE:
        messages.error(request, stale_words())
    except EditionClosed as closed:
        messages.error(request, closed_words(closed.year))
    except (PhotoRefused, ValidationError) as error:
        messages.error(request, fault_words(error))
    return redirect("desk_report", report_id)


@only_for(may_review, "POST")
@with_key
def send_back(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """Give a proposal up: the report waits again."""
    page = open_page(request, secret, report_id)
    change = partial(changes.send_back, report=page.report)
    return decide(request, page, "sent back", change, done=_("The report waits again."))


@only_for(may_review, "GET")
@with_key
def show_photo(request: HttpRequest, secret: str, report_id: UUID, number: int) -> HttpResponse:
    """A photo as it was sent, without what was hidden in the file; from memory, never stored."""
    page = open_page(request, secret, report_id)
    jpeg = queries.opened_photo(page.report, number, secret=secret) if page.fields else None
    if jpeg is None:
        return HttpResponse(status=404)
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


def _preview(request: HttpRequest, page: ReportPage, forms: Forms, secret: str) -> HttpResponse:
    if not forms.are_valid():
        return show(request, page, forms, status=422)
    preview = as_published(request, page, forms.proposal(), secret, forms)
    return show(request, page, forms, preview=preview)


def _publish(
    request: HttpRequest, page: ReportPage, proposal: publishing.Proposal, secret: str, verb: str
) -> HttpResponse:
    rules = page.rules(proposal["facts"]["country"])
    # Before the transaction: nobody waits for the database while a child process paints.
    pictures = publishing.redacted(page.report, proposal, secret=secret, rules=rules)
    hour = appears_at(rules, now=timezone.now())
    with decision(page, verb):
        publishing.hold(page.report, seen=request.POST.get("seen", ""), secret=secret)
        action = publishing.publish(
            page.report, proposal, pictures, rules=rules, today=page.today, appears_at=hour
        )
    return onward(request, accepted_words(action))


def _propose(request: HttpRequest, page: ReportPage, forms: Forms, secret: str) -> HttpResponse:
    member, proposal = page.member.get_username(), forms.proposal()
    publishing.refuse_undescribed(page.report, proposal, forms.rules)
    with decision(page, "proposed"):
        publishing.hold(page.report, seen=request.POST.get("seen", ""), secret=secret)
        changes.propose(report=page.report, proposal=proposal, member=member, today=page.today)
    if forms.rules.reviewers_needed > 1:
        return onward(request, _("Proposed: another member must agree."))
    return onward(request, _("Kept, sealed, until it may be published."))
