"""Every change of a report. Whatever a person or a reviewer wrote is sealed before it is stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from soliday.committee.keys import keyholders_digest, recipients_in_force
from soliday.reports.models import Kind, Package, Report
from soliday.reports.states import MoveNotAllowed, State, sources
from soliday.sealing.packages import seal
from soliday.sealing.receipts import receipt_hash, sender_identity


def receive(
    *, receipt: str, fields: dict[str, Any], photos: Sequence[bytes], today: date
) -> Report:
    """Seal and store a report; return when it is durable.

    The same receipt again, however often and from wherever, returns the report already
    stored, unchanged. Raises NoKeyholder when nobody could open it.
    """
    key = receipt_hash(receipt)
    stored = Report.objects.filter(receipt_hash=key).first()
    if stored:
        return stored
    report = Report(
        receipt_hash=key,
        sender_recipient=sender_identity(receipt).recipient,
        received_on=today,
    )
    packages = _seal_report(report, fields, photos)
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            Package.objects.bulk_create(packages)
    except IntegrityError:  # another request with the same receipt was faster
        return Report.objects.get(receipt_hash=key)
    return report


def _seal_report(report: Report, fields: dict[str, Any], photos: Sequence[bytes]) -> list[Package]:
    recipients = recipients_in_force()
    text = {"report.json": json.dumps(fields, ensure_ascii=False, indent=1).encode()}
    packages = [_package(report, Kind.TEXT, 0, text, recipients)]
    for position, photo in enumerate(photos):
        packages.append(_package(report, Kind.PHOTO, position, {"photo.jpg": photo}, recipients))
    return packages


def _package(
    report: Report, kind: Kind, position: int, files: dict[str, bytes], recipients: Sequence[str]
) -> Package:
    context = package_context(report, kind, position)
    sealed = seal(files, context=context, recipients=recipients)
    return Package(
        report=report,
        kind=kind,
        position=position,
        sealed=sealed,
        keyholders_digest=keyholders_digest(recipients),
    )


def package_context(report: Report, kind: str, position: int) -> str:
    """What a package is bound to, so that one moved to another place does not open there."""
    return f"report:{report.id.hex}:{kind}:{position}"


@transaction.atomic
def propose(*, report: Report, proposal: dict[str, Any], member: str, today: date) -> None:
    """Keep what a reviewer would publish, sealed, until another agrees or the day has come."""
    _move(report, State.PROPOSED, proposed_by=member, decided_on=today)
    report.packages.filter(kind=Kind.PROPOSAL).delete()
    files = {"proposal.json": json.dumps(proposal, ensure_ascii=False, indent=1).encode()}
    _package(report, Kind.PROPOSAL, 0, files, recipients_in_force()).save(force_insert=True)


@transaction.atomic
def send_back(*, report: Report) -> None:
    """Give a proposal up: the report waits again."""
    _move(report, State.WAITING, proposed_by="", decided_on=None)
    report.packages.filter(kind=Kind.PROPOSAL).delete()


@transaction.atomic
def accept(*, report: Report, action_number: int, today: date) -> None:
    """The report became this action: its text stays sealed, its photos and the proposal go.

    The action has its own pictures. What a reviewer blocked out must exist nowhere any more.
    """
    _move(report, State.ACCEPTED, action_number=action_number, decided_on=today)
    report.packages.filter(kind__in=[Kind.PROPOSAL, Kind.PHOTO]).delete()


@transaction.atomic
def decline(*, report: Report, reason: str, today: date) -> None:
    """Decline with a reason sealed to the sender: nobody else can read it, the desk neither."""
    _move(report, State.DECLINED, decided_on=today)
    report.packages.filter(kind__in=[Kind.PROPOSAL, Kind.ANSWER]).delete()
    files = {"answer.txt": reason.encode()}
    _package(report, Kind.ANSWER, 0, files, [report.sender_recipient]).save(force_insert=True)


@transaction.atomic
def withdraw(*, report: Report, today: date) -> None:
    """Destroy everything sealed, as the sender asks. Taking the action down is the caller's."""
    _move(report, State.WITHDRAWN, decided_on=today)
    report.packages.all().delete()


@transaction.atomic
def erase(*, report: Report, today: date) -> None:
    """Destroy everything sealed; the receipt still tells that the report was erased."""
    _move(report, State.ERASED, decided_on=today)
    report.packages.all().delete()


def _move(report: Report, target: State, **values: Any) -> None:
    moved = Report.objects.filter(id=report.id, state__in=sources(target)).update(
        state=target, **values
    )
    if not moved:
        raise MoveNotAllowed(f"{report.state} to {target}")
    report.refresh_from_db()
