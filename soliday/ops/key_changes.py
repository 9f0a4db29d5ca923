"""`soliday keys grant | remove | reseal | list | waiting | agree`: a passphrase, or the machine,
stands in for the second person; the audit log names the host."""

from __future__ import annotations

import argparse
from datetime import datetime

from django.db import transaction

from soliday.committee import recovery_keys, two_persons
from soliday.committee.audit import record
from soliday.committee.carrying_out import CannotBeDone
from soliday.committee.keys import (
    HoldsKey,
    LastKeyholder,
    NoKeyholder,
    draw_key,
    hand_key,
    take_back,
)
from soliday.committee.models import Keyholder, Member
from soliday.ops.asking import Refused, ask_keyholder, keyholder_named
from soliday.ops.credentials import Credentials, draw_secret
from soliday.ops.resealing import reseal_everything
from soliday.reports.resealing import progress

STILL_TO_DO = "What lies here already is sealed to others. Re-seal it: soliday keys reseal"


def show(_asked: argparse.Namespace, _now: datetime) -> None:
    """Who holds a key since when, the recovery key, and what is out of date."""
    for holder in Keyholder.objects.filter(removed_on=None).select_related("member"):
        print(f"{holder.member.username}: since {holder.granted_on}")
    key = recovery_keys.in_force()
    drilled = f"last drill {key.drilled_on or 'never'}" if key else ""
    print(f"recovery key: made {key.made_on}, {drilled}" if key else "recovery key: none")
    try:
        found = progress()
    except NoKeyholder:
        raise Refused("Nobody holds a key, so no report can be taken in.") from None
    print(f"out of date: {found.out_of_date} of {found.count} packages")


def give(asked: argparse.Namespace, now: datetime) -> None:
    """Draw a key for a member; a keyholder's passphrase is asked for."""
    member = Member.objects.filter(username=asked.user).first()
    if member is None:
        raise Refused(f"There is no member named “{asked.user}”.")
    ask_keyholder()
    passphrase = draw_secret()
    key = draw_key(passphrase)
    try:
        with transaction.atomic():
            hand_key(member=member, key=key, today=now.date())
            note("gave key", member, now)
    except HoldsKey:
        raise Refused(f"“{asked.user}” holds a key already.") from None
    Credentials(member.username, passphrase=passphrase).print()
    print(STILL_TO_DO)


def take(asked: argparse.Namespace, now: datetime) -> None:
    """Take a key back; a keyholder's passphrase is asked for."""
    holder = keyholder_named(asked.user)
    ask_keyholder()
    try:
        with transaction.atomic():
            take_back(keyholder=holder, today=now.date())
            note("took key back", holder.member, now)
    except LastKeyholder:
        raise Refused("This is the last key: without it no report could be taken in.") from None
    print(STILL_TO_DO)


def reseal(_asked: argparse.Namespace, now: datetime) -> None:
    """Re-seal everything out of date by a keyholder's key."""
    holder, secret = ask_keyholder()
    reseal_everything(secret)
    note("re-sealed", holder.member, now)


def show_waiting(_asked: argparse.Namespace, now: datetime) -> None:
    """Changes that wait for a second person, with their numbers."""
    for change in two_persons.waiting(today=now.date()):
        print(f"{change.pk}: {change.kind}, {change.subject}, asked by {change.asked_by.username}")


def agree(asked: argparse.Namespace, now: datetime) -> None:
    """Be the second person, for a committee whose other administrators cannot sign in."""
    try:
        two_persons.agree_at_machine(change_id=asked.number, now=now)
    except two_persons.NotAllowed:
        raise Refused(f"No change of number {asked.number} waits.") from None
    except CannotBeDone:
        raise Refused("It cannot be done any more: something has changed meanwhile.") from None


def note(verb: str, member: Member, now: datetime) -> None:
    """In the audit log, by the host."""
    subject = f"member {member.username}"[:80]
    record(member=two_persons.HOST, verb=verb, subject=subject, now=now)
