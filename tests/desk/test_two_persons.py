"""Where the safety profile asks for it, two members decide, and not before the day has come."""

from __future__ import annotations

import pytest

from soliday.actions.models import Action
from soliday.committee.models import AuditEntry
from soliday.places.models import SafetyProfile
from soliday.reports.models import Kind, Package, Report
from soliday.reports.states import State

pytestmark = pytest.mark.django_db
LONG_AGO = 30


def address(report: Report, step: str = "") -> str:
    return f"/desk/reports/{report.pk}/{step}"


@pytest.fixture
def minsk(send) -> Report:
    """A report from an affected country, whose days of waiting are over."""
    return send(country="BY", days_ago=LONG_AGO)


@pytest.fixture
def from_minsk(filled_in):
    return filled_in(country="BY", city="", title_en="Flowers", happened_on="2026-08-05")


def seen(browser, report: Report) -> str:
    return browser.get(address(report)).context["page"].seen


def test_accepting_proposes_and_publishes_nothing(reviewer, minsk, from_minsk):
    reviewer.post(address(minsk, "accept/"), from_minsk)
    minsk.refresh_from_db()
    assert (minsk.state, minsk.proposed_by) == (State.PROPOSED, "teammate")
    assert not Action.objects.exists()
    [package] = Package.objects.filter(kind=Kind.PROPOSAL)
    assert b"Flowers" not in bytes(package.sealed)


def test_another_member_sees_exactly_that_and_agrees(reviewer, second_reviewer, minsk, from_minsk):
    reviewer.post(address(minsk, "accept/"), from_minsk)
    page = second_reviewer.get(address(minsk))
    assert "Flowers" in page.content.decode()
    assert "Agree and publish" in page.content.decode()
    second_reviewer.post(address(minsk, "agree/"), {"seen": page.context["page"].seen})
    action = Action.objects.get()
    assert action.texts.get().title == "Flowers"
    assert list(AuditEntry.objects.values_list("member", "verb")) == [
        ("teammate", "proposed"),
        ("second", "agreed, published"),
    ]


def test_nobody_agrees_to_their_own(reviewer, minsk, from_minsk):
    reviewer.post(address(minsk, "accept/"), from_minsk)
    page = reviewer.get(address(minsk)).content.decode()
    assert "another member must agree" in page
    assert "Agree and publish" not in page
    reviewer.post(address(minsk, "agree/"), {"seen": seen(reviewer, minsk)})
    reviewer.post(address(minsk, "accept/"), from_minsk | {"seen": seen(reviewer, minsk)})
    assert not Action.objects.exists()


def test_what_was_changed_since_it_was_seen_is_not_agreed_to(
    reviewer, second_reviewer, minsk, from_minsk
):
    reviewer.post(address(minsk, "accept/"), from_minsk)
    before = seen(second_reviewer, minsk)
    again = from_minsk | {"title_en": "Something else", "seen": before}
    reviewer.post(address(minsk, "accept/"), again)
    answer = second_reviewer.post(address(minsk, "agree/"), {"seen": before}, follow=True)
    assert "was faster" in answer.content.decode()
    assert not Action.objects.exists()


def test_a_proposal_is_not_overwritten_unseen(reviewer, second_reviewer, minsk, from_minsk):
    reviewer.post(address(minsk, "accept/"), from_minsk)
    answer = second_reviewer.post(address(minsk, "accept/"), from_minsk | {"title_en": "Mine"})
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert Report.objects.get().proposed_by == "teammate"


def test_changing_a_proposal_makes_it_ones_own(reviewer, second_reviewer, minsk, from_minsk):
    reviewer.post(address(minsk, "accept/"), from_minsk)
    form = second_reviewer.get(address(minsk) + "?change=1").context["forms"].form
    assert form["title_en"].value() == "Flowers"
    changed = from_minsk | {"title_en": "Mine", "seen": seen(second_reviewer, minsk)}
    second_reviewer.post(address(minsk, "accept/"), changed)
    assert Report.objects.get().proposed_by == "second"
    reviewer.post(address(minsk, "agree/"), {"seen": seen(reviewer, minsk)})
    assert Action.objects.get().texts.get().title == "Mine"


def test_sending_back_destroys_the_proposal(reviewer, second_reviewer, minsk, from_minsk):
    reviewer.post(address(minsk, "accept/"), from_minsk)
    second_reviewer.post(address(minsk, "send-back/"))
    minsk.refresh_from_db()
    assert (minsk.state, minsk.proposed_by) == (State.WAITING, "")
    assert not Package.objects.filter(kind=Kind.PROPOSAL).exists()


def test_another_country_in_the_form_does_not_lift_the_rule(reviewer, minsk, filled_in):
    """Sent from Belarus, published as Lithuania: still two members, still no city."""
    reviewer.post(address(minsk, "accept/"), filled_in(country="LT", name="N", publish_name="on"))
    assert Report.objects.get().state == State.PROPOSED
    assert not Action.objects.exists()


def test_place_date_and_name_are_made_coarse(reviewer, second_reviewer, minsk, from_minsk):
    typed = from_minsk | {"city": "625144", "name": "Name", "publish_name": "on"}
    reviewer.post(address(minsk, "accept/"), typed)
    second_reviewer.post(address(minsk, "agree/"), {"seen": seen(second_reviewer, minsk)})
    action = Action.objects.get()
    assert (action.city, action.name, action.date_precision) == (None, "", "week")
    assert action.happened_on.isoformat() == "2026-08-03"


def test_no_photo_of_an_affected_country_is_published(
    reviewer, second_reviewer, send, from_minsk, photo
):
    report = send(country="BY", days_ago=LONG_AGO, photos=(photo,))
    chosen = {"photo-0-publish": "on", "photo-0-looked": "on", "photo-0-description_en": "x"}
    reviewer.post(address(report, "accept/"), from_minsk | chosen)
    second_reviewer.post(address(report, "agree/"), {"seen": seen(second_reviewer, report)})
    assert not Action.objects.get().photos.exists()


def test_before_its_day_it_is_kept_as_a_proposal(reviewer, send, filled_in):
    report = send(country="RU")
    page = reviewer.get(address(report)).content.decode()
    assert "can be published from" in page
    reviewer.post(address(report, "accept/"), filled_in(country="RU", city=""))
    assert Report.objects.get().state == State.PROPOSED
    reviewer.post(address(report, "agree/"), {"seen": seen(reviewer, report)})
    assert not Action.objects.exists()


def test_when_its_day_has_come_one_press_publishes(reviewer, send, filled_in):
    report = send(country="RU")
    reviewer.post(address(report, "accept/"), filled_in(country="RU", city=""))
    SafetyProfile.objects.update(delay_days=0)
    reviewer.post(address(report, "agree/"), {"seen": seen(reviewer, report)})
    assert Action.objects.get().country == "RU"


def test_a_profile_made_stricter_meanwhile_counts(reviewer, send, filled_in):
    report = send(country="RU")
    reviewer.post(address(report, "accept/"), filled_in(country="RU", city=""))
    SafetyProfile.objects.update(delay_days=0, date_precision="month", reviewers_needed=2)
    reviewer.post(address(report, "agree/"), {"seen": seen(reviewer, report)})
    assert not Action.objects.exists()
