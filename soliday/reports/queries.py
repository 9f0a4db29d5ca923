"""Every read of reports. What is opened lives in memory only, for the answer being made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from soliday.reports.changes import package_context
from soliday.reports.models import Kind, Package, Report
from soliday.reports.states import State
from soliday.sealing.packages import CannotOpen, WrongPackage, open_package
from soliday.sealing.receipts import receipt_hash, sender_identity


@dataclass(frozen=True)
class OpenReport:
    """A report as it was sent. photos: JPEG bytes, rebuilt and without metadata."""

    fields: dict[str, Any]
    photos: list[bytes]


def waiting() -> QuerySet[Report]:
    """Reports that wait, oldest day first; within a day in no order that tells."""
    states = [State.WAITING, State.PROPOSED]
    return Report.objects.filter(state__in=states).order_by("received_on", "id")


def counts_by_state() -> dict[str, int]:
    """How many reports are in each state."""
    rows = Report.objects.order_by().values_list("state").annotate(Count("id"))
    return dict.fromkeys(State.values, 0) | dict(rows)


def by_receipt(receipt: str) -> Report | None:
    """The report of this receipt (44 digits), if there is one."""
    return Report.objects.filter(receipt_hash=receipt_hash(receipt)).first()


def opened_fields(report: Report, *, secret: str) -> dict[str, Any]:
    """The fields alone, without opening photos; raises CannotOpen or WrongPackage."""
    package = report.packages.filter(kind=Kind.TEXT).first()
    if package is None:
        raise CannotOpen
    fields: dict[str, Any] = json.loads(_opened(package, secret)["report.json"])
    return fields


def opened_fields_of(reports: Sequence[Report], *, secret: str) -> dict[UUID, dict[str, Any]]:
    """The fields of many reports in one query; those that do not open are left out."""
    opened: dict[UUID, dict[str, Any]] = {}
    texts = Package.objects.filter(report__in=reports, kind=Kind.TEXT).select_related("report")
    for package in texts:
        try:
            opened[package.report.pk] = json.loads(_opened(package, secret)["report.json"])
        except (CannotOpen, WrongPackage):
            continue
    return opened


def opened(report: Report, *, secret: str) -> OpenReport:
    """Fields and photos; raises CannotOpen or WrongPackage."""
    photos = report.packages.filter(kind=Kind.PHOTO).order_by("position")
    return OpenReport(
        fields=opened_fields(report, secret=secret),
        photos=[_opened(package, secret)["photo.jpg"] for package in photos],
    )


def opened_photo(report: Report, position: int, *, secret: str) -> bytes | None:
    """One photo as JPEG, or None when there is no such photo."""
    package = report.packages.filter(kind=Kind.PHOTO, position=position).first()
    return _opened(package, secret)["photo.jpg"] if package else None


def proposal(report: Report, *, secret: str) -> dict[str, Any] | None:
    """What the first reviewer proposed to publish, if anything."""
    package = report.packages.filter(kind=Kind.PROPOSAL).first()
    if package is None:
        return None
    content: dict[str, Any] = json.loads(_opened(package, secret)["proposal.json"])
    return content


def answers(report: Report, *, receipt: str) -> list[str]:
    """What the committee answered, opened with the key that only the receipt gives."""
    secret = sender_identity(receipt).secret
    packages = report.packages.filter(kind=Kind.ANSWER).order_by("position")
    return [_opened(package, secret)["answer.txt"].decode() for package in packages]


def _opened(package: Package, secret: str) -> dict[str, bytes]:
    context = package_context(package.report, package.kind, package.position)
    return open_package(bytes(package.sealed), secret=secret, context=context)
