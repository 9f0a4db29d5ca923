"""`soliday keys recovery`: make it, try it every month, bring everything back by it."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

from django.db import transaction

from soliday.committee import recovery_keys
from soliday.committee.audit import record
from soliday.committee.keys import draw_key, hand_key, replace_key
from soliday.committee.models import Keyholder, Member, RecoveryKey
from soliday.committee.two_persons import HOST
from soliday.committee.unlocking import lock_member
from soliday.ops.asking import Refused, ask_keyholder, ask_shares
from soliday.ops.credentials import Credentials, draw_secret
from soliday.ops.resealing import reseal_everything
from soliday.reports.drill import DrillFailed, drill
from soliday.sealing.recovery import NEEDED, SHARES, numbered

SUBJECT = "recovery key"
IN_A_LINE = 6


def make(asked: argparse.Namespace, now: datetime) -> None:
    """Print three shares, once; a keyholder's passphrase is asked for."""
    if recovery_keys.in_force() and not asked.replace:
        raise Refused("There is a recovery key. To make another in its place: --replace")
    ask_keyholder()
    with transaction.atomic():
        shares = recovery_keys.make(today=now.date(), replace=asked.replace)
        record(member=HOST, verb="made recovery key", subject=SUBJECT, now=now)
    for number, share in enumerate(shares, 1):
        _print_share(number, share)
    print(
        "Cut the shares apart and give them to three people. They are stored nowhere. Then try "
        "them:\n  soliday keys recovery drill\nand seal what lies here to the new key as well:\n"
        "  soliday keys reseal",
        file=sys.stderr,
    )


def try_it(_asked: argparse.Namespace, now: datetime) -> None:
    """Two shares must open a test made now, and a report that is stored."""
    if recovery_keys.in_force() is None:
        raise Refused("There is no recovery key. Make one: soliday keys recovery make")
    identity = ask_shares()
    try:
        has_opened_report = drill(secret=identity.secret, today=now.date())
    except DrillFailed as failed:
        raise Refused(f"The drill failed: {failed}.") from None
    record(member=HOST, verb="drilled recovery", subject=SUBJECT, now=now)
    opened = (
        "a stored package" if has_opened_report else "a test; no stored package is sealed to it"
    )
    print(f"ok: the two shares opened {opened}.")


def restore(asked: argparse.Namespace, now: datetime) -> None:
    """All passphrases are lost: two shares give a member a new key and re-seal everything to it."""
    member = Member.objects.filter(username=asked.user).first()
    if member is None:
        raise Refused(f"There is no member named “{asked.user}”.")
    identity = ask_shares()
    if not RecoveryKey.objects.filter(recipient=identity.recipient).exists():
        raise Refused("These shares belong to a recovery key of another installation.")
    passphrase = draw_secret()
    key, holder = draw_key(passphrase), Keyholder.objects.filter(member=member).first()
    with transaction.atomic():
        if holder and holder.removed_on is None:
            replace_key(keyholder=holder, key=key, today=now.date())
        else:
            hand_key(member=member, key=key, today=now.date())
        lock_member(member=member)
        record(
            member=HOST, verb="restored by recovery", subject=f"member {member.username}", now=now
        )
    Credentials(member.username, passphrase=passphrase).print()
    reseal_everything(identity.secret)


def _print_share(number: int, share: str) -> None:
    """A heading and the words with their numbers, a line to cut along below."""
    print(f"Soliday recovery key: share {number} of {SHARES} (any {NEEDED} open everything)\n")
    words = [f"{place:2} {word:<10}" for place, word in numbered(share)]
    for at in range(0, len(words), IN_A_LINE):
        print("  ".join(words[at : at + IN_A_LINE]).rstrip())
    print(f"\n{'- ' * 38}\n", flush=True)
