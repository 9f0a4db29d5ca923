"""Corrections: each is a new version of the report's text, which the committee decides on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from soliday.committee.keys import recipients_in_force
from soliday.reports.conversation import add_photos, hold, make_room, once
from soliday.reports.models import Kind, Package, Report
from soliday.reports.sealed import next_position, next_turn, opened_files, plain, sealed_package
from soliday.reports.states import AFTER_CORRECTION, MoveNotAllowed, State
from soliday.sealing.packages import CannotOpen, WrongPackage
from soliday.sealing.receipts import sender_identity


@transaction.atomic
def correct(
    *,
    report: Report,
    receipt: str,
    fields: dict[str, Any],
    photos: Sequence[bytes],
    token: str,
    today: date,
) -> None:
    """Take a new version of the report. A proposal made from an older one is destroyed.

    Raises TooMuch, MoveNotAllowed, NoKeyholder.
    """
    package_id = once(receipt, token)
    held = hold(report)
    if Package.objects.filter(pk=package_id).exists():
        return
    make_room(held, photos)
    position, first_photo = next_position(held, Kind.TEXT), next_position(held, Kind.PHOTO)
    about = {"n": next_turn(held), "day": today.isoformat(), "photos_count": len(photos)}
    fields = fields | {
        "photo_descriptions": _earlier_descriptions(held, receipt, first_photo)
        + list(fields.get("photo_descriptions") or [])
    }
    files = {"report.json": plain(fields), "version.json": plain(about)}
    keyholders = recipients_in_force()
    package = sealed_package(held, Kind.TEXT, position, files, keyholders, package_id=package_id)
    package.save(force_insert=True)
    add_photos(held, photos)
    _wait_again(held)


def _earlier_descriptions(report: Report, receipt: str, count: int) -> list[str]:
    """One for each photo that is there already, so that a new photo's stands in its place."""
    package = report.packages.filter(kind=Kind.TEXT).order_by("-position").first()
    known: list[str] = []
    if package:
        try:
            text = opened_files(package, sender_identity(receipt).secret)["report.json"]
            known = json.loads(text).get("photo_descriptions") or []
        except (CannotOpen, WrongPackage):
            known = []
    return (known + [""] * count)[:count]


def _wait_again(report: Report) -> None:
    target = AFTER_CORRECTION[State(report.state)]
    if report.state == State.PROPOSED and report.action_number is not None:
        target = State.CORRECTED
    moved = Report.objects.filter(pk=report.pk, state=report.state).update(
        state=target,
        has_news=True,
        proposed_by="",
        decided_on=report.decided_on if target == State.CORRECTED else None,
    )
    if not moved:
        raise MoveNotAllowed(f"{report.state} to {target}")
    report.packages.filter(kind=Kind.PROPOSAL).delete()
