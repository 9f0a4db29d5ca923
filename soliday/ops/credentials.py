"""Credentials: drawn at random, printed once, stored only hashed, sealed or wrapped."""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from soliday.committee.audit import record
from soliday.committee.keys import change_passphrase, make_keyholder, replace_identity
from soliday.committee.models import Keyholder, Member
from soliday.committee.roles import ADMINISTRATOR
from soliday.committee.two_persons import HOST
from soliday.committee.unlocking import lock_member

LETTERS = "abcdefghijkmnpqrstuvwxyz"  # no l and no o, which are read as 1 and 0
GROUPS, IN_GROUP = 4, 5  # 20 letters of 24: 91 bits
FIRST_MEMBER = "committee"


class MemberExists(Exception):
    """There is a first member already."""


@dataclass(frozen=True)
class Credentials:
    """What is to be printed; an empty one was not drawn."""

    user: str
    password: str = field(default="", repr=False)
    totp: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)

    def print(self, file: TextIO | None = None) -> None:
        """One `name: value` a line."""
        for name in ("user", "password", "totp", "passphrase"):
            if value := getattr(self, name):
                print(f"{name}: {value}", file=file or sys.stdout, flush=True)


def draw_secret() -> str:
    """Twenty letters in groups of five, to be typed from paper."""
    letters = (secrets.choice(LETTERS) for _ in range(GROUPS * IN_GROUP))
    text = "".join(letters)
    return "-".join(text[at : at + IN_GROUP] for at in range(0, len(text), IN_GROUP))


@transaction.atomic
def make_first_member(*, now: datetime) -> Credentials:
    """The first administrator, who holds the first key. Raises MemberExists."""
    if Member.objects.exists():
        raise MemberExists
    member = Member.objects.create_user(FIRST_MEMBER)
    member.groups.add(Group.objects.get(name=ADMINISTRATOR))
    passphrase = draw_secret()
    make_keyholder(member=member, passphrase=passphrase, today=now.date())
    password, totp = _write_sign_in(member)
    record(member=HOST, verb="made first member", subject=f"member {member.username}", now=now)
    return Credentials(member.username, password, totp, passphrase)


@transaction.atomic
def draw_sign_in(*, member: Member, now: datetime) -> Credentials:
    """Another password and second factor; whoever is signed in as this member is out."""
    password, totp = _write_sign_in(member)
    lock_member(member=member)
    record(member=HOST, verb="drew sign-in anew", subject=f"member {member.username}", now=now)
    return Credentials(member.username, password, totp)


@transaction.atomic
def draw_passphrase(*, keyholder: Keyholder, old: str, now: datetime) -> Credentials:
    """Another passphrase around the same key. Raises WrongPassphrase."""
    passphrase, member = draw_secret(), keyholder.member
    change_passphrase(keyholder=keyholder, old=old, new=passphrase)
    lock_member(member=member)
    record(member=HOST, verb="drew passphrase anew", subject=f"member {member.username}", now=now)
    return Credentials(member.username, passphrase=passphrase)


@transaction.atomic
def draw_everything(*, keyholder: Keyholder, now: datetime) -> Credentials:
    """Sign-in, passphrase and key: reports sealed to the old key alone are lost for good."""
    member, passphrase = keyholder.member, draw_secret()
    replace_identity(keyholder=keyholder, passphrase=passphrase, today=now.date())
    password, totp = _write_sign_in(member)
    record(member=HOST, verb="replaced key", subject=f"member {member.username}", now=now)
    return Credentials(member.username, password, totp, passphrase)


def print_addresses() -> None:
    """Where the site and the desk are."""
    print(f"site: {settings.CONFIGURATION.site}/", flush=True)
    print(f"desk: {settings.CONFIGURATION.site}/desk/", flush=True)


def _write_sign_in(member: Member) -> tuple[str, str]:
    password, totp = draw_secret(), generate_totp_secret()
    member.set_password(password)
    member.save(update_fields=["password"])
    Authenticator.objects.filter(user=member).delete()
    TOTP.activate(member, totp)
    return password, totp
