"""The sender is asked and thanked; corrections are decided on; what is published is edited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from soliday.actions.changes import withdraw as take_down
from soliday.actions.models import Action
from soliday.committee.models import AuditEntry
from soliday.desk.answer_forms import READY, ready_texts
from soliday.languages.catalogue import SHIPPED
from soliday.places.models import SafetyProfile
from soliday.reports import changes, conversation, queries, versions
from soliday.reports.models import Kind, Package, Report
from soliday.reports.states import State
from soliday.reports.talk import talk
from soliday.sealing.receipts import new_receipt
from tests.desk.conftest import FIELDS
from tests.desk.test_report import address, with_photo

pytestmark = pytest.mark.django_db
DESCRIBED = with_photo(**{"photo-0-description_be": "Людзі з плакатамі"})
RUSSIAN = {"title_ru": "Стояние", "text_ru": "Люди стояли молча."}


@pytest.fixture
def receipt():
    return new_receipt()


@pytest.fixture
def sent(day, profiles, owner, receipt, august, photo):
    """A report whose receipt we know, received today."""

    def make(photos=(), today=august, **fields):
        return changes.receive(receipt=receipt, fields=FIELDS | fields, photos=photos, today=today)

    return make


@pytest.fixture
def correct(receipt, august):
    def make(report, photos=(), form="c", today=august, **fields):
        versions.correct(
            report=report,
            receipt=receipt,
            fields=FIELDS | fields,
            photos=photos,
            token=form,
            today=today,
        )
        report.refresh_from_db()

    return make


@pytest.fixture
def write(receipt, august):
    def make(report, text="One thing more.", form="m", photos=()):
        conversation.write(
            report=report, receipt=receipt, text=text, photos=photos, token=form, today=august
        )
        report.refresh_from_db()

    return make


def page_of(browser, report):
    return browser.get(address(report)).context["page"]


def verbs():
    return list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))


def test_a_question_reaches_the_sender_and_stays_readable_at_the_desk(
    desk_client, reviewer, sent, receipt
):
    report = sent()
    form = {"text": "Which embassy?", "token": "t", "seen_count": "1"}
    for _ in range(2):
        assert desk_client.post(address(report, "ask/"), form).status_code == 302
    [said] = talk(report, secret=queries.sender_secret(receipt)).said
    assert said.text == "Which embassy?"
    assert "Which embassy?" in reviewer.get(address(report)).content.decode()
    assert verbs().count("asked") == 1
    assert not mail.outbox


def test_what_the_sender_writes_is_read_at_the_desk(desk_client, sent, write, photo):
    report = sent()
    write(report, "By the <i>river</i>.", photos=[photo])
    page = desk_client.get(address(report)).content.decode()
    assert "By the &lt;i&gt;river&lt;/i&gt;." in page and "1 photo came with it." in page
    assert "the sender has written" in page
    assert "news" in desk_client.get("/desk/reports/").content.decode()


def test_a_ready_text_is_put_into_the_field_in_the_senders_language(desk_client, sent):
    report = sent(language="be")
    texts = {each.slug: each.text for each in ready_texts("be")}
    answer = desk_client.post(
        address(report, "ask/"), {"ready": "people", "text": "Dear friend", "seen_count": "1"}
    )
    text = answer.context["answering"]["text"].value()
    assert text == "Dear friend\n\n" + texts["people"]
    assert 'lang="be"' in answer.content.decode()
    assert not Package.objects.filter(kind=Kind.ANSWER).exists()


@pytest.mark.parametrize("language", [each.code for each in SHIPPED])
def test_every_ready_text_exists_in_every_language(language):
    assert [each.slug for each in ready_texts(language)] == list(READY)
    assert all(each.text for each in ready_texts(language))


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "x" * 5001}, {"token": ""}])
def test_a_faulty_question_sends_nothing(desk_client, sent, wrong):
    form = {"text": "Which?", "token": "t", "seen_count": "1"} | wrong
    answer = desk_client.post(address(sent(), "ask/"), form)
    assert answer.status_code == 422
    assert not Package.objects.filter(kind=Kind.ANSWER).exists()


def test_who_holds_no_receipt_cannot_be_asked_and_the_page_says_so(desk_client, sent):
    report = sent()
    Report.objects.update(sender_recipient="")
    page = desk_client.get(address(report)).content.decode()
    assert "cannot be asked" in page and 'name="token"' not in page
    answer = desk_client.post(address(report, "ask/"), {"text": "Hello?", "token": "t"})
    assert answer.status_code == 409
    desk_client.post(address(report, "decline/"))
    assert Report.objects.get().state == State.DECLINED
    assert not Package.objects.filter(kind=Kind.ANSWER).exists()


def test_seen_takes_a_decided_report_off_the_queue(desk_client, sent, write, filled_in):
    report = sent()
    desk_client.post(address(report, "accept/"), filled_in())
    write(report)
    assert report in queries.waiting()
    seen = str(page_of(desk_client, report).sent_count)
    desk_client.post(address(report, "seen/"), {"seen_count": seen})
    assert report not in queries.waiting()
    assert verbs()[-1] == "marked seen"


@pytest.mark.parametrize("seen", ["1", "", "x", "-2", "9" * 50])
def test_what_was_not_seen_is_not_marked(desk_client, sent, write, seen):
    report = sent()
    write(report)
    desk_client.post(address(report, "seen/"), {"seen_count": seen})
    report.refresh_from_db()
    assert report.has_news
    assert "marked seen" not in verbs()


@pytest.mark.parametrize("how", ["write", "correct"])
@pytest.mark.parametrize("step", ["accept/", "decline/"])
def test_what_came_while_a_member_was_deciding_is_looked_at_first(
    desk_client, sent, request, filled_in, how, step
):
    report = sent()
    seen = page_of(desk_client, report).seen
    request.getfixturevalue(how)(report)
    answer = desk_client.post(
        address(report, step), filled_in(seen=seen, reason="twice") | {"words": ""}
    )
    assert answer.status_code == 409
    assert Report.objects.get().state == State.WAITING
    assert not Action.objects.exists()
    seen = page_of(desk_client, report).seen
    desk_client.post(address(report, step), filled_in(seen=seen, reason="twice") | {"words": ""})
    assert Report.objects.get().state != State.WAITING
    assert not Report.objects.get().has_news


def test_a_correction_shows_what_it_changed(desk_client, sent, correct):
    report = sent()
    correct(report, title="Vigil at noon", people_max=60)
    page = desk_client.get(address(report)).content.decode()
    assert "<del>Vigil at the embassy</del><ins>Vigil at noon</ins>" in page
    assert "<del>30–40</del><ins>30–60</ins>" in page
    assert 'name="title_en" value="Vigil at noon"' in page
    assert "jonas@example.org" not in page


@pytest.fixture
def published(desk_client, sent, filled_in, photo):
    """Published with one photo, its text edited by the committee and translated."""
    report = sent(stage="announced", photos=(photo,))
    typed = filled_in(
        stage="announced", title_be="Варта", text_be="Людзі стаялі моўчкі.", **DESCRIBED
    )
    desk_client.post(address(report, "accept/"), typed)
    report.refresh_from_db()
    assert report.state == State.ACCEPTED
    return report


def test_we_did_it_edits_the_action_and_keeps_its_photos(
    desk_client, published, correct, filled_in, photo
):
    before = Action.objects.get()
    kept = before.photos.get().name
    correct(published, stage="done", people_max=60, photos=(photo,))
    assert published in queries.waiting()
    page = desk_client.get(address(published))
    form = page.context["forms"].form
    assert (form["stage"].value(), form["people_max"].value()) == ("done", 60)
    assert form["title_en"].value() == "A vigil"  # not changed by the sender: as published
    assert form["title_be"].value() == "Варта"
    answer = desk_client.post(
        address(published, "accept/"),
        filled_in(
            seen=page.context["page"].seen,
            people_max="60",
            title_be="Варта",
            text_be="Людзі стаялі моўчкі.",
            **DESCRIBED,
        ),
    )
    assert answer.status_code == 302
    action, published.state = Action.objects.get(), Report.objects.get().state
    assert (action.pk, action.stage, action.people_max) == (before.pk, "done", 60)
    assert published.state == State.ACCEPTED and action.state == "published"
    assert action.photos.count() == 2 and action.photos.first().name == kept
    assert not Package.objects.filter(kind=Kind.PHOTO).exists()


def test_a_new_language_asks_for_words_of_the_photos_published_before(
    desk_client, published, correct, filled_in
):
    correct(published, people_max=60)
    typed = filled_in(seen=page_of(desk_client, published).seen, **RUSSIAN)
    answer = desk_client.post(address(published, "accept/"), typed)
    assert answer.status_code == 422
    assert "described under “Actions”" in answer.content.decode()
    published.refresh_from_db()
    assert published.state == State.CORRECTED
    photo = Action.objects.get().photos.get()
    photo.descriptions |= {"ru": "Люди с плакатами"}
    photo.save()
    assert desk_client.post(address(published, "accept/"), typed).status_code == 302


def test_a_proposal_asks_for_them_as_well(
    desk_client, second_reviewer, published, correct, filled_in
):
    SafetyProfile.objects.filter(slug="open").update(reviewers_needed=2)
    correct(published, people_max=60)
    typed = filled_in(seen=page_of(desk_client, published).seen, **RUSSIAN)
    assert desk_client.post(address(published, "accept/"), typed).status_code == 422
    published.refresh_from_db()
    assert published.state == State.CORRECTED


def test_the_preview_shows_published_and_new_photos(
    desk_client, published, correct, filled_in, photo
):
    correct(published, photos=(photo,))
    typed = filled_in(seen="", **with_photo()) | {"preview": "1"}
    page = desk_client.post(address(published), typed)
    assert len(page.context["preview"].pictures) == 2
    assert Action.objects.get().photos.count() == 1


def test_what_is_published_can_be_kept(desk_client, published, correct, photo):
    correct(published, title="Worse", photos=(photo,))
    page = desk_client.get(address(published))
    assert "Keep what is published" in page.content.decode()
    assert "Decline…" not in page.content.decode()
    desk_client.post(address(published, "keep/"), {"seen": page.context["page"].seen})
    published.refresh_from_db()
    assert (published.state, published.has_news) == (State.ACCEPTED, False)
    assert Action.objects.get().texts.get(language="en").title == "A vigil"
    assert not Package.objects.filter(kind=Kind.PHOTO).exists()
    assert verbs()[-1] == "kept as published"


def test_nothing_is_kept_that_was_not_seen_or_is_not_published(
    desk_client, published, correct, sent
):
    correct(published, title="Worse")
    desk_client.post(address(published, "keep/"), {"seen": ""})
    published.refresh_from_db()
    assert published.state == State.CORRECTED
    Report.objects.update(action_number=None, state=State.WAITING, has_news=False)
    seen = page_of(desk_client, published).seen
    desk_client.post(address(published, "keep/"), {"seen": seen})
    assert Report.objects.get().state == State.WAITING


def test_a_published_report_is_never_declined(desk_client, published, correct):
    correct(published, title="Worse")
    seen = page_of(desk_client, published).seen
    desk_client.post(address(published, "decline/"), {"reason": "twice", "seen": seen})
    published.refresh_from_db()
    assert published.state == State.CORRECTED


def test_a_corrected_report_whose_action_was_taken_down_becomes_a_new_one(
    desk_client, published, correct, filled_in, august
):
    old = Action.objects.get().pk
    take_down(action_number=old, today=august)
    correct(published, title="Again")
    page = desk_client.get(address(published))
    assert "has been taken down" in page.content.decode()
    desk_client.post(address(published, "accept/"), filled_in(seen=page.context["page"].seen))
    published.refresh_from_db()
    assert published.action_number not in (None, old)
    assert published.state == State.ACCEPTED


def test_a_correction_from_an_affected_country_needs_two(
    desk_client, second_reviewer, published, correct, filled_in
):
    before = Action.objects.get()
    correct(published, country="BY", place="", name="", contact="", today=before.published_on)
    late = before.published_on + timedelta(days=400)
    page = page_of(desk_client, published)
    assert page.rules().reviewers_needed == 2 and page.newest_on < late
    seen = page.seen
    desk_client.post(
        address(published, "accept/"), filled_in(seen=seen, country="BY", city="", link="")
    )
    published.refresh_from_db()
    assert published.state == State.PROPOSED
    assert Action.objects.get().country == "LT"
    desk_client.post(address(published, "send-back/"))
    published.refresh_from_db()
    assert (published.state, published.action_number) == (State.CORRECTED, before.pk)


def test_a_correction_waits_its_days_from_the_day_it_came(
    desk_client, sent, correct, august, profiles
):
    long_ago = august - timedelta(days=60)
    report = sent(country="BY", today=long_ago)
    page = page_of(desk_client, report)
    assert not page.must_wait(page.rules())
    correct(report, country="BY", today=august)
    page = page_of(desk_client, report)
    assert page.newest_on == august
    assert page.must_wait(page.rules())


def test_changing_the_country_loosens_no_rule(desk_client, sent, correct):
    report = sent(country="BY")
    correct(report, country="LT")
    assert page_of(desk_client, report).rules().reviewers_needed == 2


def test_photos_of_a_message_can_be_published(desk_client, sent, write, filled_in, photo):
    report = sent()
    write(report, photos=[photo])
    seen = page_of(desk_client, report).seen
    desk_client.post(address(report, "accept/"), filled_in(seen=seen, **with_photo()))
    assert Action.objects.get().photos.count() == 1


def test_none_of_it_is_in_the_audit_log(desk_client, sent, write, correct):
    report = sent()
    write(report, "Secretword")
    correct(report, title="Secretword")
    desk_client.post(
        address(report, "ask/"), {"text": "Secretword", "token": "t", "seen_count": "3"}
    )
    for entry in AuditEntry.objects.all():
        assert entry.subject in ("desk", f"report {report.pk}")
        assert "Secretword" not in f"{entry.verb} {entry.subject}"
