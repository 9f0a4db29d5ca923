"""The recovery key: the server knows its recipient, the committee keeps its shares on paper."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from soliday.committee.audit import one_at_a_time
from soliday.committee.keys import PUBLISHED
from soliday.committee.models import RecoveryKey
from soliday.core.stale import mark_stale
from soliday.sealing.recovery import new_recovery

DRILL_EVERY = timedelta(days=31)


class RecoveryKeyExists(Exception):
    """There is a recovery key in force; replacing it is asked for by name."""


def in_force() -> RecoveryKey | None:
    """The recovery key that reports are sealed to."""
    return RecoveryKey.objects.filter(removed_on=None).order_by("-id").first()


@transaction.atomic
def make(*, today: date, replace: bool = False) -> list[str]:
    """Draw a recovery key and return its three shares, which are stored nowhere.

    Raises RecoveryKeyExists. A replaced one opens what was sealed to it until that is re-sealed.
    """
    one_at_a_time()
    if in_force() and not replace:
        raise RecoveryKeyExists
    RecoveryKey.objects.filter(removed_on=None).update(removed_on=today)
    identity, shares = new_recovery()
    RecoveryKey.objects.create(recipient=identity.recipient, made_on=today)
    mark_stale([PUBLISHED])
    return shares


def note_drill(*, key: RecoveryKey, today: date) -> None:
    """Two shares were shown to open what is stored."""
    RecoveryKey.objects.filter(pk=key.pk).update(drilled_on=today)


def is_drill_due(key: RecoveryKey, *, today: date) -> bool:
    """Whether nobody has shown for a month that the shares still work."""
    return key.drilled_on is None or today - key.drilled_on > DRILL_EVERY
