"""Every read of reports. What is opened lives in memory only, for the answer being made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from soliday.reports.models import Kind, Package, Report
from soliday.reports.sealed import opened_files
from soliday.reports.states import State
from soliday.sealing.packages import CannotOpen, WrongPackage
from soliday.sealing.receipts import receipt_hash, sender_identity

Fields = dict[str, Any]


@dataclass(frozen=True)
class OpenReport:
    """A report as it was sent. photos: JPEG bytes, rebuilt and without metadata."""

    fields: Fields
    photos: list[bytes]


@dataclass(frozen=True)
class Version:
    """The report's text as it was first sent, or as corrected on a day."""

    fields: Fields
    sent_on: date


def waiting() -> QuerySet[Report]:
    """What the desk has to look at, oldest day first; within a day in no order that tells.

    Reports that wait, corrections of published ones, and those whose sender has written;
    what came under load without proof of work is looked at last.
    """
    states = [State.WAITING, State.PROPOSED, State.CORRECTED]
    found = Report.objects.filter(Q(state__in=states) | Q(has_news=True))
    return found.order_by("is_in_slow_lane", "received_on", "id")


def counts_by_state() -> dict[str, int]:
    """How many reports are in each state."""
    rows = Report.objects.order_by().values_list("state").annotate(Count("id"))
    return dict.fromkeys(State.values, 0) | dict(rows)


def by_receipt(receipt: str) -> Report | None:
    """The report of this receipt (44 digits), if there is one.

    One row is read whether it is there or not, so that the time tells nothing.
    """
    key = receipt_hash(receipt)
    nearest = Report.objects.filter(receipt_hash__gte=key).order_by("receipt_hash").first()
    is_it = nearest is not None and compare_digest(bytes(nearest.receipt_hash), key)
    return nearest if is_it else None


def opened_fields(report: Report, *, secret: str) -> Fields:
    """The newest version's fields, without opening photos; raises CannotOpen or WrongPackage."""
    package = report.packages.filter(kind=Kind.TEXT).order_by("-position").first()
    if package is None:
        raise CannotOpen
    return _fields(package, secret)


def versions(report: Report, *, secret: str) -> list[Version]:
    """All versions that open, the newest last; raises CannotOpen or WrongPackage for the newest."""
    packages = list(report.packages.filter(kind=Kind.TEXT).order_by("position"))
    if not packages:
        raise CannotOpen
    found = []
    for package in packages[:-1]:
        try:
            found.append(_version(package, secret))
        except (CannotOpen, WrongPackage):
            continue
    return [*found, _version(packages[-1], secret)]


def opened_fields_of(reports: Sequence[Report], *, secret: str) -> dict[UUID, Fields]:
    """The newest fields of many reports in one query; those that do not open are left out."""
    texts = Package.objects.filter(report__in=reports, kind=Kind.TEXT).select_related("report")
    newest = {package.report.pk: package for package in texts.order_by("position")}
    opened: dict[UUID, Fields] = {}
    for report_id, package in newest.items():
        try:
            opened[report_id] = _fields(package, secret)
        except (CannotOpen, WrongPackage):
            continue
    return opened


def opened(report: Report, *, secret: str) -> OpenReport:
    """Fields and photos; raises CannotOpen or WrongPackage."""
    photos = report.packages.filter(kind=Kind.PHOTO).order_by("position")
    return OpenReport(
        fields=opened_fields(report, secret=secret),
        photos=[opened_files(package, secret)["photo.jpg"] for package in photos],
    )


def opened_photo(report: Report, position: int, *, secret: str) -> bytes | None:
    """One photo as JPEG, or None when there is no such photo."""
    package = report.packages.filter(kind=Kind.PHOTO, position=position).first()
    return opened_files(package, secret)["photo.jpg"] if package else None


def proposal(report: Report, *, secret: str) -> dict[str, Any] | None:
    """What the first reviewer proposed to publish, if anything."""
    package = report.packages.filter(kind=Kind.PROPOSAL).first()
    if package is None:
        return None
    content: dict[str, Any] = json.loads(opened_files(package, secret)["proposal.json"])
    return content


def sender_secret(receipt: str) -> str:
    """The sender's own key, which opens text, answers and messages."""
    return sender_identity(receipt).secret


def _fields(package: Package, secret: str) -> Fields:
    fields: Fields = json.loads(opened_files(package, secret)["report.json"])
    return fields


def _version(package: Package, secret: str) -> Version:
    files = opened_files(package, secret)
    about = json.loads(files.get("version.json", b"{}"))
    day = date.fromisoformat(about["day"]) if about else package.report.received_on
    return Version(json.loads(files["report.json"]), day)
