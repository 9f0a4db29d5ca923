"""How what belongs to a report is sealed, to whom, and opened again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max

from soliday.committee.keys import keyholders_digest
from soliday.reports.models import Kind, Package, Report
from soliday.sealing.packages import open_package, seal

# What the sender opens again with the receipt; photos and proposals are for the desk alone.
READ_BY_SENDER = frozenset({Kind.TEXT, Kind.ANSWER, Kind.MESSAGE})
# Kinds that make up the conversation, in the order that lies sealed in them.
TALK = (Kind.TEXT, Kind.ANSWER, Kind.MESSAGE)


def package_context(report: Report, kind: str, position: int) -> str:
    """What a package is bound to, so that one moved to another place does not open there."""
    return f"report:{report.id.hex}:{kind}:{position}"


def readers(report: Report, kind: str, keyholders: Sequence[str]) -> list[str]:
    """The recipients of a package: keyholders, and the sender where there is one to read it."""
    is_for_sender = kind in READ_BY_SENDER and report.sender_recipient
    return [*keyholders, report.sender_recipient] if is_for_sender else list(keyholders)


def sealed_package(
    report: Report,
    kind: Kind,
    position: int,
    files: dict[str, bytes],
    keyholders: Sequence[str],
    *,
    package_id: UUID | None = None,
) -> Package:
    """A package ready to be stored; its digest names the keyholders, never the sender."""
    sealed = seal(
        files,
        context=package_context(report, kind, position),
        recipients=readers(report, kind, keyholders),
    )
    return Package(
        id=package_id or uuid4(),
        report=report,
        kind=kind,
        position=position,
        sealed=sealed,
        keyholders_digest=keyholders_digest(keyholders),
    )


def opened_files(package: Package, secret: str) -> dict[str, bytes]:
    """The files of a package; raises CannotOpen or WrongPackage."""
    context = package_context(package.report, package.kind, package.position)
    return open_package(bytes(package.sealed), secret=secret, context=context)


def plain(content: Any) -> bytes:
    """JSON that a person can read, who opens a package with stock tools."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def next_position(report: Report, kind: str) -> int:
    """The position behind all of this kind. Hold the report (see `held`) before asking."""
    last = report.packages.filter(kind=kind).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def next_turn(report: Report) -> int:
    """The running number of what is said next, over both sides: only sealed content holds it."""
    return sum(next_position(report, kind) for kind in TALK)
