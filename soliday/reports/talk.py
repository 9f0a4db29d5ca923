"""The conversation as it is read, with a keyholder's key or the sender's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from soliday.reports.models import Kind, Package, Report
from soliday.reports.sealed import opened_files
from soliday.sealing.packages import CannotOpen, WrongPackage


@dataclass(frozen=True)
class Said:
    """One thing said. text: empty for a correction, and where there were only photos."""

    n: int
    day: date
    text: str
    photos_count: int
    is_from_sender: bool
    is_correction: bool


@dataclass(frozen=True)
class Talk:
    """Oldest first. unopened_count: what this key does not open, or what is damaged."""

    said: list[Said]
    unopened_count: int

    @property
    def is_empty(self) -> bool:
        return not self.said and not self.unopened_count


def talk(report: Report, *, secret: str) -> Talk:
    """Everything both sides have said since the report came; the report itself is not in it."""
    found = report.packages.filter(kind__in=[Kind.TEXT, Kind.ANSWER, Kind.MESSAGE])
    said, unopened_count = [], 0
    for package in found.exclude(kind=Kind.TEXT, position=0).order_by("kind", "position"):
        try:
            said.append(_said(package, secret))
        except (CannotOpen, WrongPackage):
            unopened_count += 1
    return Talk(sorted(said, key=lambda each: each.n), unopened_count)


def _said(package: Package, secret: str) -> Said:
    is_correction = package.kind == Kind.TEXT
    name = "version.json" if is_correction else "message.json"
    content: dict[str, Any] = json.loads(opened_files(package, secret)[name])
    return Said(
        n=content["n"],
        day=date.fromisoformat(content["day"]),
        text=content.get("text", ""),
        photos_count=content.get("photos_count", 0),
        is_from_sender=package.kind != Kind.ANSWER,
        is_correction=is_correction,
    )
