"""What is typed at the machine: secrets are never shown, and never taken from the command line."""

from __future__ import annotations

import sys
from getpass import getpass

from soliday.committee.models import Keyholder
from soliday.sealing.identities import Identity, WrongPassphrase, unwrap
from soliday.sealing.recovery import NEEDED, ShareMistyped, SharesDoNotFit, combine, parse_share


class Refused(Exception):
    """What was asked cannot be done; the message says why."""


def ask_secret(question: str) -> str:
    """From the terminal without showing it, or from whatever stands in for one."""
    if sys.stdin.isatty():
        return getpass(question)
    return sys.stdin.readline().rstrip("\n")


def ask_name(question: str) -> str:
    """A line that may be seen."""
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def keyholder_named(user: str) -> Keyholder:
    """The key in force of this member; raises Refused."""
    holder = Keyholder.objects.filter(member__username=user, removed_on=None).first()
    if holder is None:
        raise Refused(f"“{user}” holds no key.")
    return holder


def ask_keyholder() -> tuple[Keyholder, str]:
    """A keyholder's user name and passphrase; return who it is and their secret."""
    holder = keyholder_named(ask_name("Keyholder's user name: "))
    return holder, open_key(holder, ask_secret("Passphrase: "))


def open_key(holder: Keyholder, passphrase: str) -> str:
    """The secret of this key; raises Refused."""
    try:
        return unwrap(bytes(holder.wrapped_identity), passphrase)
    except WrongPassphrase:
        raise Refused("This passphrase does not open the key. Nothing was done.") from None


def ask_shares() -> Identity:
    """Two shares of a recovery key, a line each; raises Refused, repeating no word of them."""
    typed = [ask_secret(f"Share {number} of {NEEDED}, in one line: ") for number in (1, 2)]
    for number, share in enumerate(typed, 1):
        try:
            parse_share(share)
        except ShareMistyped as mistake:
            raise Refused(f"Share {number}: {_fault(mistake)}") from None
    try:
        return combine(typed)
    except SharesDoNotFit as misfit:
        raise Refused(MISFITS[misfit.reason]) from None


def _fault(mistake: ShareMistyped) -> str:
    return {
        "empty": "nothing was typed.",
        "word": f"word {mistake.word} is not in the list of words.",
        "length": "a share has 33 words.",
        "check": "a word is wrong or two have changed places.",
    }[mistake.reason]


MISFITS = {
    "same": "This is twice the same share. Two different ones are needed.",
    "strangers": "These two shares do not belong together.",
}
