"""What the views of one report have in common: opening it, showing it, logging a decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soliday.committee import audit
from soliday.committee.reading import count_opening
from soliday.desk import publishing
from soliday.desk.access import signed_in_member
from soliday.desk.report_page import Forms, ReportPage, open_report
from soliday.desk.shown import fault_words, report_context
from soliday.photos.faults import PhotoRefused
from soliday.reports.conversation import SaidMore
from soliday.reports.states import MoveNotAllowed


def open_page(request: HttpRequest, secret: str, report_id: UUID) -> ReportPage:
    """Open the report for the member who asks. Raises Http404, and CapReached past the cap."""
    member, now = signed_in_member(request), timezone.now()
    page = open_report(member=member, secret=secret, report_id=report_id, today=now.date())
    if page.fields is not None:
        count_opening(member=member, report=report_id, now=now)
    return page


def show(
    request: HttpRequest,
    page: ReportPage,
    forms: Forms | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of a report, with what was filled in so far."""
    context = report_context(page, forms, get_language() or "en") | more
    return render(request, "desk/report.html", context, status=status)


def as_published(
    request: HttpRequest,
    page: ReportPage,
    proposal: publishing.Proposal,
    secret: str,
    forms: Forms | None = None,
) -> publishing.AsPublished | None:
    """What would be published, or None and a message when a photo cannot be made safe."""
    rules = forms.rules if forms else page.rules()
    try:
        return publishing.as_published(page.report, proposal, secret=secret, rules=rules)
    except (PhotoRefused, ValidationError) as error:
        messages.error(request, fault_words(error))
        return None


@contextmanager
def decision(page: ReportPage, verb: str) -> Iterator[None]:
    """A decision and its line in the audit log: both or neither, and no private word."""
    with transaction.atomic():
        yield
        audit.record(
            member=page.member.get_username(),
            verb=verb,
            subject=f"report {page.report.pk}",
            now=timezone.now(),
        )


def decide(
    request: HttpRequest,
    page: ReportPage,
    verb: str,
    change: Callable[[], None],
    *,
    done: str,
    stale: str = "",
) -> HttpResponse:
    """Carry out a change of a report that opens, and go on with the queue.

    stale: what is said to a member whose decision came second.
    """
    if page.fields is None:
        return show(request, page, status=409)
    try:
        with decision(page, verb):
            change()
    except (MoveNotAllowed, SaidMore, publishing.ProposalChanged):
        messages.error(request, stale or stale_words())
        return redirect("desk_report", page.report.pk)
    return onward(request, done)


def onward(request: HttpRequest, words: str) -> HttpResponse:
    """Say what was done, and go on with the queue."""
    messages.success(request, words)
    return redirect("desk_reports")


def stale_words() -> str:
    """What a member reads whose decision came second."""
    return _("Another member was faster: the report is no longer as you saw it. Look once more.")
