"""The audit log, and whether it is whole."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from soliday.committee.audit import chain_faults
from soliday.committee.models import AuditEntry
from soliday.committee.roles import may_administer
from soliday.desk.access import only_for

PAGE_LENGTH = 100


@only_for(may_administer, "GET")
def show_audit(request: HttpRequest) -> HttpResponse:
    """Every decision, the latest first."""
    entries = Paginator(AuditEntry.objects.order_by("-id"), PAGE_LENGTH)
    context = {"entries": entries.get_page(request.GET.get("p", 1)), "faults": chain_faults()}
    return render(request, "desk/audit.html", context)
