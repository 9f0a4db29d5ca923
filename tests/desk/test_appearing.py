"""Careful and affected countries' actions appear at a set hour, and the desk says when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from soliday.actions.models import Action
from soliday.actions.states import State
from soliday.actions.waiting import next_set_hour
from soliday.desk.appearing import appears_at, hour_words
from soliday.desk.publishing import hold, published_action
from soliday.desk.rules import rules_for
from soliday.ops.releasing import release_due
from soliday.places.models import SafetyProfile
from soliday.reports.changes import receive
from soliday.reports.models import Report
from soliday.reports.versions import correct
from soliday.sealing.receipts import new_receipt
from tests.desk.conftest import FIELDS

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/actions/", "/desk/actions/add/"


def address(report: Report, step: str = "") -> str:
    return f"/desk/reports/{report.pk}/{step}"


@pytest.fixture
def typed(filled_in, profiles):
    return filled_in(
        country="RU", city="", source_label="A newspaper", source_url="https://example.org/news"
    )


@pytest.fixture
def waits(desk_client, typed) -> Action:
    """An action from public sources in a careful country, published just now."""
    desk_client.post(ADD, typed | {"publish": "1"})
    return Action.objects.get()


@pytest.mark.parametrize(
    ("countries", "is_delayed"),
    [(("PL",), False), (("RU",), True), (("BY",), True), (("PL", "BY"), True), ((), True)],
)
def test_the_strictest_country_decides(profiles, countries, is_delayed):
    now = timezone.now()
    hour = appears_at(rules_for(*countries), now=now)
    assert hour == (next_set_hour(now) if is_delayed else None)


def test_a_report_that_is_published_waits_for_the_hour(desk_client, send, filled_in):
    report = send(country="RU", days_ago=30)
    assert "at the next set hour" in desk_client.get(address(report)).content.decode()
    answer = desk_client.post(
        address(report, "accept/"), filled_in(country="RU", city=""), follow=True
    )
    action = Action.objects.get()
    assert action.state == State.WAITING
    words = hour_words(action.appears_at, "en")
    assert words.endswith(":00 UTC")
    assert f"It appears on {words}, together with others." in answer.content.decode()


def test_what_agreement_publishes_waits_too(reviewer, second_reviewer, send, filled_in):
    report = send(country="BY", days_ago=30)
    reviewer.post(address(report, "accept/"), filled_in(country="BY", city=""))
    seen = second_reviewer.get(address(report)).context["page"].seen
    second_reviewer.post(address(report, "agree/"), {"seen": seen})
    assert Action.objects.get().state == State.WAITING


def test_moved_to_an_open_country_it_still_waits(desk_client, send, filled_in):
    report = send(country="RU", days_ago=30)
    desk_client.post(address(report, "accept/"), filled_in())
    action = Action.objects.get()
    assert (action.country, action.state) == ("LT", State.WAITING)


def test_where_the_committee_wants_no_hours_it_appears_at_once(desk_client, typed):
    SafetyProfile.objects.update(goes_out_at_set_hours=False)
    desk_client.post(ADD, typed | {"publish": "1"})
    assert Action.objects.get().state == State.PUBLISHED


def test_list_and_page_say_when_it_appears(desk_client, waits):
    words = hour_words(waits.appears_at, "en")
    assert words in desk_client.get(LIST).content.decode()
    page = desk_client.get(f"{LIST}{waits.pk}/").content.decode()
    assert f"It appears on {words}" in page and "Save as draft" not in page
    assert len(desk_client.get(f"{LIST}?state=waiting").context["lines"]) == 1


def test_an_edit_keeps_it_waiting(desk_client, waits, typed):
    answer = desk_client.post(f"{LIST}{waits.pk}/", typed | {"title_en": "Better"}, follow=True)
    assert "together with others" in answer.content.decode()
    [action] = Action.objects.all()
    assert (action.state, action.texts.get().title) == (State.WAITING, "Better")


def test_it_is_withdrawn_before_its_hour(desk_client, waits):
    desk_client.post(f"{LIST}{waits.pk}/withdraw/")
    waits.refresh_from_db()
    assert waits.state == State.WITHDRAWN and not waits.texts.exists()


def test_who_decides_just_then_finds_the_new_number(send, desk_client, filled_in, identity):
    report = send(country="RU", days_ago=30)
    desk_client.post(address(report, "accept/"), filled_in(country="RU", city=""))
    report.refresh_from_db()
    release_due(now=timezone.now() + timedelta(days=1))
    hold(report, seen="", secret=identity.secret)
    assert report.action_number == Action.objects.get().pk
    assert published_action(report) is not None


def test_a_correction_before_the_hour_changes_what_will_appear(
    desk_client, filled_in, day, profiles
):
    receipt, on = new_receipt(), timezone.now().date() - timedelta(days=30)
    sent = FIELDS | {"country": "RU"}
    report = receive(receipt=receipt, fields=sent, photos=[], today=on)
    desk_client.post(address(report, "accept/"), filled_in(country="RU", city=""))
    report.refresh_from_db()
    mended = sent | {"title": "Mended"}
    correct(report=report, receipt=receipt, fields=mended, photos=(), token="c", today=on)
    seen = desk_client.get(address(report)).context["page"].seen
    again = filled_in(country="RU", city="", title_en="Mended", seen=seen)
    desk_client.post(address(report, "accept/"), again)
    [action] = Action.objects.all()
    assert (action.state, action.texts.get().title) == (State.WAITING, "Mended")
