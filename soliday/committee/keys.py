"""Keyholders: who can open reports, and with which key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from soliday.committee.models import Keyholder, Member
from soliday.sealing.identities import new_identity, unwrap, wrap


class NoKeyholder(Exception):
    """Nobody could open a report sealed now, so none may be taken in."""


def recipients_in_force() -> list[str]:
    """The age recipients every report is sealed to; raise NoKeyholder when there is none."""
    holders = Keyholder.objects.filter(removed_on=None).order_by("recipient")
    recipients = list(holders.values_list("recipient", flat=True))
    if not recipients:
        raise NoKeyholder
    return recipients


def keyholders_digest(recipients: Sequence[str]) -> str:
    """A short name for this set of recipients, which tells when a package must be re-sealed."""
    return hashlib.sha256("\n".join(sorted(recipients)).encode()).hexdigest()[:16]


def make_keyholder(*, member: Member, passphrase: str, today: date) -> Keyholder:
    """Draw an identity for the member, wrapped by their passphrase, for reports from now on."""
    identity = new_identity()
    return Keyholder.objects.create(
        member=member,
        recipient=identity.recipient,
        wrapped_identity=wrap(identity.secret, passphrase),
        granted_on=today,
    )


def take_back(*, keyholder: Keyholder, today: date) -> None:
    """End a keyholder: nothing is sealed to them any more, and every browser of theirs locks."""
    keyholder.removed_on = today
    keyholder.save(update_fields=["removed_on"])
    keyholder.member.unlockings.all().delete()


def change_passphrase(*, keyholder: Keyholder, old: str, new: str) -> None:
    """Wrap the same identity anew; raise WrongPassphrase when `old` does not open it."""
    secret = unwrap(bytes(keyholder.wrapped_identity), old)
    keyholder.wrapped_identity = wrap(secret, new)
    keyholder.save(update_fields=["wrapped_identity"])


def replace_identity(*, keyholder: Keyholder, passphrase: str, today: date) -> None:
    """Give the keyholder a new identity. What was sealed to the old one alone is lost for good."""
    identity = new_identity()
    keyholder.recipient = identity.recipient
    keyholder.wrapped_identity = wrap(identity.secret, passphrase)
    keyholder.granted_on = today
    keyholder.save(update_fields=["recipient", "wrapped_identity", "granted_on"])
    keyholder.member.unlockings.all().delete()
