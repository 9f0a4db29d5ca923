"""Every change of a report. Whatever a person or a reviewer wrote is sealed before it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from soliday.committee.keys import recipients_in_force
from soliday.core.wiping import empty_log
from soliday.reports.conversation import add_answer
from soliday.reports.models import Kind, Package, Report
from soliday.reports.sealed import plain, sealed_package
from soliday.reports.states import MoveNotAllowed, State, sources
from soliday.sealing.receipts import receipt_hash, sender_identity


def receive(
    *,
    receipt: str,
    fields: dict[str, Any],
    photos: Sequence[bytes],
    today: date,
    is_in_slow_lane: bool = False,
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
        is_in_slow_lane=is_in_slow_lane,
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
    keyholders = recipients_in_force()
    text = sealed_package(report, Kind.TEXT, 0, {"report.json": plain(fields)}, keyholders)
    return [text] + [
        sealed_package(report, Kind.PHOTO, position, {"photo.jpg": photo}, keyholders)
        for position, photo in enumerate(photos)
    ]


@transaction.atomic
def propose(*, report: Report, proposal: dict[str, Any], member: str, today: date) -> None:
    """Keep what a reviewer would publish, sealed, until another agrees or the day has come."""
    _move(report, State.PROPOSED, proposed_by=member, decided_on=today, has_news=False)
    report.packages.filter(kind=Kind.PROPOSAL).delete()
    files = {"proposal.json": plain(proposal)}
    sealed_package(report, Kind.PROPOSAL, 0, files, recipients_in_force()).save(force_insert=True)


@transaction.atomic
def send_back(*, report: Report) -> None:
    """Give a proposal up: the report waits again, or its correction does."""
    target = State.WAITING if report.action_number is None else State.CORRECTED
    proposed = Report.objects.filter(state=State.PROPOSED, action_number=report.action_number)
    _move(report, target, among=proposed, proposed_by="", decided_on=None)
    report.packages.filter(kind=Kind.PROPOSAL).delete()


@transaction.atomic
def accept(*, report: Report, action_number: int, today: date) -> None:
    """The report became this action: its text stays sealed, its photos and the proposal go.

    The action has its own pictures. What a reviewer blocked out must exist nowhere any more.
    """
    _move(report, State.ACCEPTED, action_number=action_number, decided_on=today, has_news=False)
    _destroy(report.packages.filter(kind__in=[Kind.PROPOSAL, Kind.PHOTO]))


@transaction.atomic
def keep(*, report: Report, today: date) -> None:
    """Leave what is published as it is, although the sender has corrected it since."""
    published = Report.objects.filter(action_number__isnull=False)
    _move(
        report,
        State.ACCEPTED,
        among=published,
        proposed_by="",
        decided_on=today,
        has_news=False,
    )
    _destroy(report.packages.filter(kind__in=[Kind.PROPOSAL, Kind.PHOTO]))


@transaction.atomic
def decline(*, report: Report, reason: str, today: date) -> None:
    """Decline; the sender finds the reason in the conversation, if there is a sender to read it."""
    unpublished = Report.objects.filter(action_number=None)
    _move(report, State.DECLINED, among=unpublished, decided_on=today, has_news=False)
    report.packages.filter(kind=Kind.PROPOSAL).delete()
    if report.sender_recipient:
        add_answer(report, text=reason, today=today)


@transaction.atomic
def withdraw(*, report: Report, today: date) -> None:
    """Destroy everything sealed, as the sender asks. Taking the action down is the caller's."""
    _move(report, State.WITHDRAWN, decided_on=today, has_news=False)
    _destroy(report.packages.all())


@transaction.atomic
def erase(*, report: Report, today: date) -> None:
    """Destroy everything sealed; the receipt still tells that the report was erased."""
    _move(report, State.ERASED, decided_on=today, has_news=False)
    _destroy(report.packages.all())


@transaction.atomic
def forget(*, report: Report) -> int | None:
    """Destroy everything of it, its row and the hash of its receipt too, as the sender asks.

    Returns the number of the action it has become, if it has: taking that down is the caller's.
    """
    held = Report.objects.select_for_update().filter(pk=report.pk).first()
    if held is None:
        return None
    _destroy(held.packages.all())
    held.delete()
    return held.action_number


def _destroy(packages: QuerySet[Package]) -> None:
    """Delete what is sealed, and once this is committed its pages in the write-ahead log."""
    packages.only("id").delete()
    transaction.on_commit(empty_log, robust=True)


def _move(
    report: Report, target: State, *, among: QuerySet[Report] | None = None, **values: Any
) -> None:
    movable = Report.objects.all() if among is None else among
    moved = movable.filter(id=report.id, state__in=sources(target)).update(state=target, **values)
    if not moved:
        raise MoveNotAllowed(f"{report.state} to {target}")
    report.refresh_from_db()
