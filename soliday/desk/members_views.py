"""Who is on the committee, with which roles, second factor and key."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from soliday.committee import audit
from soliday.committee.keys import take_back
from soliday.committee.models import Keyholder, Member
from soliday.committee.roles import may_administer
from soliday.committee.unlocking import lock_member
from soliday.desk.access import only_for, signed_in_member
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
    """Add somebody to the committee, with a first password."""
    form = NewMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            member = Member.objects.create_user(
                form.cleaned_data["username"], password=form.cleaned_data["password"]
            )
            _save(request, member, form, "added")
        return redirect("desk_members")
    status = 422 if form.errors else 200
    return render(request, "desk/member.html", {"form": form, "member": None}, status=status)


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
        with transaction.atomic():
            _save(request, member, form, "changed")
            _help(request, member, form.cleaned_data)
        return redirect("desk_members")
    status = 422 if form.errors else 200
    return render(request, "desk/member.html", {"form": form, "member": member}, status=status)


def _save(request: HttpRequest, member: Member, form: MemberForm, verb: str) -> None:
    member.countries = form.cleaned_data["countries"]
    member.is_active = form.cleaned_data["is_active"]
    member.save(update_fields=["countries", "is_active"])
    member.groups.set(form.cleaned_data["roles"])
    if not member.is_active:
        lock_member(member=member)
    _record(request, member, verb)
    messages.success(request, _("The member is saved."))


def _help(request: HttpRequest, member: Member, wanted: dict[str, Any]) -> None:
    """What an administrator does for a member who has lost something."""
    if wanted["password"]:
        member.set_password(wanted["password"])
        member.save(update_fields=["password"])
        _record(request, member, "set password")
    if wanted["remove_second_factor"]:
        Authenticator.objects.filter(user=member).delete()
        _record(request, member, "removed second factor")
    holder = Keyholder.objects.filter(member=member, removed_on=None).first()
    if wanted["take_key_back"] and holder:
        take_back(keyholder=holder, today=timezone.now().date())
        _record(request, member, "took key back")


def _record(request: HttpRequest, member: Member, verb: str) -> None:
    audit.record(
        member=signed_in_member(request).get_username(),
        verb=verb,
        subject=f"member {member.pk}",
        now=timezone.now(),
    )


def _country_names(member: Member, here: str) -> list[str]:
    return sorted(country_name(code, here) for code in member.countries if is_country(code))
