"""Reports are sealed when received, stored once, and move only where the table allows."""

import json
from datetime import date

import pytest
from django.db import connection

from soliday.committee.keys import NoKeyholder
from soliday.reports import changes, queries
from soliday.reports.models import Kind, Package, Report
from soliday.reports.sealed import package_context
from soliday.reports.states import AFTER_CORRECTION, MOVES, MoveNotAllowed, State
from soliday.reports.talk import talk
from soliday.sealing.identities import new_identity
from soliday.sealing.packages import CannotOpen, WrongPackage, open_package
from soliday.sealing.receipts import new_receipt
from tests.reports.conftest import FIELDS, PHOTO, TODAY

pytestmark = pytest.mark.django_db


def test_a_received_report_opens_with_the_key(report, key):
    opened = queries.opened(report, secret=key.secret)
    assert opened.fields == FIELDS
    assert opened.photos == [PHOTO]


def test_nothing_sent_is_readable_in_the_database(report):
    with connection.cursor() as cursor:
        for table in ("reports_report", "reports_package"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names from the line above
            stored = b"|".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
            for word in ("Vigil", "silence", "pixels", "PL|"):
                assert word.encode() not in stored


def test_the_same_receipt_fifty_times_stores_one_report(report, receipt):
    for number in range(49):
        again = changes.receive(
            receipt=receipt, fields={"title": f"other {number}"}, photos=[], today=TODAY
        )
        assert again.id == report.id
    assert Report.objects.count() == 1
    assert Package.objects.count() == 2


def test_without_a_keyholder_nothing_is_taken_in(receipt):
    with pytest.raises(NoKeyholder):
        changes.receive(receipt=receipt, fields=FIELDS, photos=[], today=TODAY)
    assert not Report.objects.exists()


def test_the_receipt_finds_the_report_and_another_does_not(report, receipt):
    assert queries.by_receipt(receipt) == report
    assert queries.by_receipt(new_receipt()) is None


def test_a_reason_can_be_read_by_the_sender_and_at_the_desk_and_by_nobody_else(
    report, receipt, key
):
    changes.decline(report=report, reason="The date is missing.", today=TODAY)
    for secret in (queries.sender_secret(receipt), key.secret):
        [said] = talk(report, secret=secret).said
        assert (said.text, said.day) == ("The date is missing.", TODAY)
    sealed = bytes(report.packages.get(kind=Kind.ANSWER).sealed)
    context = package_context(report, Kind.ANSWER, 0)
    for other in (new_identity().secret, queries.sender_secret(new_receipt())):
        with pytest.raises(CannotOpen):
            open_package(sealed, secret=other, context=context)


def test_a_report_that_came_another_way_is_declined_without_a_word(report):
    Report.objects.update(sender_recipient="")
    report.refresh_from_db()
    changes.decline(report=report, reason="No.", today=TODAY)
    assert report.state == State.DECLINED
    assert not Package.objects.filter(kind=Kind.ANSWER).exists()


def test_the_sender_reads_the_text_again_but_no_photo_and_no_proposal(report, receipt):
    changes.propose(report=report, proposal={"title": "T"}, member="owner", today=TODAY)
    secret = queries.sender_secret(receipt)
    assert queries.opened_fields(report, secret=secret) == FIELDS
    with pytest.raises(CannotOpen):
        queries.opened_photo(report, 0, secret=secret)
    with pytest.raises(CannotOpen):
        queries.proposal(report, secret=secret)


def test_nothing_is_declined_of_which_something_is_published(report):
    changes.accept(report=report, action_number=7, today=TODAY)
    Report.objects.update(state=State.PROPOSED)
    with pytest.raises(MoveNotAllowed):
        changes.decline(report=report, reason="No.", today=TODAY)


def test_what_is_published_can_be_kept_as_it_is(report):
    changes.accept(report=report, action_number=7, today=TODAY)
    Report.objects.update(state=State.CORRECTED, has_news=True)
    changes.keep(report=report, today=TODAY)
    assert (report.state, report.has_news) == (State.ACCEPTED, False)


def test_nothing_is_kept_where_nothing_is_published(report):
    with pytest.raises(MoveNotAllowed):
        changes.keep(report=report, today=TODAY)


def test_forgetting_leaves_no_row(report, receipt):
    changes.forget(report=report)
    assert not Report.objects.exists() and not Package.objects.exists()
    assert queries.by_receipt(receipt) is None


def test_a_proposal_is_sealed_and_goes_with_the_decision(report, key):
    changes.propose(report=report, proposal={"title": "T"}, member="owner", today=TODAY)
    assert queries.proposal(report, secret=key.secret) == {"title": "T"}
    changes.accept(report=report, action_number=7, today=TODAY)
    assert queries.proposal(report, secret=key.secret) is None


def test_the_photos_as_they_were_sent_are_destroyed_when_it_is_published(report, key):
    changes.accept(report=report, action_number=7, today=TODAY)
    opened = queries.opened(report, secret=key.secret)
    assert (opened.fields, opened.photos) == (FIELDS, [])
    assert not Package.objects.filter(kind=Kind.PHOTO).exists()


def test_a_proposal_sent_back_waits_again(report, key):
    changes.propose(report=report, proposal={"title": "T"}, member="owner", today=TODAY)
    changes.send_back(report=report)
    assert (report.state, report.proposed_by) == (State.WAITING, "")


@pytest.mark.parametrize("verb", [changes.withdraw, changes.erase])
def test_what_was_sealed_is_destroyed(report, verb):
    verb(report=report, today=TODAY)
    assert not report.packages.exists()


def test_a_package_moved_to_another_report_does_not_open(report, key):
    other = changes.receive(receipt=new_receipt(), fields=FIELDS, photos=[], today=TODAY)
    foreign = report.packages.get(kind=Kind.TEXT)
    other.packages.filter(kind=Kind.TEXT).update(sealed=foreign.sealed)
    with pytest.raises(WrongPackage):
        queries.opened(other, secret=key.secret)


def test_two_decisions_at_once_leave_one(report):
    stale = Report.objects.get(id=report.id)
    changes.accept(report=report, action_number=7, today=TODAY)
    with pytest.raises(MoveNotAllowed):
        changes.decline(report=stale, reason="no", today=TODAY)
    assert not Package.objects.filter(kind=Kind.ANSWER).exists()


def test_a_correction_leads_only_where_the_table_allows():
    for state, target in AFTER_CORRECTION.items():
        assert target == state or target in MOVES[state]
    assert set(State) - set(AFTER_CORRECTION) == {State.WITHDRAWN, State.ERASED}


def test_every_state_can_end_in_erased_and_erased_is_final():
    assert MOVES[State.ERASED] == frozenset()
    assert all(State.ERASED in moves for state, moves in MOVES.items() if state != State.ERASED)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="WITHOUT ROWID exists on SQLite only")
@pytest.mark.parametrize("table", ["reports_report", "reports_package"])
def test_no_hidden_number_tells_the_order_of_arrival(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


def test_the_queue_shows_the_oldest_day_first(key):
    for day in (6, 4, 5):
        receipt = new_receipt()
        changes.receive(receipt=receipt, fields=FIELDS, photos=[], today=date(2026, 8, day))
    assert [each.received_on.day for each in queries.waiting()] == [4, 5, 6]


def test_what_came_in_the_slow_lane_is_looked_at_last(key):
    for day, is_slow in ((4, True), (5, False), (3, True)):
        changes.receive(
            receipt=new_receipt(),
            fields=FIELDS,
            photos=[],
            today=date(2026, 8, day),
            is_in_slow_lane=is_slow,
        )
    assert [each.received_on.day for each in queries.waiting()] == [5, 3, 4]


def test_counts_name_every_state(report):
    counts = queries.counts_by_state()
    assert counts[State.WAITING] == 1
    assert set(counts) == set(State.values)
    assert json.dumps(counts)
