"""Members, the audit log, and what the shell of the desk shows to whom."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soliday.committee.models import AuditEntry, Member, PendingChange, Unlocking
from soliday.committee.roles import ADMINISTRATOR, EDITOR, REVIEWER, TRANSLATOR

pytestmark = pytest.mark.django_db
MEMBERS = "/desk/members/"
NEW = {"username": "heron", "password": "a grey bird in water", "is_active": "on"}


@pytest.fixture
def second_administrator(committee_member, sign_in):
    return sign_in(committee_member("mate", ADMINISTRATOR))


def test_the_list_tells_roles_second_factor_and_key(desk_client, teammate):
    Authenticator.objects.filter(user=teammate).delete()
    page = desk_client.get(MEMBERS).content.decode()
    for words in ("owner", "teammate", "Reviewers", "not yet", "since 2026-08-04"):
        assert words in page


def test_adding_a_member(desk_client, day):
    reviewers = Group.objects.get(name=REVIEWER)
    answer = desk_client.post(MEMBERS + "add/", NEW | {"roles": [reviewers.pk], "countries": "pl"})
    assert answer["Location"] == MEMBERS
    member = Member.objects.get(username="heron")
    assert member.check_password(NEW["password"])
    assert (list(member.groups.all()), member.countries, member.email) == ([reviewers], ["PL"], "")
    assert [entry.verb for entry in AuditEntry.objects.all()] == [
        "asked to add a member",
        "alone: add a member",
    ]


def test_adding_a_member_takes_another_administrator(desk_client, second_administrator, day):
    answer = desk_client.post(MEMBERS + "add/", NEW, follow=True)
    assert "when another administrator agrees" in answer.content.decode()
    assert not Member.objects.filter(username="heron").exists()
    number = PendingChange.objects.get().pk
    second_administrator.post(f"/desk/pending/{number}/", {"decision": "agree"})
    assert Member.objects.get(username="heron").check_password(NEW["password"])


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"username": "OWNER"}, {"countries": "zz"}, {"username": ""}]
)
def test_a_wrong_member_is_not_added(desk_client, wrong):
    assert desk_client.post(MEMBERS + "add/", NEW | wrong).status_code == 422
    assert Member.objects.count() == 1


def test_closing_an_account_locks_it(desk_client, teammate, reviewer):
    desk_client.post(f"{MEMBERS}{teammate.pk}/", {"countries": ""})
    teammate.refresh_from_db()
    assert not teammate.is_active
    assert not Unlocking.objects.filter(member=teammate).exists()
    assert reviewer.get("/desk/reports/").status_code == 302
    assert "closed account" in AuditEntry.objects.values_list("verb", flat=True)


def test_closing_an_account_is_done_alone_and_the_rest_waits(
    desk_client, second_administrator, teammate, reviewer
):
    desk_client.post(f"{MEMBERS}{teammate.pk}/", {"countries": "PL"})
    teammate.refresh_from_db()
    assert (teammate.is_active, teammate.countries) == (False, [])
    assert [group.name for group in teammate.groups.all()] == [REVIEWER]
    assert PendingChange.objects.get().payload["countries"] == ["PL"]


def test_opening_an_account_again_takes_another(desk_client, second_administrator, teammate):
    Member.objects.filter(pk=teammate.pk).update(is_active=False)
    reviewers = Group.objects.get(name=REVIEWER)
    desk_client.post(f"{MEMBERS}{teammate.pk}/", {"roles": [reviewers.pk], "is_active": "on"})
    teammate.refresh_from_db()
    assert not teammate.is_active


def test_saving_what_is_already_so_asks_for_nothing(desk_client, second_administrator, teammate):
    reviewers = Group.objects.get(name=REVIEWER)
    desk_client.post(f"{MEMBERS}{teammate.pk}/", {"roles": [reviewers.pk], "is_active": "on"})
    assert not PendingChange.objects.exists()


def test_wagtails_own_pages_change_no_member(desk_client, teammate, day):
    for path in ("users/", "users/new/", f"users/edit/{teammate.pk}/", "groups/", "groups/new/"):
        for method in (desk_client.get, desk_client.post):
            assert method(f"/desk/{path}").status_code in {302, 404}, path
    assert Member.objects.count() == 2


def test_an_administrator_helps_who_has_lost_something(desk_client, teammate, reviewer):
    help_with = {
        "is_active": "on",
        "password": "a new bird on the water",
        "remove_second_factor": "on",
    }
    desk_client.post(f"{MEMBERS}{teammate.pk}/", help_with)
    teammate.refresh_from_db()
    assert teammate.check_password("a new bird on the water")
    assert not Authenticator.objects.filter(user=teammate).exists()
    assert not Unlocking.objects.filter(member=teammate).exists()
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == [
        "asked to change a member",
        "alone: change a member",
    ]


def test_ones_own_settings_ask_for_no_name_and_no_picture(desk_client, day):
    page = desk_client.get("/desk/account/").content.decode()
    assert "locale-preferred_language" in page
    for field in ("avatar-avatar", "first_name", "name_email", "old_password"):
        assert f"{field}" not in page, field


def test_nobody_changes_their_own_roles(desk_client, owner):
    desk_client.post(f"{MEMBERS}{owner.pk}/", {"countries": "PL"})
    owner.refresh_from_db()
    assert owner.is_active and not owner.countries


def test_the_number_of_queries_is_fixed(desk_client, committee_member):
    desk_client.get(MEMBERS)
    with CaptureQueriesContext(connection) as few:
        desk_client.get(MEMBERS)
    for number in range(5):
        committee_member(f"member{number}", REVIEWER)
    with CaptureQueriesContext(connection) as many:
        desk_client.get(MEMBERS)
    assert len(many) == len(few)


def test_the_log_says_whether_it_is_whole(desk_client, send):
    desk_client.post(f"/desk/reports/{send().pk}/erase/")
    desk_client.post(f"/desk/reports/{send().pk}/erase/")
    assert "The log is whole" in desk_client.get("/desk/audit/").content.decode()
    AuditEntry.objects.filter(pk=AuditEntry.objects.first().pk).update(member="somebody else")
    assert "tampered with" in desk_client.get("/desk/audit/").content.decode()


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (REVIEWER, {"desk-reports", "desk-actions", "desk-lock"}),
        (EDITOR, {"desk-actions"}),
        (TRANSLATOR, set()),
    ],
)
def test_the_menu_hides_what_one_may_not_do(committee_member, sign_in, day, role, shown):
    page = sign_in(committee_member("member", role)).get("/desk/").content.decode()
    every = {"desk-reports", "desk-actions", "desk-lock", "desk-audit", "desk-members"}
    assert {name for name in every if f'"{name}"' in page} == shown
    assert ("desk-panel" in page) is (role == REVIEWER)


def test_the_home_page_counts_without_opening(reviewer, send):
    send(title="Secret vigil")
    reviewer.post("/desk/lock/")
    page = reviewer.get("/desk/").content.decode()
    assert "1 report waits" in page
    assert "The desk is locked" in page
    assert "Secret vigil" not in page


def test_the_demo_says_so_on_every_page(desk_client, day, profiles):
    for path in ("/desk/", "/desk/reports/", "/desk/pages/", "/desk/account/2fa/"):
        assert "desk-demo" in desk_client.get(path).content.decode(), path


def test_no_page_of_the_desk_holds_an_inline_script(desk_client, day, profiles, send):
    report = send()
    paths = ["/desk/", "/desk/reports/", f"/desk/reports/{report.pk}/", "/desk/actions/add/"]
    pages = ["/desk/pages/", f"/desk/pages/{day.pages.first().pk}/edit/", "/desk/account/2fa/"]
    for path in paths + pages:
        page = desk_client.get(path).content.decode()
        for tag in page.split("<script")[1:]:
            opening = tag.split(">")[0]
            assert "src=" in opening or 'type="application/json"' in opening, (path, opening)
