"""The audit log tells when somebody has changed, dropped or moved a row."""

from datetime import UTC, datetime

import pytest

from soliday.committee.audit import chain_faults, record
from soliday.committee.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 4, 12, tzinfo=UTC)


@pytest.fixture
def entries() -> list[AuditEntry]:
    verbs = ("accepted", "declined", "erased", "withdrew")
    return [record(member="owner", verb=verb, subject="report 1", now=NOW) for verb in verbs]


def test_an_untouched_chain_is_whole(entries):
    assert chain_faults() == []


def test_a_changed_row_shows(entries):
    AuditEntry.objects.filter(pk=entries[1].pk).update(member="somebody else")
    assert chain_faults() == [entries[1].pk]


def test_a_dropped_row_shows_at_the_next(entries):
    entries[1].delete()
    assert chain_faults() == [entries[2].pk]


def test_two_rows_swapped_show(entries):
    first, second = entries[1], entries[2]
    AuditEntry.objects.filter(pk=first.pk).update(verb=second.verb, digest=second.digest)
    AuditEntry.objects.filter(pk=second.pk).update(verb=first.verb, digest=first.digest)
    assert first.pk in chain_faults()
