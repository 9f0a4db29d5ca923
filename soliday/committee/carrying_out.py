"""What happens when two persons have agreed to a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from soliday.committee import members
from soliday.committee.keys import LastKeyholder, take_back
from soliday.committee.kinds import Kind
from soliday.committee.models import Keyholder, Member, PendingChange


class CannotBeDone(Exception):
    """Agreed, but the member or key it is about is no longer as it was."""


def _add_member(change: PendingChange, _today: date) -> None:
    try:
        members.add(wanted=change.payload)
    except members.MemberExists as error:
        raise CannotBeDone from error


def _change_member(change: PendingChange, _today: date) -> None:
    members.change(member=_subject(change), wanted=change.payload)


def _take_key(change: PendingChange, today: date) -> None:
    holder = Keyholder.objects.filter(member=_subject(change), removed_on=None).first()
    if holder is None:
        raise CannotBeDone
    try:
        take_back(keyholder=holder, today=today)
    except LastKeyholder as error:
        raise CannotBeDone from error


def _subject(change: PendingChange) -> Member:
    return Member.objects.get(pk=change.payload["member"])


CARRIED_OUT: dict[str, Callable[[PendingChange, date], None]] = {
    Kind.ADD_MEMBER: _add_member,
    Kind.CHANGE_MEMBER: _change_member,
    Kind.TAKE_KEY: _take_key,
}
