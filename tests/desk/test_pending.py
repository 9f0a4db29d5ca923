"""What waits for a second administrator, and what one alone can and cannot do there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from soliday.committee.models import Member, PendingChange
from soliday.committee.roles import ADMINISTRATOR, EDITOR, REVIEWER

pytestmark = pytest.mark.django_db
PENDING = "/desk/pending/"


@pytest.fixture
def second(committee_member, sign_in, day):
    return sign_in(committee_member("mate", ADMINISTRATOR))


@pytest.fixture
def change(desk_client, second, teammate):
    """The owner wants the teammate to edit pages, and to be a reviewer for Poland only."""
    roles = Group.objects.filter(name__in=[REVIEWER, EDITOR]).values_list("pk", flat=True)
    data = {"roles": list(roles), "countries": "PL", "is_active": "on", "password": "a bird on wat"}
    desk_client.post(f"/desk/members/{teammate.pk}/", data)
    return PendingChange.objects.get()


def test_it_says_what_would_be_different(second, change):
    page = second.get(PENDING).content.decode()
    assert "Change the member teammate" in page
    assert "Roles: Reviewers → Editors, Reviewers" in page
    assert "Countries: all → PL" in page
    assert "A new password" in page
    assert "Can sign in" not in page  # stays as it is
    assert change.payload["password"] not in page


def test_agreeing_does_it(second, change, teammate):
    second.post(f"{PENDING}{change.pk}/", {"decision": "agree"})
    teammate.refresh_from_db()
    assert teammate.countries == ["PL"]
    assert teammate.check_password("a bird on wat")
    assert "Nothing waits" in second.get(PENDING).content.decode()


def test_refusing_does_not(second, change, teammate):
    second.post(f"{PENDING}{change.pk}/", {"decision": "refuse"})
    teammate.refresh_from_db()
    assert not teammate.countries
    assert "Nothing waits" in second.get(PENDING).content.decode()


def test_who_asked_sees_no_button_and_pressing_it_anyway_does_nothing(
    desk_client, change, teammate
):
    assert 'value="agree"' not in desk_client.get(PENDING).content.decode()
    answer = desk_client.post(f"{PENDING}{change.pk}/", {"decision": "agree"}, follow=True)
    assert "not yours to decide" in answer.content.decode()
    teammate.refresh_from_db()
    assert not teammate.countries


def test_who_asked_can_take_it_back(desk_client, second, change):
    desk_client.post(f"{PENDING}{change.pk}/", {"decision": "refuse"})
    answer = second.post(f"{PENDING}{change.pk}/", {"decision": "agree"}, follow=True)
    assert "no longer open" in answer.content.decode()


def test_the_first_password_comes_and_goes_as_a_hash(desk_client, second):
    secret = "a grey bird in water"
    data = {"username": "heron", "password": secret, "is_active": "on"}
    desk_client.post("/desk/members/add/", data)
    change = PendingChange.objects.get()
    assert secret not in str(change.payload)
    second.post(f"{PENDING}{change.pk}/", {"decision": "agree"})
    assert Member.objects.get(username="heron").check_password(secret)
    assert "password" not in PendingChange.objects.get().payload


def test_alone_it_says_so(desk_client, day):
    page = desk_client.get(PENDING).content.decode()
    assert "You are the only administrator" in page


def test_the_menu_counts_what_waits(second, change):
    assert "Second person (1)" in second.get("/desk/").content.decode()
