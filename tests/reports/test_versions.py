"""A correction is a new version: nothing is overwritten, and the committee decides on it."""

from __future__ import annotations

from datetime import date

import pytest

from soliday.reports import changes, conversation, queries, versions
from soliday.reports.models import Kind, Package, Report
from soliday.reports.states import MoveNotAllowed, State
from soliday.reports.talk import talk
from tests.reports.conftest import FIELDS, PHOTO, TODAY

pytestmark = pytest.mark.django_db
LATER = date(2026, 8, 6)


@pytest.fixture
def correct(report, receipt):
    def make(form="c", photos=(), **changed):
        versions.correct(
            report=report,
            receipt=receipt,
            fields=FIELDS | changed,
            photos=photos,
            token=form,
            today=LATER,
        )
        report.refresh_from_db()

    return make


def test_the_newest_version_is_the_report_and_all_are_kept(report, key, correct):
    correct("1", title="Second")
    correct("2", title="Third")
    assert queries.opened_fields(report, secret=key.secret)["title"] == "Third"
    assert queries.opened_fields_of([report], secret=key.secret)[report.pk]["title"] == "Third"
    found = queries.versions(report, secret=key.secret)
    assert [each.fields["title"] for each in found] == [FIELDS["title"], "Second", "Third"]
    assert [each.sent_on for each in found] == [TODAY, LATER, LATER]


def test_the_same_correction_twice_is_one_version(report, correct):
    correct("1", photos=[PHOTO])
    correct("1", photos=[PHOTO])
    assert Package.objects.filter(kind=Kind.TEXT).count() == 2
    assert Package.objects.filter(kind=Kind.PHOTO).count() == 2


def test_a_correction_has_its_place_in_the_conversation(report, receipt, key, correct):
    conversation.answer(report=report, text="When?", token="a", seen=1, today=TODAY)
    correct(photos=[PHOTO])
    conversation.answer(report=report, text="Thank you.", token="b", seen=2, today=LATER)
    said = talk(report, secret=key.secret).said
    assert [(each.text, each.is_correction, each.photos_count) for each in said] == [
        ("When?", False, 0),
        ("", True, 1),
        ("Thank you.", False, 0),
    ]


def test_a_new_photo_is_described_in_its_own_place(report, receipt, key, correct):
    conversation.write(
        report=report, receipt=receipt, text="", photos=[b"two"], token="m", today=TODAY
    )
    correct(photos=[b"three"], photo_descriptions=["A banner"])
    opened = queries.opened(report, secret=key.secret)
    assert opened.photos == [PHOTO, b"two", b"three"]
    assert opened.fields["photo_descriptions"] == ["", "", "A banner"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("waiting", State.WAITING),
        ("proposed", State.WAITING),
        ("accepted", State.CORRECTED),
        ("corrected", State.CORRECTED),
        ("proposed again", State.CORRECTED),
        ("declined", State.WAITING),
    ],
)
def test_a_correction_waits_for_the_committee(report, correct, before, after):
    _bring_to(report, before, correct)
    correct("last")
    assert (report.state, report.has_news) == (after, True)
    assert not report.packages.filter(kind=Kind.PROPOSAL).exists()
    assert report in queries.waiting()
    assert (report.action_number == 7) is (after == State.CORRECTED)


def _bring_to(report, state, correct):
    if state in ("accepted", "corrected", "proposed again"):
        changes.accept(report=report, action_number=7, today=TODAY)
    if state in ("corrected", "proposed again"):
        correct("first")
    if state.startswith("proposed"):
        changes.propose(report=report, proposal={"t": 1}, member="owner", today=TODAY)
    if state == "declined":
        changes.decline(report=report, reason="No.", today=TODAY)


def test_a_proposal_for_a_published_report_goes_back_to_being_a_correction(report, correct):
    _bring_to(report, "proposed again", correct)
    changes.send_back(report=report)
    assert (report.state, report.action_number) == (State.CORRECTED, 7)


@pytest.mark.parametrize("verb", [changes.withdraw, changes.erase])
def test_what_is_destroyed_cannot_be_corrected(report, correct, verb):
    verb(report=report, today=TODAY)
    with pytest.raises(MoveNotAllowed):
        correct()
    assert not Package.objects.exists()


def test_a_correction_that_came_while_it_was_accepted_is_not_lost(report, receipt, key):
    stale = Report.objects.get(pk=report.pk)
    changes.accept(report=report, action_number=7, today=TODAY)
    versions.correct(
        report=stale, receipt=receipt, fields=FIELDS, photos=[], token="c", today=LATER
    )
    report.refresh_from_db()
    assert report.state == State.CORRECTED
