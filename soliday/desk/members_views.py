"""Who is on the committee, with which roles, second factor and key."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soliday.committee import audit
from soliday.committee.carrying_out import CannotBeDone
from soliday.committee.kinds import Kind
from soliday.committee.members import close
from soliday.committee.models import Member
from soliday.committee.roles import may_administer
from soliday.committee.two_persons import needs_another
from soliday.desk.access import only_for, signed_in_member
from soliday.desk.asking import ask_for
from soliday.desk.member_forms import MemberForm, MemberHelpForm, NewMemberForm
from soliday.places.countries import country_name, is_country


@only_for(may_administer, "GET")
def show_members(request: HttpRequest) -> HttpResponse:
    """All members by name."""
    here = get_language() or "en"
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    members = (
        Member.objects.annotate(has_second_factor=Exists(factors))
        .select_related("keyholder")
        .prefetch_related("groups")
        .order_by("username")
    )
    lines = [
        {
            "member": each,
            "roles": sorted(_(group.name) for group in each.groups.all()),
            "countries": _country_names(each, here),
        }
        for each in members
    ]
    return render(request, "desk/members.html", {"lines": lines})


@only_for(may_administer, "GET", "POST")
def add_member(request: HttpRequest) -> HttpResponse:
    """Add somebody to the committee, with a first password; another administrator agrees."""
    form = NewMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        username = form.cleaned_data["username"]
        wanted = _wanted(form) | {"username": username}
        return _ask(request, Kind.ADD_MEMBER, f"member {username}"[:80], wanted)
    return _page(request, form, None)


@only_for(may_administer, "GET", "POST")
def edit_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Change what a member may do. Nobody changes their own roles: that takes another one."""
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise Http404
    if member == signed_in_member(request):
        messages.error(request, _("Your own roles are changed by another administrator."))
        return redirect("desk_members")
    initial = {
        "roles": member.groups.all(),
        "countries": " ".join(member.countries),
        "is_active": member.is_active,
    }
    form = MemberHelpForm(request.POST or None, initial=initial, member=member)
    if request.method == "POST" and form.is_valid():
        return _change(request, member, form)
    return _page(request, form, member)


def _page(request: HttpRequest, form: MemberForm, member: Member | None) -> HttpResponse:
    context = {
        "form": form,
        "member": member,
        "needs_another": needs_another(signed_in_member(request)),
    }
    return render(request, "desk/member.html", context, status=422 if form.errors else 200)


def _change(request: HttpRequest, member: Member, form: MemberHelpForm) -> HttpResponse:
    wanted = _wanted(form) | {"member": member.pk}
    before = _as_is(member)
    if member.is_active and not wanted["is_active"]:
        _close(request, member)
        before["is_active"] = False
    if any(wanted[name] != before[name] for name in before):
        wanted |= {"before": {name: before[name] for name in ("roles", "countries", "is_active")}}
        return _ask(request, Kind.CHANGE_MEMBER, f"member {member.pk}", wanted)
    return redirect("desk_members")


def _close(request: HttpRequest, member: Member) -> None:
    """Locking somebody out is done by one person at once."""
    with transaction.atomic():
        close(member=member)
        audit.record(
            member=signed_in_member(request).get_username(),
            verb="closed account",
            subject=f"member {member.pk}",
            now=timezone.now(),
        )
    messages.success(request, _("The account is closed: this member is out, at once."))


def _wanted(form: MemberForm) -> dict[str, Any]:
    """What was asked for, without anything private: of a password only its hash."""
    given = form.cleaned_data
    return {
        "roles": sorted(group.name for group in given["roles"]),
        "countries": given["countries"],
        "is_active": given["is_active"],
        "password": make_password(given["password"]) if given["password"] else "",
        "remove_second_factor": given.get("remove_second_factor", False),
    }


def _as_is(member: Member) -> dict[str, Any]:
    return {
        "roles": sorted(group.name for group in member.groups.all()),
        "countries": member.countries,
        "is_active": member.is_active,
        "password": "",
        "remove_second_factor": False,
    }


def _ask(request: HttpRequest, kind: str, subject: str, payload: dict[str, Any]) -> HttpResponse:
    try:
        ask_for(request, kind=kind, subject=subject, payload=payload)
    except CannotBeDone:
        messages.error(request, _("This cannot be done any more: something has changed meanwhile."))
    return redirect("desk_members")


def _country_names(member: Member, here: str) -> list[str]:
    return sorted(country_name(code, here) for code in member.countries if is_country(code))
