"""The drill: a recovery key from paper must open a test made now, and a package stored here."""

from __future__ import annotations

from datetime import date

from soliday.committee import recovery_keys
from soliday.reports.resealing import opens_a_stored_one
from soliday.sealing.identities import recipient_of
from soliday.sealing.packages import CannotOpen, open_package, seal

CONTEXT = "recovery drill"
TEST = {"test.txt": b"The recovery key opens this."}


class DrillFailed(Exception):
    """The shares give another key than the one in force, or it opens nothing."""


def drill(*, secret: str, today: date) -> bool:
    """Note that the recovery key works; return whether a stored package was opened with it.

    Raises DrillFailed. False: nothing stored is sealed to the keys in force.
    """
    key = recovery_keys.in_force()
    if key is None or recipient_of(secret) != key.recipient:
        raise DrillFailed("another recovery key")
    _open_test(secret, key.recipient)
    opened = opens_a_stored_one(secret=secret, recipient=key.recipient)
    if opened is False:
        raise DrillFailed("a stored package does not open")
    recovery_keys.note_drill(key=key, today=today)
    return bool(opened)


def _open_test(secret: str, recipient: str) -> None:
    sealed = seal(TEST, context=CONTEXT, recipients=[recipient])
    try:
        opened = open_package(sealed, secret=secret, context=CONTEXT)
    except CannotOpen as error:
        raise DrillFailed("the test does not open") from error
    if opened != TEST:
        raise DrillFailed("the test is not what was sealed")
