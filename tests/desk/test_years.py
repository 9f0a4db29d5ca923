"""An administrator closes a year; from then on the desk says so before anybody does work."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.messages import get_messages

from soliday.actions.changes import publish
from soliday.actions.closing import close
from soliday.actions.models import Action
from soliday.actions.states import State
from soliday.campaign.models import Closing, Edition
from soliday.committee.models import AuditEntry
from soliday.desk import actions_views, years_views
from soliday.reports import changes, queries, versions
from soliday.reports.states import State as ReportState
from soliday.sealing.receipts import new_receipt
from tests.actions.sample import ON, published, texts
from tests.desk.conftest import FIELDS
from tests.desk.test_report import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]
YEARS = "/desk/years/"


@pytest.fixture
def last_year(day):
    return Edition.objects.create(day=day, year=2025)


@pytest.fixture
def this_year(day):
    return Edition.objects.get(day=day, year=2026)


def said(answer):
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


def close_at_desk(browser, edition, typed=None):
    return browser.post(f"{YEARS}{edition.pk}/close/", {"year": typed or edition.year})


def stop_reports(edition):
    Edition.objects.filter(pk=edition.pk).update(is_open=False)


def test_the_list_tells_how_each_year_stands(desk_client, last_year, this_year):
    assert "open for reports" in desk_client.get(YEARS).content.decode()
    close(edition=last_year, today=ON)
    page = desk_client.get(YEARS).content.decode()
    assert "closed on 2026-08-04" in page
    assert f"{YEARS}{last_year.pk}/reopen/" in page and f"{YEARS}{this_year.pk}/close/" in page


def test_closing_asks_once_more_in_plain_words(desk_client, day, last_year):
    published(day, year=2025)
    page = desk_client.get(f"{YEARS}{last_year.pk}/close/").content.decode()
    assert "has 1 published action" in page and "withdraw as ever" in page
    assert not Closing.objects.exists()


def test_a_year_is_closed_and_the_log_says_so(desk_client, last_year):
    answer = close_at_desk(desk_client, last_year)
    assert answer["Location"] == YEARS and "2025 is closed" in said(answer)
    assert Closing.objects.get().edition == last_year
    row = AuditEntry.objects.get(verb="closed")
    assert (row.member, row.subject) == ("owner", "edition test 2025")
    assert "closed" in desk_client.get("/desk/audit/").content.decode()
    assert "closed already" in said(close_at_desk(desk_client, last_year))


@pytest.mark.parametrize("typed", ["2026", "", "soon"])
def test_a_slip_closes_nothing(desk_client, last_year, typed):
    answer = desk_client.post(f"{YEARS}{last_year.pk}/close/", {"year": typed})
    assert answer.status_code == 422
    assert not Closing.objects.exists() and not AuditEntry.objects.exists()


def test_the_year_that_takes_reports_is_refused_in_words(desk_client, this_year):
    page = desk_client.get(f"{YEARS}{this_year.pk}/close/").content.decode()
    assert "still takes reports" in page and 'name="year"' not in page
    answer = close_at_desk(desk_client, this_year)
    assert answer.status_code == 409
    assert "still takes reports" in answer.content.decode()
    assert not Closing.objects.exists() and not AuditEntry.objects.exists()


def test_one_with_an_action_that_waits_is_refused_in_words(desk_client, last_year):
    hour = datetime(2026, 8, 5, tzinfo=UTC)
    facts = {"stage": "done", "origin": "report", "country": "UZ", "language": "en"}
    publish(edition=last_year, facts=facts, texts=texts(), today=ON, appears_at=hour)
    answer = close_at_desk(desk_client, last_year)
    assert answer.status_code == 409
    assert "1 accepted action of this year still waits" in answer.content.decode()


def test_two_who_close_at_once(desk_client, last_year, monkeypatch):
    real = close

    def late(**what):
        real(**what)
        return real(**what)

    monkeypatch.setattr(years_views, "close", late)
    assert "closed already" in said(close_at_desk(desk_client, last_year))


def test_opening_again_is_asked_logged_and_told(desk_client, last_year):
    close(edition=last_year, today=ON)
    where = f"{YEARS}{last_year.pk}/reopen/"
    assert "only after a mistake" in desk_client.get(where).content.decode()
    assert desk_client.post(where, {"year": 2026}).status_code == 422
    assert desk_client.post(where, {"year": 2025})["Location"] == YEARS
    assert Closing.objects.get().reopened_on is not None
    assert AuditEntry.objects.get(verb="opened again").subject == "edition test 2025"
    assert "is not closed" in said(desk_client.get(where))


@pytest.fixture
def in_closed(day, last_year):
    """A published action of a closed year."""
    action = published(day, year=2025, country="LT")
    close(edition=last_year, today=ON)
    return action


def test_its_action_leads_to_withdrawing_only(desk_client, in_closed):
    answer = desk_client.get(f"/desk/actions/{in_closed.pk}/")
    assert answer["Location"] == f"/desk/actions/{in_closed.pk}/withdraw/"
    assert "2025 is closed" in said(answer)
    assert "one more action was withdrawn" in desk_client.get(answer["Location"]).content.decode()
    desk_client.post(answer["Location"])
    assert Action.objects.get().state == State.WITHDRAWN
    assert Closing.objects.get().withdrawn == 1


def test_an_edit_that_comes_late_changes_nothing(desk_client, in_closed, this_year):
    typed = typed_for(this_year)
    answer = desk_client.post(f"/desk/actions/{in_closed.pk}/", typed)
    assert answer.status_code == 302
    assert Action.objects.get().edition.year == 2025


def typed_for(edition):
    return {
        "seen": "", "edition": edition.pk, "stage": "done", "idea": "", "language": "en",
        "country": "LT", "place": "", "city": "", "date_precision": "day", "title_en": "A vigil",
        "text_en": "Silence.", "source_label": "A newspaper",
        "source_url": "https://example.org/news",
    }  # fmt: skip


def test_no_form_offers_a_closed_year(desk_client, in_closed, this_year):
    form = desk_client.get("/desk/actions/add/").context["form"]
    assert [each.pk for each in form.fields["edition"].queryset] == [this_year.pk]
    typed = typed_for(in_closed.edition) | {"publish": "1"}
    assert desk_client.post("/desk/actions/add/", typed).status_code == 422
    assert Action.objects.count() == 1


def test_a_year_closed_while_somebody_types_is_said_in_words(desk_client, last_year, monkeypatch):
    real = actions_views.changes.publish

    def late(**what):
        close(edition=last_year, today=ON)
        return real(**what)

    monkeypatch.setattr(actions_views.changes, "publish", late)
    typed = typed_for(last_year) | {"publish": "1"}
    answer = desk_client.post("/desk/actions/add/", typed)
    assert answer.status_code == 409
    assert "2025 is closed" in answer.content.decode()
    assert not Action.objects.exists()


def test_a_draft_whose_year_was_closed_says_so(desk_client, last_year):
    desk_client.post("/desk/actions/add/", typed_for(last_year) | {"draft": "1"})
    close(edition=last_year, today=ON)
    page = desk_client.get(f"/desk/actions/{Action.objects.get().pk}/").content.decode()
    assert "was closed meanwhile" in page


def test_a_report_of_a_closed_year_is_shown_as_such_first(desk_client, send, in_closed):
    note = "The date lies in 2025, and that year is closed"
    assert note in desk_client.get(address(send(date="2025-08-04"))).content.decode()
    assert note not in desk_client.get(address(send(date="2026-08-04"))).content.decode()
    assert note not in desk_client.get(address(send(date="2024-08-04"))).content.decode()


def test_a_proposal_for_a_year_closed_since_is_not_published(
    desk_client, reviewer, send, last_year
):
    report = send(country="BY", days_ago=30)
    typed = typed_for(last_year) | {"country": "BY"}
    desk_client.post(address(report, "accept/"), typed)
    report.refresh_from_db()
    assert report.state == ReportState.PROPOSED
    close(edition=last_year, today=ON)
    page = reviewer.get(address(report))
    assert "was closed meanwhile" in page.content.decode()
    answer = reviewer.post(address(report, "agree/"), {"seen": page.context["page"].seen})
    assert "2025 is closed" in said(answer)
    assert not Action.objects.exists()


@pytest.fixture
def corrected(day, owner, last_year, today):
    """A report that was published in a year closed since, and corrected by its sender."""
    receipt = new_receipt()
    report = changes.receive(receipt=receipt, fields=FIELDS, photos=(), today=today)
    action = published(day, year=2025, country="LT")
    changes.accept(report=report, action_number=action.pk, today=today)
    close(edition=last_year, today=ON)
    words = {"fields": FIELDS | {"title": "Vigil at noon"}, "photos": ()}
    versions.correct(report=report, receipt=receipt, token="c", today=today, **words)
    report.refresh_from_db()
    return report


def test_a_correction_is_readable_and_the_page_says_that_nothing_can_change(
    desk_client, corrected, this_year
):
    page = desk_client.get(address(corrected)).content.decode()
    assert "Vigil at noon" in page and "2025 is closed" in page
    assert 'name="title_en"' not in page
    typed = typed_for(this_year)
    answer = desk_client.post(address(corrected, "accept/"), typed | seen(desk_client, corrected))
    assert answer.status_code == 409
    assert "2025 is closed" in answer.content.decode()
    assert Action.objects.get().texts.get().title == "A letter evening"


def seen(browser, report):
    return {"seen": browser.get(address(report)).context["page"].seen}


def test_it_can_be_kept_as_it_is(desk_client, corrected):
    desk_client.post(address(corrected, "keep/"), seen(desk_client, corrected))
    corrected.refresh_from_db()
    assert corrected.state == ReportState.ACCEPTED
    assert Closing.objects.get().withdrawn == 0
    assert queries.waiting().count() == 0
