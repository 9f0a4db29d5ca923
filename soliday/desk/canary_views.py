"""Canary reports: planted by an administrator, and the alarm when somebody opens one."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from soliday.committee import audit, canaries
from soliday.committee.models import Alarm
from soliday.committee.roles import may_administer
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.canary_forms import CanaryForm
from soliday.reports.changes import erase, receive
from soliday.reports.models import Report
from soliday.reports.retention import left_ids
from soliday.sealing.receipts import new_receipt


@only_for(may_administer, "GET", "POST")
def show_canaries(request: HttpRequest) -> HttpResponse:
    """How many there are, never which; a form to plant one more."""
    form = CanaryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _plant(request, form)
        messages.success(request, _("The canary waits among the reports, like any other."))
        return redirect("desk_canaries")
    context = {
        "form": form,
        "standing": len(canaries.canaries_among(left_ids())),
        "past": Alarm.objects.exclude(acknowledged_at=None)[:20],
    }
    return render(request, "desk/canaries.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _plant(request: HttpRequest, form: CanaryForm) -> None:
    """Seal it as any report is; its receipt is thrown away, its id is written down nowhere."""
    now = timezone.now()
    report = receive(receipt=new_receipt(), fields=form.report(), photos=[], today=now.date())
    canaries.mark_canary(report=report.pk)
    member = signed_in_member(request).get_username()
    audit.record(member=member, verb="planted canary", subject="reports", now=now)


@only_for(may_administer, "POST")
def take_canaries_away(request: HttpRequest) -> HttpResponse:
    """Erase all canaries, so that they do not stand in the way of work."""
    now = timezone.now()
    with transaction.atomic():
        found = Report.objects.filter(pk__in=canaries.canaries_among(left_ids()))
        for report in found:
            erase(report=report, today=now.date())
        canaries.forget_canaries(reports=[report.pk for report in found])
        member = signed_in_member(request).get_username()
        audit.record(member=member, verb="took canaries away", subject="reports", now=now)
    messages.success(request, _("All canaries are gone."))
    return redirect("desk_canaries")


@only_for(may_administer, "POST")
def acknowledge_alarm(request: HttpRequest, number: int) -> HttpResponse:
    """Put an alarm away; who opened the canary cannot, where there is another administrator."""
    alarm = Alarm.objects.filter(pk=number).first()
    if alarm is None:
        raise Http404
    member, now = signed_in_member(request), timezone.now()
    with transaction.atomic():
        done = canaries.acknowledge(alarm=alarm, member=member, now=now)
    if not done:
        messages.error(request, _("This alarm is not yours to put away, or it already is."))
    return redirect("wagtailadmin_home")
