"""What committee and sender say to each other: each message sealed to both, the server reads none.

Order is known from the number `n` inside a message, never from a column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from soliday.committee.keys import recipients_in_force
from soliday.reports.models import Kind, Package, Report
from soliday.reports.sealed import next_position, next_turn, plain, sealed_package
from soliday.reports.states import MoveNotAllowed, State

MOST_FROM_SENDER = 100  # messages and corrections together
MOST_PHOTOS = 12
LONGEST_MESSAGE = 5000
OVER = (State.WITHDRAWN, State.ERASED)
ONCE = b"soliday sent once 1\0"


class NoSender(Exception):
    """The report came by another way than the form: nobody holds a receipt for it."""


class SaidMore(Exception):
    """The sender has written again meanwhile."""


class TooMuch(Exception):
    """The report holds as many messages or photos as one may; `what` says which."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def once(secret: str, token: str) -> UUID:
    """The id of what a form sends: the same form again stores nothing twice.

    `secret` (the receipt, or the report's own random id) keeps others from choosing it.
    """
    digest = hashlib.sha256(ONCE + secret.encode() + b"\0" + token.encode()).digest()
    return UUID(bytes=digest[:16], version=4)


def is_stored(secret: str, token: str) -> bool:
    """Whether this form has been sent already."""
    return Package.objects.filter(pk=once(secret, token)).exists()


@transaction.atomic
def answer(*, report: Report, text: str, token: str, seen: int, today: date) -> None:
    """Say something to the sender. `seen`: how much of the sender's the member had before them.

    Raises NoSender, and MoveNotAllowed when everything has been destroyed.
    """
    package_id = once(report.pk.hex, token)
    held = hold(report)
    if not held.sender_recipient:
        raise NoSender
    if Package.objects.filter(pk=package_id).exists():
        return
    add_answer(held, text=text, today=today, package_id=package_id)
    _quiet(held, seen)


@transaction.atomic
def write(
    *, report: Report, receipt: str, text: str, photos: Sequence[bytes], token: str, today: date
) -> None:
    """Take a message of the sender, with photos. Raises TooMuch, MoveNotAllowed, NoKeyholder."""
    package_id = once(receipt, token)
    held = hold(report)
    if Package.objects.filter(pk=package_id).exists():
        return
    make_room(held, photos)
    content = {"n": next_turn(held), "day": today.isoformat(), "text": text}
    files = {"message.json": plain(content | {"photos_count": len(photos)})}
    _store(held, Kind.MESSAGE, files, package_id)
    add_photos(held, photos)
    Report.objects.filter(pk=held.pk).update(has_news=True)


@transaction.atomic
def mark_seen(*, report: Report, seen: int) -> None:
    """Nothing to answer. Raises SaidMore when the sender has written more than the member saw."""
    if not _quiet(hold(report), seen):
        raise SaidMore


def add_answer(report: Report, *, text: str, today: date, package_id: UUID | None = None) -> None:
    """Store a message of the committee in the caller's transaction, which holds the report."""
    content = {"n": next_turn(report), "day": today.isoformat(), "text": text}
    _store(report, Kind.ANSWER, {"message.json": plain(content)}, package_id)


def add_photos(report: Report, photos: Sequence[bytes]) -> None:
    """Store photos behind those that are there, in the caller's transaction."""
    keyholders, first = recipients_in_force(), next_position(report, Kind.PHOTO)
    Package.objects.bulk_create(
        sealed_package(report, Kind.PHOTO, position, {"photo.jpg": photo}, keyholders)
        for position, photo in enumerate(photos, start=first)
    )


def hold(report: Report) -> Report:
    """The report as it is now, kept from others until the transaction ends."""
    held = Report.objects.select_for_update().filter(pk=report.pk).first()
    if held is None or held.state in OVER:
        raise MoveNotAllowed("nothing of it is left")
    return held


def make_room(report: Report, photos: Sequence[bytes]) -> None:
    """Refuse what would be too much for one report. Raises TooMuch."""
    if sent_count(report) >= MOST_FROM_SENDER:
        raise TooMuch("messages")
    if photos and photos_left(report) < len(photos):
        raise TooMuch("photos")


def photos_left(report: Report) -> int:
    """How many more photos the report can hold now."""
    return max(MOST_PHOTOS - report.packages.filter(kind=Kind.PHOTO).count(), 0)


def sent_count(report: Report) -> int:
    """How often the sender has sent something: the report, corrections, messages."""
    return report.packages.filter(kind__in=[Kind.TEXT, Kind.MESSAGE]).count()


def _quiet(report: Report, seen: int) -> bool:
    is_all_seen = sent_count(report) <= seen
    if is_all_seen:
        Report.objects.filter(pk=report.pk).update(has_news=False)
    return is_all_seen


def _store(report: Report, kind: Kind, files: dict[str, bytes], package_id: UUID | None) -> None:
    position = next_position(report, kind)
    package = sealed_package(
        report, kind, position, files, recipients_in_force(), package_id=package_id
    )
    package.save(force_insert=True)
