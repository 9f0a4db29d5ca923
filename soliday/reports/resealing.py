"""Re-sealing: after a change of keys, what is stored is sealed to the keyholders now in force.

Package by package, each in its own transaction: it can be killed anywhere and goes on later.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from soliday.committee.keys import keyholders_digest, recipients_in_force
from soliday.reports.models import Kind, Package
from soliday.reports.sealed import opened_files, sealed_package
from soliday.sealing.packages import CannotOpen, PackageTooLarge, WrongPackage

AT_ONCE = 50


@dataclass(frozen=True)
class Slice:
    """What one slice did. last: go on after it; None when none is behind.

    What did not open, or has become too large, is still counted by `out_of_date` at the end.
    """

    done: int
    last: UUID | None


@dataclass(frozen=True)
class Progress:
    """How far everything is sealed to the keys in force, in packages."""

    out_of_date: int
    count: int

    @property
    def in_date(self) -> int:
        return self.count - self.out_of_date


def progress() -> Progress:
    """Count what is sealed to other keys than those in force; raises NoKeyholder."""
    return Progress(out_of_date=out_of_date(), count=Package.objects.count())


def out_of_date() -> int:
    """How many packages are sealed to other keyholders than those in force."""
    return _out_of_date(recipients_in_force()).count()


def reseal_some(
    *, secret: str, limit: int = AT_ONCE, after: UUID | None = None, seconds: float | None = None
) -> Slice:
    """Re-seal at most `limit` packages out of date, in the order of their random ids.

    Stops early when `seconds` are over. Raises NoKeyholder.
    """
    recipients, ends_at = recipients_in_force(), time.monotonic() + (seconds or float("inf"))
    found = _out_of_date(recipients).order_by("id")
    ids = list(
        (found.filter(id__gt=after) if after else found).values_list("id", flat=True)[:limit]
    )
    done, seen = 0, 0
    for package_id in ids:
        seen += 1
        done += _reseal(package_id, secret, recipients)
        if time.monotonic() > ends_at:
            break
    is_last = seen == len(ids) < limit
    return Slice(done=done, last=None if is_last else ids[seen - 1])


def opens_a_stored_one(*, secret: str, recipient: str) -> bool | None:
    """Whether `secret` opens a package stored here; None when none is sealed to `recipient`.

    Looks at packages that bear the digest in force, which is why the recipient must be in force.
    """
    recipients = recipients_in_force()
    in_date = Package.objects.filter(keyholders_digest=keyholders_digest(recipients))
    chosen = in_date.order_by("?").values_list("pk", flat=True).first()
    if chosen is None or recipient not in recipients:
        return None
    package = Package.objects.select_related("report").get(pk=chosen)
    return _opened(package, secret) is not None


def _out_of_date(recipients: Sequence[str]) -> QuerySet[Package]:
    return Package.objects.exclude(keyholders_digest=keyholders_digest(recipients))


def _reseal(package_id: UUID, secret: str, recipients: Sequence[str]) -> bool:
    package = Package.objects.select_related("report").filter(pk=package_id).first()
    files = _opened(package, secret) if package else None
    if package is None or files is None:
        return False
    kind = Kind(package.kind)
    try:
        fresh = sealed_package(package.report, kind, package.position, files, recipients)
    except PackageTooLarge:  # a few bytes more for each recipient; the old one stays as it is
        return False
    return _replace(package, fresh)


def _replace(package: Package, fresh: Package) -> bool:
    # What was changed or destroyed meanwhile must win: nothing lost, nothing brought back.
    unchanged = Q(pk=package.pk, keyholders_digest=package.keyholders_digest, sealed=package.sealed)
    changed = Package.objects.filter(unchanged).update(
        sealed=fresh.sealed, keyholders_digest=fresh.keyholders_digest
    )
    return bool(changed)


def _opened(package: Package, secret: str) -> dict[str, bytes] | None:
    try:
        return opened_files(package, secret)
    except (CannotOpen, WrongPackage):
        return None
