"""The recovery key at the desk: shown once, on paper afterwards, and tried every month."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from soliday.committee import audit, recovery_keys
from soliday.committee.kinds import Kind
from soliday.committee.roles import may_administer
from soliday.committee.two_persons import use
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.asking import ask_for
from soliday.desk.keys_views import RECOVERY, keys_page
from soliday.desk.recovery_forms import DrillForm
from soliday.reports.drill import DrillFailed, drill
from soliday.sealing.recovery import numbered


@only_for(may_administer, "POST")
def make_recovery(request: HttpRequest) -> HttpResponse:
    """Draw a recovery key and show its shares, this once; when two have agreed."""
    key = recovery_keys.in_force()
    if request.POST.get("seen", "") != (str(key.pk) if key else ""):
        # The page loaded again: the shares that are on paper by now must stay good.
        messages.error(request, _("A recovery key was made meanwhile. Its shares are shown once."))
        return redirect("desk_keys")
    with transaction.atomic():
        shares = _draw(request)
    if shares is None:
        return redirect("desk_keys")
    context = {"shares": [numbered(share) for share in shares], "site": request.get_host()}
    return render(request, "desk/shares.html", context)


def _draw(request: HttpRequest) -> list[str] | None:
    member, now = signed_in_member(request), timezone.now()
    allowed = {"kind": Kind.MAKE_RECOVERY, "subject": RECOVERY}
    if not use(**allowed, member=member, today=now.date()):
        ask_for(request, **allowed, payload={})
        if not use(**allowed, member=member, today=now.date()):
            return None
    audit.record(member=member.get_username(), verb="made recovery key", subject=RECOVERY, now=now)
    return recovery_keys.make(today=now.date(), replace=True)


@only_for(may_administer, "POST")
def show_drill(request: HttpRequest) -> HttpResponse:
    """Two shares are typed in; they must open what is sealed to the recovery key."""
    form, now = DrillForm(request.POST), timezone.now()
    if not form.is_valid() or form.identity is None:
        return keys_page(request, form)
    try:
        has_opened_report = drill(secret=form.identity.secret, today=now.date())
    except DrillFailed:
        form.refuse_another_key()
        return keys_page(request, form)
    audit.record(
        member=signed_in_member(request).get_username(),
        verb="drilled recovery",
        subject=RECOVERY,
        now=now,
    )
    if has_opened_report:
        messages.success(request, _("It works: the two shares opened a stored report."))
    else:
        messages.success(
            request, _("It works: the two shares opened a test. No report is sealed to them yet.")
        )
    return redirect("desk_keys")
