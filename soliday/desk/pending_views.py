"""What waits for a second administrator: each agrees to or refuses what another asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from soliday.committee.carrying_out import CannotBeDone
from soliday.committee.kinds import Kind
from soliday.committee.models import Member, PendingChange
from soliday.committee.roles import may_administer
from soliday.committee.two_persons import VALID, NotAllowed, agree, needs_another, refuse, waiting
from soliday.desk.access import only_for, signed_in_member


@only_for(may_administer, "GET")
def show_pending(request: HttpRequest) -> HttpResponse:
    """Everything that waits, oldest first."""
    member = signed_in_member(request)
    lines = [
        {
            "change": change,
            "title": title(change),
            "details": details(change),
            "is_own": change.asked_by_id == member.pk,
        }
        for change in waiting(today=timezone.now().date())
    ]
    context = {"lines": lines, "needs_another": needs_another(member), "days": VALID.days}
    return render(request, "desk/pending.html", context)


@only_for(may_administer, "POST")
def decide(request: HttpRequest, change_id: int) -> HttpResponse:
    """Agree or refuse. Who asked cannot agree, but can take it back."""
    if not PendingChange.objects.filter(pk=change_id).exists():
        raise Http404
    does_agree = request.POST.get("decision") == "agree"
    member, now = signed_in_member(request), timezone.now()
    try:
        (agree if does_agree else refuse)(change_id=change_id, member=member, now=now)
    except NotAllowed:
        messages.error(request, _("This is no longer open, or not yours to decide."))
    except CannotBeDone:
        messages.error(request, _("This cannot be done any more: something has changed meanwhile."))
    else:
        messages.success(request, _("You agreed.") if does_agree else _("It will not happen."))
    return redirect("desk_pending")


def title(change: PendingChange) -> str:
    """What would happen, in one sentence."""
    about = change.payload.get("username") or _name(change.payload.get("member"))
    return TITLES[change.kind](about)


def details(change: PendingChange) -> list[str]:
    """What would be different, a line each."""
    wanted, before = change.payload, change.payload.get("before")
    if "roles" not in wanted:
        return []
    lines = [
        _line(_("Roles"), wanted, before, "roles", _role_names),
        _line(_("Countries"), wanted, before, "countries", _countries),
        _line(_("Can sign in"), wanted, before, "is_active", _yes),
    ]
    if before and wanted.get("password"):
        lines.append(_("A new password, which whoever asked for this has chosen"))
    if wanted.get("remove_second_factor"):
        lines.append(_("The second factor is removed"))
    return [line for line in lines if line]


def _line(
    label: str, wanted: dict[str, Any], before: Any, name: str, shown: Callable[[Any], str]
) -> str:
    if before is None:
        return f"{label}: {shown(wanted[name])}"
    if before[name] == wanted[name]:
        return ""
    return f"{label}: {shown(before[name])} → {shown(wanted[name])}"


def _role_names(names: list[str]) -> str:
    return ", ".join(_(name) for name in names) or _("none")


def _countries(codes: list[str]) -> str:
    return " ".join(codes) or _("all")


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _name(member_id: Any) -> str:
    member = Member.objects.filter(pk=member_id).first() if member_id else None
    return member.get_username() if member else ""


TITLES: dict[str, Callable[[str], str]] = {
    Kind.ADD_MEMBER: lambda name: _("Add the member %(name)s") % {"name": name},
    Kind.CHANGE_MEMBER: lambda name: _("Change the member %(name)s") % {"name": name},
    Kind.GIVE_KEY: lambda name: _("Let %(name)s make a key") % {"name": name},
    Kind.TAKE_KEY: lambda name: _("Take the key of %(name)s back") % {"name": name},
    Kind.MAKE_RECOVERY: lambda _name: _("Make a new recovery key"),
}
