"""How a sender can be reached: behind a button of its own, and each look is in the audit log."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from soliday.committee.roles import may_review, may_see_contacts
from soliday.desk.access import only_for
from soliday.desk.opening import with_key
from soliday.desk.report_answers import decision, open_page
from soliday.reports.queries import opened_fields


@only_for(may_review, "POST")
@with_key
def show_contact(request: HttpRequest, secret: str, report_id: UUID) -> HttpResponse:
    """The contact alone, for who may see contacts; logged before it is shown."""
    if not may_see_contacts(request.user):
        raise PermissionDenied
    page = open_page(request, secret, report_id)
    if not page.has_contact:
        raise Http404
    with decision(page, "saw contact"):
        contact = opened_fields(page.report, secret=secret)["contact"]
    context = {"page": page, "contact": contact}
    answer = render(request, "desk/contact.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
