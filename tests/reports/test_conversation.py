"""Both sides are sealed to both; order lies inside; the same form twice says it once."""

from __future__ import annotations

from datetime import date

import pytest

from soliday.reports import changes, conversation, queries
from soliday.reports.conversation import NoSender, SaidMore, TooMuch
from soliday.reports.models import Kind, Package, Report
from soliday.reports.states import MoveNotAllowed, State
from soliday.reports.talk import talk
from soliday.sealing.identities import new_identity
from tests.reports.conftest import PHOTO, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(report):
    def make(text="Where was it?", form="a", seen=1):
        conversation.answer(report=report, text=text, token=form, seen=seen, today=TODAY)

    return make


@pytest.fixture
def write(report, receipt):
    def make(text="In Warsaw.", form="s", photos=()):
        conversation.write(
            report=report, receipt=receipt, text=text, photos=photos, token=form, today=TODAY
        )

    return make


def test_both_sides_read_all_of_it_in_the_order_in_which_it_was_said(
    report, key, receipt, ask, write
):
    ask("Where?", "1")
    write("There.", "2")
    ask("When?", "3")
    ask("And who?", "4")
    write("Then.", "5")
    for secret in (key.secret, queries.sender_secret(receipt)):
        said = talk(report, secret=secret).said
        assert [each.text for each in said] == ["Where?", "There.", "When?", "And who?", "Then."]
        assert [each.is_from_sender for each in said] == [False, True, False, False, True]
        assert [each.n for each in said] == [1, 2, 3, 4, 5]
    positions = Package.objects.filter(kind=Kind.ANSWER).values_list("position", flat=True)
    assert sorted(positions) == [0, 1, 2]


def test_others_read_none_of_it(report, ask, write):
    ask()
    write()
    found = talk(report, secret=new_identity().secret)
    assert (found.said, found.unopened_count) == ([], 2)


def test_a_damaged_message_hides_no_other(report, key, ask, write):
    ask()
    write("still here")
    Package.objects.filter(kind=Kind.ANSWER).update(sealed=b"damaged")
    found = talk(report, secret=key.secret)
    assert ([each.text for each in found.said], found.unopened_count) == (["still here"], 1)


def test_the_digest_names_the_keyholders_and_never_the_sender(report, ask, write):
    ask()
    write()
    assert len(set(Package.objects.values_list("keyholders_digest", flat=True))) == 1


def test_the_same_form_twice_says_it_once(report, ask, write):
    for _ in range(3):
        ask()
        write(photos=[PHOTO])
    kinds = sorted(Package.objects.values_list("kind", flat=True))
    assert kinds == ["answer", "message", "photo", "photo", "text"]


def test_two_forms_with_the_same_words_say_it_twice(report, write):
    write(form="1")
    write(form="2")
    assert Package.objects.filter(kind=Kind.MESSAGE).count() == 2


def test_photos_of_a_message_come_behind_those_that_are_there(report, key, write):
    write(photos=[b"one", b"two"])
    assert queries.opened(report, secret=key.secret).photos == [PHOTO, b"one", b"two"]
    assert talk(report, secret=key.secret).said[0].photos_count == 2


def test_more_than_twelve_photos_are_too_many_and_nothing_is_stored(report, write):
    for token in "abc":
        write(form=token, photos=[PHOTO] * 3)
    with pytest.raises(TooMuch) as refused:
        write(form="d", photos=[PHOTO] * 3)
    assert refused.value.what == "photos"
    assert Package.objects.filter(kind=Kind.PHOTO).count() == 10
    assert Package.objects.filter(kind=Kind.MESSAGE).count() == 3
    write(form="d", photos=[PHOTO] * 2)


def test_a_hundred_things_sent_are_enough(report, write, monkeypatch):
    monkeypatch.setattr(conversation, "MOST_FROM_SENDER", 3)
    write(form="1")
    write(form="2")
    with pytest.raises(TooMuch) as refused:
        write(form="3")
    assert refused.value.what == "messages"
    write(form="2")  # sent again after a lost answer: it is there already


def test_news_come_with_a_message_and_go_when_it_was_answered(report, ask, write):
    write()
    report.refresh_from_db()
    assert report.has_news and report in queries.waiting()
    ask(seen=2)
    report.refresh_from_db()
    assert not report.has_news


def test_an_answer_given_before_the_last_message_was_seen_leaves_the_news(report, ask, write):
    write()
    ask(seen=1)
    report.refresh_from_db()
    assert report.has_news


def test_seen_means_seen_so_far(report, write):
    write()
    with pytest.raises(SaidMore):
        conversation.mark_seen(report=report, seen=1)
    report.refresh_from_db()
    assert report.has_news
    conversation.mark_seen(report=report, seen=2)
    report.refresh_from_db()
    assert not report.has_news


def test_a_published_report_with_news_is_in_the_queue(report, write):
    changes.accept(report=report, action_number=7, today=TODAY)
    assert report not in queries.waiting()
    write()
    assert report in queries.waiting()


def test_who_sent_no_receipt_cannot_be_asked(report, ask):
    Report.objects.update(sender_recipient="")
    with pytest.raises(NoSender):
        ask()


@pytest.mark.parametrize("verb", [changes.withdraw, changes.erase])
def test_nothing_is_said_about_what_is_destroyed(report, ask, write, verb):
    ask()
    write()
    verb(report=report, today=date(2026, 8, 9))
    for say in (ask, write):
        with pytest.raises(MoveNotAllowed):
            say(form="later")
    assert not Package.objects.exists()


def test_a_message_changes_no_state(report, write):
    changes.propose(report=report, proposal={}, member="owner", today=TODAY)
    write()
    report.refresh_from_db()
    assert (report.state, report.has_news) == (State.PROPOSED, True)
