"""`soliday keys`: credentials drawn anew by whoever sits at the machine itself."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from getpass import getpass

from django.conf import settings
from django.utils import timezone

from soliday.committee.models import Keyholder, Member
from soliday.ops.credentials import Credentials, draw_everything, draw_passphrase, draw_sign_in
from soliday.sealing.identities import WrongPassphrase

LOST = (
    "The key is replaced as well: reports sealed before now can no longer be read, "
    "by anybody, unless another keyholder still has a key."
)


class Refused(Exception):
    """What was asked cannot be done; the message says why."""


def run(asked: argparse.Namespace) -> int:
    """Draw what was asked for and print it once."""
    try:
        DRAWS[asked.kind](asked, timezone.now()).print()
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def _sign_in(asked: argparse.Namespace, now: datetime) -> Credentials:
    member = Member.objects.filter(username=asked.user).first()
    if member is None:
        raise Refused(f"There is no member named “{asked.user}”.")
    return draw_sign_in(member=member, now=now)


def _passphrase(asked: argparse.Namespace, now: datetime) -> Credentials:
    holder = Keyholder.objects.filter(member__username=asked.user, removed_on=None).first()
    if holder is None:
        raise Refused(f"“{asked.user}” holds no key.")
    try:
        return draw_passphrase(keyholder=holder, old=_ask_passphrase(), now=now)
    except WrongPassphrase as wrong:
        raise Refused(
            "This passphrase does not open the key. Without it the key is lost: "
            "no one, we included, can draw another passphrase for it."
        ) from wrong


def _demo(_asked: argparse.Namespace, now: datetime) -> Credentials:
    if not settings.CONFIGURATION.is_demo:
        raise Refused("This is no demo. Replacing a key would make reports unreadable.")
    holder = Keyholder.objects.filter(removed_on=None).order_by("id").first()
    if holder is None:
        raise Refused("The demo has no keyholder yet. Start it first: make run")
    print(LOST, file=sys.stderr)
    return draw_everything(keyholder=holder, now=now)


def _ask_passphrase() -> str:
    """From the terminal without showing it, or from whatever stands in for one."""
    if sys.stdin.isatty():
        return getpass("Passphrase in force: ")
    return sys.stdin.readline().rstrip("\n")


DRAWS = {"sign-in": _sign_in, "passphrase": _passphrase, "demo": _demo}
