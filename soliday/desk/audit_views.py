"""The audit log, and whether it is whole."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from soliday.committee.audit import chain_faults
from soliday.committee.models import AuditEntry
from soliday.committee.roles import may_administer
from soliday.desk.access import only_for

PAGE_LENGTH = 100
# The log stores these words as they are; on screen they are translated.
VERBS = {
    "proposed": _("proposed"),
    "published": _("published"),
    "agreed, published": _("agreed, published"),
    "sent back": _("sent back"),
    "declined": _("declined"),
    "erased": _("erased"),
    "edited": _("edited"),
    "saved draft": _("saved as draft"),
    "withdrew": _("withdrew"),
    "unlocked": _("unlocked"),
    "locked": _("locked"),
    "became keyholder": _("became keyholder"),
    "added": _("added"),
    "changed": _("changed"),
    "set password": _("set a new password"),
    "removed second factor": _("removed the second factor"),
    "took key back": _("took the key back"),
}


@only_for(may_administer, "GET")
def show_audit(request: HttpRequest) -> HttpResponse:
    """Every decision, the latest first."""
    entries = Paginator(AuditEntry.objects.order_by("-id"), PAGE_LENGTH)
    page = entries.get_page(request.GET.get("p", 1))
    lines = [{"entry": entry, "verb": VERBS.get(entry.verb, entry.verb)} for entry in page]
    context = {"entries": page, "lines": lines, "faults": chain_faults()}
    return render(request, "desk/audit.html", context)
