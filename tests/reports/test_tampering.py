"""Ten thousand changes of sealed packages: every one is refused, told, and harms nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from soliday.reports import changes, queries
from soliday.reports.models import Package, Report
from soliday.reports.sealed import package_context
from soliday.sealing.packages import CannotOpen, WrongPackage, open_package
from soliday.sealing.receipts import new_receipt

pytestmark = pytest.mark.django_db
TODAY, ROUNDS = date(2026, 8, 4), 10_000
FIELDS = {"title": "Vigil at the embassy", "text": "We stood there in silence.", "country": "PL"}
Mutation = Callable[[random.Random, bytes], bytes]


def _flip(chance: random.Random, sealed: bytes) -> bytes:
    at = chance.randrange(len(sealed))
    return sealed[:at] + bytes([sealed[at] ^ 1 << chance.randrange(8)]) + sealed[at + 1 :]


def _flip_in_header(chance: random.Random, sealed: bytes) -> bytes:
    at = chance.randrange(300)
    return sealed[:at] + bytes([sealed[at] ^ 1 << chance.randrange(8)]) + sealed[at + 1 :]


def _cut(chance: random.Random, sealed: bytes) -> bytes:
    return sealed[: chance.randrange(len(sealed))]


def _lengthen(chance: random.Random, sealed: bytes) -> bytes:
    return sealed + chance.randbytes(chance.randrange(1, 64))


def _move_a_piece(chance: random.Random, sealed: bytes) -> bytes:
    start = chance.randrange(len(sealed) - 64)
    to = (start + chance.randrange(1, 5000)) % (len(sealed) - 64)
    changed = bytearray(sealed)
    changed[to : to + 32] = sealed[start : start + 32]
    return bytes(changed)


MUTATIONS: list[Mutation] = [_flip, _flip_in_header, _cut, _lengthen, _move_a_piece]


@pytest.fixture
def reports(owner, profiles) -> list[Report]:
    photo = b"\xff\xd8 pixels \xff\xd9"
    return [
        changes.receive(
            receipt=new_receipt(), fields=FIELDS | {"title": str(n)}, photos=[photo], today=TODAY
        )
        for n in range(6)
    ]


def test_ten_thousand_changes_are_all_refused(reports, identity):
    packages = list(Package.objects.select_related("report"))
    chance = random.Random(4)  # noqa: S311 - which byte to change, no secret
    opened = 0
    for number in range(ROUNDS):
        package = packages[number % len(packages)]
        sealed = bytes(package.sealed)
        changed = MUTATIONS[number % len(MUTATIONS)](chance, sealed)
        context = package_context(package.report, package.kind, package.position)
        try:
            open_package(changed, secret=identity.secret, context=context)
            opened += changed != sealed
        except CannotOpen:
            continue
    assert opened == 0


def test_every_swap_between_reports_and_fields_is_refused(reports, identity):
    packages = list(Package.objects.select_related("report"))
    refused = 0
    for one in packages:
        context = package_context(one.report, one.kind, one.position)
        for other in packages:
            if one == other:
                continue
            with pytest.raises(WrongPackage):
                open_package(bytes(other.sealed), secret=identity.secret, context=context)
            refused += 1
    assert refused == len(packages) * (len(packages) - 1)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_desk_is_told_and_the_other_reports_open(reports, identity, desk_client, mutation):
    hit = reports[2].packages.get(kind="text")
    hit.sealed = mutation(random.Random(1), bytes(hit.sealed))  # noqa: S311 - as above
    hit.save(update_fields=["sealed"])
    answer = desk_client.get(f"/desk/reports/{reports[2].pk}/")
    assert answer.status_code == 200
    assert "damaged" in answer.content.decode()
    others = [report for report in reports if report.pk != reports[2].pk]
    assert set(queries.opened_fields_of(others, secret=identity.secret)) == {r.pk for r in others}
    assert desk_client.get("/desk/reports/").status_code == 200


def test_a_swapped_package_is_told_at_the_desk(reports, desk_client):
    one, other = (report.packages.get(kind="text") for report in reports[:2])
    one.sealed, other.sealed = other.sealed, one.sealed
    one.save(update_fields=["sealed"])
    other.save(update_fields=["sealed"])
    for report in reports[:2]:
        answer = desk_client.get(f"/desk/reports/{report.pk}/")
        assert "sealed for another report" in answer.content.decode()
