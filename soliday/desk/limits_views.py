"""The page “Rules”: how much a member can read, how long reports are kept."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from soliday.committee import audit
from soliday.committee.desk_rules import change_rules, rules_in_force
from soliday.committee.roles import may_administer
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.limits_forms import LimitsForm, limits_of


@only_for(may_administer, "GET", "POST")
def edit_rules(request: HttpRequest) -> HttpResponse:
    """Show and change the rules; each change is one line in the audit log, with its numbers."""
    rules = rules_in_force()
    form = LimitsForm(request.POST or None, initial=limits_of(rules))
    if request.method == "POST" and form.is_valid():
        _change(request, limits_of(rules), form.cleaned_data)
        messages.success(request, _("The rules are saved."))
        return redirect("desk_rules")
    status = 422 if form.errors else 200
    return render(request, "desk/limits.html", {"form": form}, status=status)


def _change(request: HttpRequest, before: dict[str, int], wanted: dict[str, int]) -> None:
    member, now = signed_in_member(request).get_username(), timezone.now()
    with transaction.atomic():
        change_rules(**wanted)
        for name, number in wanted.items():
            if number != before[name]:
                words = f"{name}: {before[name]} to {number}"
                audit.record(member=member, verb="changed rules", subject=words, now=now)
