"""With the receipt one sees what has become of a report, and takes it back."""

from datetime import UTC, datetime

import pytest

from soliday.actions.changes import publish
from soliday.actions.changes import withdraw as withdraw_action
from soliday.actions.models import Action, ActionText
from soliday.campaign.models import Edition
from soliday.core.models import StaleKey
from soliday.intake.guard.guesses import FREE_TRIES
from soliday.languages.catalogue import SHIPPED
from soliday.reports import changes
from soliday.reports.models import Package, Report
from soliday.reports.queries import by_receipt
from soliday.reports.states import State
from soliday.sealing.receipts import grouped, new_receipt

pytestmark = pytest.mark.django_db
ADDRESS = "/receipt/"
FACTS = {"stage": "done", "origin": "report", "country": "PL", "language": "en"}
TEXT = {"language": "en", "title": "Vigil", "text": "In silence.", "made_by": "original"}


@pytest.fixture
def report(send, receipt):
    send()
    return by_receipt(receipt)


@pytest.fixture
def ask(client, receipt, intake):
    def post(**fields):
        response = client.post(ADDRESS, {"receipt": receipt, "language": "en"} | fields)
        assert response.status_code == 200
        return response.content.decode()

    return post


@pytest.fixture
def published(report, today):
    action = publish(edition=Edition.objects.get(), facts=FACTS, texts=[TEXT], today=today)
    changes.accept(report=report, action_number=action.pk, today=today)
    StaleKey.objects.all().delete()
    return action


@pytest.mark.parametrize("language", [each.code for each in SHIPPED])
def test_the_page_asks_for_the_receipt_and_gives_none(intake, client, language):
    response = client.get(ADDRESS, {"language": language, "receipt": "0" * 44})
    page = response.content.decode()
    assert f'<html lang="{language}"' in page and 'method="post" action="/receipt/"' in page
    assert "0" * 44 not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the 44 digits"),
        ("1234", "A receipt has 44 digits"),
        ("hello", "made of digits"),
        ("0" * 44, "check digits do not fit"),
    ],
)
def test_a_mistyped_receipt_is_told_and_given_back(ask, typed, sentence):
    page = ask(receipt=typed)
    assert sentence in page and 'id="id_receipt_error"' in page
    assert typed in page


def test_an_unknown_receipt_is_told_plainly(ask):
    assert "There is no report under this receipt" in ask(receipt=new_receipt())


def test_a_waiting_report(report, ask, receipt):
    for typed in (receipt, grouped(receipt), grouped(receipt).replace(" ", "-")):
        page = ask(receipt=typed)
        assert "It waits for the committee" in page and 'name="withdraw"' in page


def test_a_proposed_report_waits_too(report, ask, today):
    changes.propose(report=report, proposal={}, member="owner", today=today)
    assert "It waits for the committee" in ask()


@pytest.mark.parametrize("language", [each.code for each in SHIPPED])
def test_a_published_report_leads_to_its_page(published, ask, language):
    assert f'href="/{language}/actions/{published.pk}/"' in ask(language=language)


def test_one_that_the_committee_took_down(published, ask, today):
    withdraw_action(action_number=published.pk, today=today)
    page = ask()
    assert "no longer published" in page and "/actions/" + str(published.pk) not in page


def test_a_declined_report_tells_the_reason(report, ask, today):
    changes.decline(report=report, reason="The <b>date</b> is missing.", today=today)
    page = ask()
    assert "It was not published" in page
    assert "The &lt;b&gt;date&lt;/b&gt; is missing." in page


def test_an_answer_that_cannot_be_opened_hides_nothing(report, ask, today):
    changes.decline(report=report, reason="no", today=today)
    Package.objects.filter(kind="answer").update(sealed=b"damaged")
    page = ask()
    assert "It was not published" in page and "cannot be opened" in page


def test_an_erased_report_cannot_be_withdrawn(report, ask, today):
    changes.erase(report=report, today=today)
    for page in (ask(), ask(withdraw="1"), ask(confirm="1")):
        assert "It is erased" in page and 'name="withdraw"' not in page


def test_withdrawing_is_asked_once_more(report, ask):
    page = ask(withdraw="1")
    assert 'name="confirm"' in page and "cannot be undone" in page
    report.refresh_from_db()
    assert report.state == State.WAITING


def test_withdrawing_destroys_what_was_sent(report, ask):
    assert "It is withdrawn" in ask(confirm="1")
    report.refresh_from_db()
    assert report.state == State.WITHDRAWN
    assert not Package.objects.exists()
    assert "It is withdrawn" in ask(confirm="1")  # pressed twice


def test_withdrawing_takes_the_published_action_down(published, ask):
    assert "leave this site within seconds" in ask(withdraw="1")
    assert "It is withdrawn" in ask(confirm="1")
    assert Action.objects.get().state == "withdrawn"
    assert not ActionText.objects.exists()
    assert StaleKey.objects.filter(key=f"action:{published.pk}").exists()


def test_withdrawing_what_the_committee_took_down_already(published, ask, today, report):
    withdraw_action(action_number=published.pk, today=today)
    assert "It is withdrawn" in ask(confirm="1")
    report.refresh_from_db()
    assert report.state == State.WITHDRAWN


def test_a_failure_in_between_leaves_both_as_they_were(published, ask, report, monkeypatch):
    def fail(**_fields):
        raise RuntimeError

    monkeypatch.setattr("soliday.intake.changes.actions.withdraw", fail)
    with pytest.raises(RuntimeError):
        ask(confirm="1")
    report.refresh_from_db()
    assert report.state == State.ACCEPTED
    assert Package.objects.exists()


def test_nothing_can_be_withdrawn_by_looking(report, client, receipt):
    client.get(ADDRESS, {"receipt": receipt, "confirm": "1"})
    report.refresh_from_db()
    assert report.state == State.WAITING


def test_the_receipt_stands_in_no_address(published, ask, receipt):
    for page in (ask(), ask(withdraw="1"), ask(confirm="1")):
        assert f"={receipt}" not in page.replace(f'value="{receipt}"', "")
        assert grouped(receipt) not in page


def test_the_state_can_be_read_in_another_language(report, ask):
    assert 'name="language" value="be"' in ask()
    assert '<html lang="be"' in ask(language="be")


@pytest.fixture
def appears_soon(report, today):
    """What is accepted and waits for its set hour."""
    hour = datetime(2026, 8, 4, 18, tzinfo=UTC)
    action = publish(
        edition=Edition.objects.get(), facts=FACTS, texts=[TEXT], today=today, appears_at=hour
    )
    changes.accept(report=report, action_number=action.pk, today=today)
    return action


def test_what_is_accepted_and_not_yet_shown_appears_soon(appears_soon, ask):
    page = ask()
    assert "It is accepted and appears soon" in page
    assert "no longer published" not in page and "See the published page" not in page
    assert "Nothing of it will be published" in ask(withdraw="1")


def test_a_correction_of_what_appears_soon_waits(appears_soon, report, ask):
    Report.objects.update(state=State.CORRECTED)
    assert "It appears soon, and your correction waits" in ask()


def test_withdrawn_before_its_hour_it_is_withdrawn(appears_soon, ask):
    ask(confirm="1")
    appears_soon.refresh_from_db()
    assert appears_soon.state == "withdrawn"
    assert "It is withdrawn" in ask()


def test_who_guesses_is_told_to_wait_and_others_are_not(report, receipt, client):
    there, here = {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "198.51.100.8"}
    for _ in range(FREE_TRIES + 3):
        client.post(ADDRESS, {"receipt": new_receipt()}, **there)
    waiting = client.post(ADDRESS, {"receipt": receipt, "language": "en"}, **there)
    page = waiting.content.decode()
    assert waiting.status_code == 429 and "Please wait" in page
    assert receipt in page  # what was typed is not lost
    answer = client.post(ADDRESS, {"receipt": receipt, "language": "en"}, **here)
    assert answer.status_code == 200 and "It waits" in answer.content.decode()
