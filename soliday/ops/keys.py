"""`soliday keys`: credentials and keys, changed by whoever sits at the machine itself."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from soliday.committee.models import Keyholder, Member
from soliday.ops import key_changes, recovery
from soliday.ops.asking import Refused, ask_secret, keyholder_named, open_key
from soliday.ops.credentials import draw_everything, draw_passphrase, draw_sign_in
from soliday.sealing.identities import WrongPassphrase

LOST = (
    "The key is replaced as well: reports sealed before now can no longer be read, "
    "by anybody, unless another keyholder still has a key."
)


def run(asked: argparse.Namespace) -> int:
    """Do what was asked for; what is drawn is printed once."""
    try:
        KINDS[asked.kind](asked, timezone.now())
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was done stays done; run it again to go on.", file=sys.stderr)
        return 1
    return 0


def _sign_in(asked: argparse.Namespace, now: datetime) -> None:
    member = Member.objects.filter(username=asked.user).first()
    if member is None:
        raise Refused(f"There is no member named “{asked.user}”.")
    draw_sign_in(member=member, now=now).print()


def _passphrase(asked: argparse.Namespace, now: datetime) -> None:
    holder = keyholder_named(asked.user)
    try:
        drawn = draw_passphrase(keyholder=holder, old=ask_secret("Passphrase in force: "), now=now)
    except WrongPassphrase as wrong:
        raise Refused(
            "This passphrase does not open the key. Without it the key is lost: "
            "no one, we included, can draw another passphrase for it."
        ) from wrong
    drawn.print()


def _demo(_asked: argparse.Namespace, now: datetime) -> None:
    if not settings.CONFIGURATION.is_demo:
        raise Refused("This is no demo. Replacing a key would make reports unreadable.")
    holder = Keyholder.objects.filter(removed_on=None).order_by("id").first()
    if holder is None:
        raise Refused("The demo has no keyholder yet. Start it first: make run")
    print(LOST, file=sys.stderr)
    draw_everything(keyholder=holder, now=now).print()


def _export(asked: argparse.Namespace, now: datetime) -> None:
    """The wrapped identity: with its passphrase, stock age opens reports by it."""
    holder = keyholder_named(asked.user)
    open_key(holder, ask_secret("Passphrase: "))
    wrapped = bytes(holder.wrapped_identity)
    if asked.to is None:
        sys.stdout.buffer.write(wrapped)
        sys.stdout.flush()
    else:
        _write_new(asked.to, wrapped)
    key_changes.note("exported key", holder.member, now)


def _write_new(path: str, content: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"{path} is there already; it stays as it is.") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _recovery(asked: argparse.Namespace, now: datetime) -> None:
    {"make": recovery.make, "drill": recovery.try_it, "restore": recovery.restore}[asked.step](
        asked, now
    )


KINDS: dict[str, Callable[[argparse.Namespace, datetime], None]] = {
    "sign-in": _sign_in,
    "passphrase": _passphrase,
    "demo": _demo,
    "list": key_changes.show,
    "grant": key_changes.give,
    "remove": key_changes.take,
    "reseal": key_changes.reseal,
    "waiting": key_changes.show_waiting,
    "agree": key_changes.agree,
    "export": _export,
    "recovery": _recovery,
}
