"""Keyholders: who can open reports, and with which key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from soliday.committee.audit import one_at_a_time
from soliday.committee.kinds import Kind, State
from soliday.committee.models import Keyholder, Member, PendingChange, RecoveryKey
from soliday.core.stale import mark_stale
from soliday.sealing.identities import new_identity, unwrap, wrap

PUBLISHED = "recipients"  # the stale key of the pages that show the recipients


class NoKeyholder(Exception):
    """Nobody could open a report sealed now, so none may be taken in."""


class HoldsKey(Exception):
    """The member holds a key already: another one would make older reports unreadable."""


class LastKeyholder(Exception):
    """Without this keyholder no report could be taken in."""


def recipients_in_force() -> list[str]:
    """The age recipients every report is sealed to: keyholders, and the recovery key.

    Raises NoKeyholder when no member holds a key: a recovery key alone takes no report in.
    """
    holders = Keyholder.objects.filter(removed_on=None).values_list("recipient", flat=True)
    if not holders:
        raise NoKeyholder
    recovery = RecoveryKey.objects.filter(removed_on=None).values_list("recipient", flat=True)
    return sorted({*holders, *recovery})


def keyholders_digest(recipients: Sequence[str]) -> str:
    """A short name for this set of recipients, which tells when a package must be re-sealed."""
    return hashlib.sha256("\n".join(sorted(recipients)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class DrawnKey:
    """A new identity, wrapped by a passphrase, which nobody holds yet."""

    recipient: str
    wrapped_identity: bytes


def draw_key(passphrase: str) -> DrawnKey:
    """Draw an identity. A second of work: do it before a transaction, not inside."""
    identity = new_identity()
    return DrawnKey(identity.recipient, wrap(identity.secret, passphrase))


def make_keyholder(*, member: Member, passphrase: str, today: date) -> Keyholder:
    """Draw an identity for the member, for reports from now on. Raises HoldsKey."""
    return hand_key(member=member, key=draw_key(passphrase), today=today)


@transaction.atomic
def hand_key(*, member: Member, key: DrawnKey, today: date) -> Keyholder:
    """Make the member a keyholder, again where theirs was taken back. Raises HoldsKey."""
    one_at_a_time()
    if Keyholder.objects.filter(member=member, removed_on=None).exists():
        raise HoldsKey
    values = {
        "recipient": key.recipient,
        "wrapped_identity": key.wrapped_identity,
        "granted_on": today,
        "removed_on": None,
    }
    mark_stale([PUBLISHED])
    return Keyholder.objects.update_or_create(member=member, defaults=values)[0]


@transaction.atomic
def take_back(*, keyholder: Keyholder, today: date) -> None:
    """End a keyholder: nothing is sealed to them any more, and every browser of theirs locks.

    Raises LastKeyholder.
    """
    one_at_a_time()
    in_force = Keyholder.objects.filter(removed_on=None)
    if not in_force.exclude(pk=keyholder.pk).exists():
        raise LastKeyholder
    keyholder.removed_on = today
    keyholder.save(update_fields=["removed_on"])
    mark_stale([PUBLISHED])
    keyholder.member.unlockings.all().delete()
    # Leave to make a key that was never used must not bring this one back.
    leave = PendingChange.objects.filter(kind=Kind.GIVE_KEY, state=State.ALLOWED)
    leave.filter(subject=f"member {keyholder.member.pk}").update(state=State.REFUSED)


def change_passphrase(*, keyholder: Keyholder, old: str, new: str) -> None:
    """Wrap the same identity anew; raise WrongPassphrase when `old` does not open it."""
    secret = unwrap(bytes(keyholder.wrapped_identity), old)
    keyholder.wrapped_identity = wrap(secret, new)
    keyholder.save(update_fields=["wrapped_identity"])


def replace_identity(*, keyholder: Keyholder, passphrase: str, today: date) -> None:
    """Give the keyholder a new identity. What was sealed to the old one alone is lost for good."""
    replace_key(keyholder=keyholder, key=draw_key(passphrase), today=today)


def replace_key(*, keyholder: Keyholder, key: DrawnKey, today: date) -> None:
    """The same with a key that is drawn already."""
    keyholder.recipient, keyholder.wrapped_identity = key.recipient, key.wrapped_identity
    keyholder.granted_on = today
    keyholder.save(update_fields=["recipient", "wrapped_identity", "granted_on"])
    mark_stale([PUBLISHED])
    keyholder.member.unlockings.all().delete()
