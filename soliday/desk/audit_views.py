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
    "closed": _("closed"),
    "opened again": _("opened again"),
    "signed sums": _("handed in a signature"),
    "unlocked": _("unlocked"),
    "locked": _("locked"),
    "became keyholder": _("became keyholder"),
    "added": _("added"),
    "changed": _("changed"),
    "set password": _("set a new password"),
    "removed second factor": _("removed the second factor"),
    "took key back": _("took the key back"),
    "changed rules": _("changed the rules"),
    "saw contact": _("saw the contact"),
    "planted canary": _("planted a canary"),
    "took canaries away": _("took all canaries away"),
    "opened canary": _("opened a canary"),
    "acknowledged alarm": _("looked into an alarm"),
    "erased by retention": _("erased what was kept long enough"),
    "gave key": _("gave a key"),
    "exported key": _("exported a key"),
    "closed account": _("closed the account"),
    "locked everybody": _("locked everybody"),
    "re-sealed": _("re-sealed"),
    "made recovery key": _("made a recovery key"),
    "drilled recovery": _("drilled recovery"),
    "restored by recovery": _("restored by the recovery key"),
    "asked to add a member": _("asked to add a member"),
    "asked to change a member": _("asked to change a member"),
    "asked to give a key": _("asked to give a key"),
    "asked to take a key back": _("asked to take a key back"),
    "asked to make recovery": _("asked to make a recovery key"),
    "alone: add a member": _("added a member, alone"),
    "alone: change a member": _("changed a member, alone"),
    "alone: give a key": _("gave a key, alone"),
    "alone: take a key back": _("took a key back, alone"),
    "alone: make recovery": _("allowed a recovery key, alone"),
    "agreed to add a member": _("agreed to add a member"),
    "agreed to change a member": _("agreed to change a member"),
    "agreed to give a key": _("agreed to give a key"),
    "agreed to take a key back": _("agreed to take a key back"),
    "agreed to make recovery": _("agreed to a new recovery key"),
    "refused to add a member": _("refused to add a member"),
    "refused to change a member": _("refused to change a member"),
    "refused to give a key": _("refused to give a key"),
    "refused to take a key back": _("refused to take a key back"),
    "refused to make recovery": _("refused a new recovery key"),
}


@only_for(may_administer, "GET")
def show_audit(request: HttpRequest) -> HttpResponse:
    """Every decision, the latest first."""
    entries = Paginator(AuditEntry.objects.order_by("-id"), PAGE_LENGTH)
    page = entries.get_page(request.GET.get("p", 1))
    lines = [{"entry": entry, "verb": VERBS.get(entry.verb, entry.verb)} for entry in page]
    context = {"entries": page, "lines": lines, "faults": chain_faults()}
    return render(request, "desk/audit.html", context)
