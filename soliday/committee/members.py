"""Every change of members: who is on the committee and what they may do.

`wanted` is what a form gave and two persons agreed to: JSON, with a password only as its hash.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction

from soliday.committee.models import Member
from soliday.committee.unlocking import lock_member


class MemberExists(Exception):
    """Somebody of this user name is on the committee already."""


@transaction.atomic
def add(*, wanted: dict[str, Any]) -> Member:
    """Add a member; wanted: username, password (a hash), roles, countries, is_active."""
    if Member.objects.filter(username__iexact=wanted["username"]).exists():
        raise MemberExists
    member = Member(username=wanted["username"], password=wanted["password"])
    member.save(force_insert=True)
    change(member=member, wanted=wanted | {"password": ""})
    return member


@transaction.atomic
def change(*, member: Member, wanted: dict[str, Any]) -> None:
    """Set roles, countries, and whether they can sign in; help with what they have lost."""
    member.countries = wanted["countries"]
    member.is_active = wanted["is_active"]
    member.save(update_fields=["countries", "is_active"])
    member.groups.set(Group.objects.filter(name__in=wanted["roles"]))
    if wanted.get("password"):
        member.password = wanted["password"]
        member.save(update_fields=["password"])
    if wanted.get("remove_second_factor"):
        Authenticator.objects.filter(user=member).delete()
    if not member.is_active or wanted.get("password") or wanted.get("remove_second_factor"):
        lock_member(member=member)


def close(*, member: Member) -> None:
    """Lock somebody out at once: their sessions end, their browsers lock. Roles and key stay."""
    Member.objects.filter(pk=member.pk).update(is_active=False)
    lock_member(member=member)
