"""The page “Years”: an administrator closes a year, or opens one that was closed by mistake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from soliday.actions.closing import (
    NotClosed,
    StillTakesReports,
    StillWaiting,
    close,
    refuse_too_early,
    reopen,
)
from soliday.actions.queries import published_in_year
from soliday.campaign.models import Closing, Edition, EditionClosed
from soliday.campaign.queries import closings_in_force
from soliday.committee import audit
from soliday.committee.roles import may_administer
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.menu import waiting_count


class YearForm(forms.Form):
    """The year typed once more: a slip closes nothing."""

    year = forms.IntegerField(
        label=gettext_lazy("Type the year to confirm"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, wanted: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year != self.wanted:
            raise forms.ValidationError(_("This is another year."))
        return year


@only_for(may_administer, "GET")
def show_years(request: HttpRequest) -> HttpResponse:
    """Every year of every day: open for reports, closed since, or neither."""
    closings = closings_in_force()
    editions = Edition.objects.select_related("day").order_by("day", "-year")
    lines = [{"edition": each, "closing": closings.get(each.pk)} for each in editions]
    return render(request, "desk/years.html", {"lines": lines})


@only_for(may_administer, "GET", "POST")
def close_year(request: HttpRequest, number: int) -> HttpResponse:
    """What closing means, or why it cannot be done yet; then close it."""
    edition = _edition(number)
    form = YearForm(request.POST or None, wanted=edition.year)
    try:
        refuse_too_early(edition)
        if request.method == "GET" or not form.is_valid():
            return _show(request, edition, form)
        with transaction.atomic():
            close(edition=edition, today=timezone.now().date())
            _record(request, "closed", edition)
    except EditionClosed:
        messages.error(request, _("%(year)s is closed already.") % {"year": edition.year})
    except (StillTakesReports, StillWaiting) as fault:
        return _show(request, edition, form, fault=_fault_words(fault))
    else:
        words = _("%(year)s is closed. Its pages follow in a moment.") % {"year": edition.year}
        messages.success(request, words)
    return redirect("desk_years")


@only_for(may_administer, "GET", "POST")
def reopen_year(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed year again, after a page that says what everybody will see of it."""
    edition = _edition(number)
    closing = _closing(edition)
    if closing is None:
        messages.error(request, _("%(year)s is not closed.") % {"year": edition.year})
        return redirect("desk_years")
    form = YearForm(request.POST or None, wanted=edition.year)
    if request.method == "GET" or not form.is_valid():
        return _show(request, edition, form, closing=closing)
    try:
        with transaction.atomic():
            reopen(edition=edition, today=timezone.now().date())
            _record(request, "opened again", edition)
    except NotClosed:
        messages.error(request, _("Another member was faster: the year is open again already."))
    else:
        messages.success(request, _("%(year)s can be changed again.") % {"year": edition.year})
    return redirect("desk_years")


def _show(
    request: HttpRequest,
    edition: Edition,
    form: YearForm,
    *,
    closing: Closing | None = None,
    fault: str = "",
) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "closing": closing,
        "fault": fault,
        "actions_count": published_in_year(edition).count(),
        "waiting": waiting_count(),
    }
    is_too_early = fault and request.method == "POST"
    status = 409 if is_too_early else 422 if form.errors else 200
    return render(request, "desk/year.html", context, status=status)


def _fault_words(fault: StillTakesReports | StillWaiting) -> str:
    if isinstance(fault, StillTakesReports):
        return _(
            "This year still takes reports. Open “Editions”, take the tick at “open for reports” "
            "away, and come back."
        )
    return ngettext(
        "%(count)s accepted action of this year still waits for its set hour. Close it after that.",
        "%(count)s accepted actions of this year still wait for their set hour. Close it after "
        "that.",
        fault.count,
    ) % {"count": fault.count}


def _edition(number: int) -> Edition:
    edition = Edition.objects.select_related("day").filter(pk=number).first()
    if edition is None:
        raise Http404
    return edition


def _closing(edition: Edition) -> Closing | None:
    return closings_in_force().get(edition.pk)


def _record(request: HttpRequest, verb: str, edition: Edition) -> None:
    audit.record(
        member=signed_in_member(request).get_username(),
        verb=verb,
        subject=f"edition {edition.day.slug} {edition.year}",
        now=timezone.now(),
    )
