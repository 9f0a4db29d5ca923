"""With the receipt one is asked, answers, adds photos, corrects, says “we did it”, erases."""

from __future__ import annotations

import re
import time
from statistics import mean, variance

import pytest
from django.db import connection

from soliday.actions.changes import publish
from soliday.actions.closing import close
from soliday.actions.models import Action
from soliday.campaign.models import Closing, Edition
from soliday.core.models import StaleKey
from soliday.intake.lookup import looked_up
from soliday.reports import changes, conversation, queries
from soliday.reports.models import Kind, Package, Report
from soliday.reports.states import State
from soliday.reports.talk import talk
from soliday.sealing.receipts import grouped, new_receipt, receipt_hash
from tests.intake.conftest import GOOD, image, is_faulty, upload
from tests.intake.test_show_receipt import FACTS, TEXT

pytestmark = pytest.mark.django_db
ADDRESS = "/receipt/"


@pytest.fixture
def post(client, receipt):
    def send(**fields):
        return client.post(ADDRESS, {"receipt": receipt, "language": "en"} | fields)

    return send


@pytest.fixture
def report(send, receipt):
    assert send().status_code == 201
    return queries.by_receipt(receipt)


@pytest.fixture
def announced(send, receipt):
    assert send(stage="announced", date="2027-01-01").status_code == 201
    return queries.by_receipt(receipt)


@pytest.fixture
def published(report, today):
    action = publish(edition=Edition.objects.get(), facts=FACTS, texts=[TEXT], today=today)
    changes.accept(report=report, action_number=action.pk, today=today)
    StaleKey.objects.all().delete()
    return action


@pytest.fixture
def correct(post):
    def send(**changed):
        return post(**GOOD | {"send": "correction", "token": "t1"} | changed)

    return send


def said(report, receipt):
    return talk(report, secret=queries.sender_secret(receipt)).said


def newest(report, identity):
    return queries.opened_fields(report, secret=identity.secret)


def kinds():
    return sorted(Package.objects.values_list("kind", flat=True))


def test_a_question_is_read_and_answered_with_photos(report, post, receipt, today, identity):
    conversation.answer(report=report, text="In <b>which</b> park?", token="a", seen=1, today=today)
    page = post().content.decode()
    assert "In &lt;b&gt;which&lt;/b&gt; park?" in page
    answer = post(send="message", message="By the river.\nIn May.", token="x", photos=_photo())
    assert answer.status_code == 200 and 'id="received"' in answer.content.decode()
    assert "By the river.<br>In May." in answer.content.decode()
    assert [each.text for each in said(report, receipt)] == [
        "In <b>which</b> park?",
        "By the river.\nIn May.",
    ]
    report.refresh_from_db()
    assert report.has_news
    assert len(queries.opened(report, secret=identity.secret).photos) == 1


def _photo():
    return upload(image())


def test_the_token_in_the_page_makes_sending_twice_one_message(report, post, receipt):
    token = re.search(r'name="token" value="([0-9a-f]{32})"', post().content.decode())[1]
    for _ in range(2):
        page = post(send="message", message="Once.", token=token)
        assert 'id="received"' in page.content.decode()
    assert [each.text for each in said(report, receipt)] == ["Once."]
    post(send="message", message="Once.")
    post(send="message", message="Once.")  # no token: nothing is taken for a repetition
    assert len(said(report, receipt)) == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"message": ""}, "Write something, or choose a photo."),
        ({"message": "x" * 5001}, "Too long: 5001 characters of 5000."),
        ({"message": "a\u202eb"}, "invisible characters"),
        ({"message": "fine", "photos": upload(b"no photo")}, "this is no photo"),
    ],
)
def test_a_faulty_message_is_given_back(report, post, fields, words):
    page = post(send="message", token="tok", **fields)
    text = page.content.decode()
    assert page.status_code == 422 and words in text
    assert fields["message"].replace("\u202e", "")[:4900] in text
    assert 'name="token" value="tok"' in text
    assert kinds() == ["text"]


def test_a_photo_may_speak_for_itself(report, post, receipt):
    assert 'id="received"' in post(send="message", message="", photos=_photo()).content.decode()
    assert [(each.text, each.photos_count) for each in said(report, receipt)] == [("", 1)]


def test_when_enough_is_written_it_is_said_and_nothing_typed_is_lost(report, post, monkeypatch):
    monkeypatch.setattr(conversation, "MOST_FROM_SENDER", 1)
    page = post(send="message", message="One word more", token="t")
    assert page.status_code == 422
    assert "as often as one can" in page.content.decode()
    assert "One word more</textarea>" in page.content.decode()
    assert kinds() == ["text"]


def test_more_photos_than_a_report_holds_are_refused(report, post, correct, monkeypatch):
    monkeypatch.setattr(conversation, "MOST_PHOTOS", 1)
    for page in (
        post(send="message", message="Look", token="t", photos=[_photo(), _photo()]),
        correct(photos=[_photo(), _photo()]),
    ):
        assert page.status_code == 422 and is_faulty(page, "photos")
    assert kinds() == ["text"]


def test_a_database_that_fails_loses_nothing_typed(report, post, monkeypatch):
    from django.db import DatabaseError

    def fail(**_fields):
        raise DatabaseError

    monkeypatch.setattr("soliday.intake.coming_back.conversation.write", fail)
    page = post(send="message", message="Still here", token="t")
    assert page.status_code == 503 and "Still here</textarea>" in page.content.decode()


def test_where_no_photos_are_taken_none_are_offered_and_none_are_kept(send, post, receipt):
    send(country="BY", place=None, name=None, contact=None)
    page = post().content.decode()
    assert 'type="file"' not in page and "we take no photos" in page
    answer = post(send="message", message="Look", token="t", photos=_photo())
    assert answer.status_code == 422 and "Look</textarea>" in answer.content.decode()
    assert kinds() == ["text"]
    page = post(correct="1").content.decode()
    assert 'type="file"' not in page and "we take no photos" in page


def test_the_form_comes_again_with_what_was_sent(report, post):
    page = post(correct="1").content.decode()
    for value in ("Vigil at the embassy", "Warsaw", "2026-08-04", "https://example.org/vigil"):
        assert f'value="{value}"' in page
    assert "We stood there in silence.\nThen we went home.</textarea>" in page
    assert '<option value="PL" selected>' in page


def test_a_correction_is_a_new_version(report, correct, identity):
    page = correct(title="Vigil before the embassy", people_max="12")
    assert page.status_code == 200 and 'id="received"' in page.content.decode()
    assert newest(report, identity)["title"] == "Vigil before the embassy"
    assert len(queries.versions(report, secret=identity.secret)) == 2
    correct(title="Vigil before the embassy", people_max="12")
    assert kinds() == ["text", "text"]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"title": ""}, "title"),
        ({"date": "yesterday"}, "date"),
        ({"people_min": "many"}, "people_min"),
        ({"country": ""}, "country"),
        ({"photos": upload(b"junk")}, "photos"),
    ],
)
def test_a_faulty_correction_is_given_back(report, correct, identity, wrong, name):
    page = correct(**{"text": "Something longer, typed anew"} | wrong)
    assert page.status_code == 422 and is_faulty(page, name)
    assert "Something longer, typed anew</textarea>" in page.content.decode()
    assert 'name="token" value="t1"' in page.content.decode()
    assert kinds() == ["text"]


def test_a_correction_obeys_the_profile_of_its_new_country(report, correct):
    page = correct(country="BY")
    assert page.status_code == 422 and 'href="#id_contact"' in page.content.decode()
    assert kinds() == ["text"]


def test_other_questions_are_asked_before_anything_is_stored(report, correct):
    page = correct(country="BY", name="", contact="", place="", **{"continue": "1"})
    assert page.status_code == 200 and 'name="contact"' not in page.content.decode()
    assert kinds() == ["text"]


def test_what_was_announced_becomes_done_with_people_and_photos(announced, post, correct, identity):
    assert 'name="done"' in post().content.decode()
    page = post(done="1").content.decode()
    assert re.search(r'name="stage" value="done"[^>]*checked', page)
    assert "We did it" in page
    page = correct(
        text="It took place.", people_min="40", people_max="", photos=[_photo(), _photo()]
    )
    assert page.status_code == 200
    assert 'name="done"' not in page.content.decode()
    opened = queries.opened(announced, secret=identity.secret)
    assert (opened.fields["stage"], opened.fields["people_min"]) == ("done", 40)
    assert len(opened.photos) == 2


def test_only_what_is_announced_can_be_done(report, post):
    assert 'name="done"' not in post().content.decode()


def test_a_published_report_is_corrected_while_it_stays_published(published, correct, post, report):
    page = correct(title="Better").content.decode()
    assert "your correction waits" in page and f"/actions/{published.pk}/" in page
    report.refresh_from_db()
    assert (report.state, report.action_number) == (State.CORRECTED, published.pk)
    assert Action.objects.get().state == "published"
    assert "leave this site within seconds" in post(withdraw="1").content.decode()


def test_a_declined_report_waits_again_when_it_is_corrected(report, correct, post, today):
    changes.decline(report=report, reason="When was it?", today=today)
    assert "When was it?" in post().content.decode()
    page = correct(text="On Tuesday.").content.decode()
    assert "It waits for the committee" in page and "When was it?" in page


def test_withdrawing_a_corrected_report_takes_the_page_down(published, correct, post, report):
    correct(title="Better", photos=[_photo()])
    assert "It is withdrawn" in post(confirm="1").content.decode()
    assert not Package.objects.exists()
    assert Action.objects.get().state == "withdrawn"
    assert StaleKey.objects.filter(key=f"action:{published.pk}").exists()


@pytest.mark.parametrize("before", ["waiting", "published", "declined", "withdrawn", "erased"])
def test_erasing_leaves_nothing_at_all(report, post, receipt, today, before):
    action = _bring_to(report, before, post, today)
    assert "unknown here" in post(erase="1").content.decode()
    assert "Everything is erased" in post(confirm_erasure="1").content.decode()
    assert not Report.objects.exists() and not Package.objects.exists()
    assert "There is no report under this receipt" in post().content.decode()
    if action:
        assert Action.objects.get().state == "withdrawn"


def _bring_to(report, state, post, today):
    if state in ("published", "erased"):
        action = publish(edition=Edition.objects.get(), facts=FACTS, texts=[TEXT], today=today)
        changes.accept(report=report, action_number=action.pk, today=today)
        if state == "erased":
            changes.erase(report=report, today=today)
        return action
    if state == "declined":
        changes.decline(report=report, reason="No.", today=today)
    if state == "withdrawn":
        post(confirm="1")
    return None


@pytest.mark.parametrize("verb", ["withdraw", "erase"])
def test_nothing_is_written_to_what_is_destroyed(report, post, correct, today, verb):
    getattr(changes, verb)(report=report, today=today)
    for page in (post(send="message", message="Hello?", token="t"), correct(), post(correct="1")):
        text = page.content.decode()
        assert page.status_code == 200
        assert 'name="message"' not in text and 'name="title"' not in text
    assert not Package.objects.exists()


def test_a_damaged_text_can_be_replaced(report, post, correct, identity):
    Package.objects.filter(kind=Kind.TEXT).update(sealed=b"damaged")
    page = post(correct="1").content.decode()
    assert "cannot be shown here" in page
    assert correct(title="Anew").status_code == 200
    assert newest(report, identity)["title"] == "Anew"


def test_nothing_can_be_sent_by_looking(report, client, receipt):
    for fields in ({"send": "message", "message": "x"}, {"confirm_erasure": "1"}):
        client.get(ADDRESS, {"receipt": receipt} | fields)
    assert kinds() == ["text"]


def test_the_receipt_stands_in_no_address_title_or_cookie(report, post, correct, receipt, client):
    for answer in (
        post(),
        post(correct="1"),
        correct(),
        post(send="message", message="Hi", token="m"),
        post(erase="1"),
        post(confirm_erasure="1"),
    ):
        page = answer.content.decode()
        rest = page.replace(f'value="{receipt}"', "")
        assert receipt not in rest and grouped(receipt) not in rest
        assert not answer.cookies and "no-store" in answer["Cache-Control"]
    assert not client.cookies


@pytest.mark.parametrize("language", ["be", "ru"])
def test_it_answers_in_the_language_chosen(report, post, language):
    assert f'<html lang="{language}"' in post(language=language, correct="1").content.decode()


def test_a_wrong_receipt_takes_as_long_as_a_right_one(intake, owner, today):
    """Welch’s t over pairs, in processor time: reading a row only for right ones fails it."""
    right, wrong = ([new_receipt() for _ in range(1500)] for _ in range(2))
    Report.objects.bulk_create(
        Report(receipt_hash=receipt_hash(each), sender_recipient="age1x", received_on=today)
        for each in right
    )
    assert all(map(looked_up, right)) and not any(map(looked_up, wrong))
    times: dict[bool, list[float]] = {True: [], False: []}
    for pair in zip(right, wrong, strict=True):
        for is_right, receipt in zip((True, False), pair, strict=True):
            start = time.thread_time()
            looked_up(receipt)
            times[is_right].append(time.thread_time() - start)
    kept = [sorted(each)[: len(each) * 9 // 10] for each in times.values()]
    spread = sum(variance(each) / len(each) for each in kept)
    assert abs(mean(kept[0]) - mean(kept[1])) / spread**0.5 < 5


def test_looking_up_reads_one_row_whether_it_is_there_or_not(
    report, receipt, django_assert_num_queries
):
    for each in (receipt, new_receipt()):
        with django_assert_num_queries(1):
            looked_up(each)
        assert "LIMIT 1" in connection.queries[-1]["sql"] if connection.queries else True


def test_of_a_closed_year_the_sender_is_told_what_is_still_possible(post, published, today):
    assert "closed-year" not in post().content.decode()
    Edition.objects.update(is_open=False)
    close(edition=published.edition, today=today)
    page = post().content.decode()
    assert "is closed, so what is published of it no longer changes" in page
    post(confirm="1")
    assert Action.objects.get().state == "withdrawn"
    assert Closing.objects.get().withdrawn == 1
    assert "closed-year" not in post().content.decode()
