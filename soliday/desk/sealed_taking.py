"""Makes a report of a sealed message: checked like the form, stored once however often it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction

from soliday.committee import audit
from soliday.desk.sealed_messages import (
    Message,
    MessageRefused,
    Reason,
    opened,
    text_and_pictures,
)
from soliday.desk.sealed_text import TextRefused, Written, read_report
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.places.countries import is_country
from soliday.places.queries import profile_for
from soliday.reports import changes, queries
from soliday.sealing.receipts import receipt_for


@dataclass(frozen=True)
class Outcome:
    """What became of one message. left_out: fields that its country is not asked for."""

    source: str
    report: UUID | None = None
    is_new: bool = False
    reason: Reason | None = None
    left_out: tuple[str, ...] = ()


def take_in(
    message: Message, *, secret: str, ideas: frozenset[str], member: str, now: datetime
) -> Outcome:
    """Make a report of a message, once however often it comes."""
    try:
        content = opened(message, secret)
        text, pictures = text_and_pictures(content)
        written = _written(text, ideas, now)
        fields, left_out = _asked_for(written.fields, len(pictures))
        photos = _photos(pictures) if "photos" not in left_out else []
        receipt = written.receipt or receipt_for(content, key=settings.SECRET_KEY.encode())
        fields["photo_descriptions"] = [""] * len(photos)
        return _stored(message.source, receipt, fields, photos, left_out, member, now)
    except MessageRefused as refused:
        return Outcome(message.source, reason=refused.reason)


def _written(text: str, ideas: frozenset[str], now: datetime) -> Written:
    try:
        return read_report(text, ideas=ideas, today=now.date())
    except TextRefused as refused:
        raise MessageRefused(refused.reason) from refused


def _asked_for(
    fields: dict[str, Any], pictures_count: int
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields without those that the country is not asked for, and which these were."""
    sent = {name for name in ("name", "contact", "place") if fields[name]}
    sent |= {"photos"} if pictures_count else set()
    refused = sent & _not_asked(fields["country"])
    return fields | dict.fromkeys(refused - {"photos"}, ""), tuple(sorted(refused))


def _not_asked(country: str) -> set[str]:
    """Without a country: as little as the form asks before one is chosen."""
    if not is_country(country):
        return {"name", "contact"}
    profile = profile_for(country)
    asked = {
        "photos": profile.asks_photos,
        "name": profile.asks_name,
        "contact": profile.asks_contact,
        "place": profile.asks_town,
    }
    return {name for name, is_asked in asked.items() if not is_asked}


def _photos(pictures: list[bytes]) -> list[bytes]:
    try:
        return [clean(data).jpeg for data in pictures]
    except PhotoRefused as refused:
        raise MessageRefused("photo") from refused


def _stored(
    source: str,
    receipt: str,
    fields: dict[str, Any],
    photos: list[bytes],
    left_out: tuple[str, ...],
    member: str,
    now: datetime,
) -> Outcome:
    if known := queries.by_receipt(receipt):
        return Outcome(source, report=known.pk)
    try:
        with transaction.atomic():
            report = changes.receive(
                receipt=receipt, fields=fields, photos=photos, today=now.date()
            )
            subject = f"report {report.pk}"
            audit.record(member=member, verb="took in sealed message", subject=subject, now=now)
    except DatabaseError as error:
        raise MessageRefused("not_stored") from error
    return Outcome(source, report=report.pk, is_new=True, left_out=left_out)
