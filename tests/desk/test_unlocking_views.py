"""The passphrase opens the desk in one browser, and nothing typed is lost when it has locked."""

from __future__ import annotations

import pytest
from django.test import Client

from soliday.committee.models import AuditEntry, Keyholder, PendingChange, Unlocking
from soliday.committee.roles import REVIEWER
from soliday.committee.unlocking import COOKIE
from soliday.desk.unlocking_views import own_path
from soliday.reports.models import Report
from soliday.reports.states import State
from soliday.sealing import age_write
from tests.conftest import PASSPHRASE, PASSWORD

pytestmark = pytest.mark.django_db
UNLOCK = "/desk/unlock/"
NEW = "a heron stands beside quiet water"


@pytest.fixture
def locked(owner, sign_in) -> Client:
    return sign_in(owner)


@pytest.fixture
def cheap_scrypt(monkeypatch):
    monkeypatch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 8)


def test_the_passphrase_unlocks_and_leads_on(locked, day, profiles):
    asked = locked.get("/desk/reports/?country=LT")
    assert asked["Location"] == "/desk/unlock/?next=%2Fdesk%2Freports%2F%3Fcountry%3DLT"
    target = {"passphrase": PASSPHRASE, "next": "/desk/reports/?country=LT"}
    answer = locked.post(UNLOCK, target)
    assert answer["Location"] == "/desk/reports/?country=LT"
    assert locked.get(answer["Location"]).status_code == 200


def test_the_cookie_is_kept_to_the_desk(locked):
    locked.post(UNLOCK, {"passphrase": PASSPHRASE})
    cookie = locked.cookies[COOKIE]
    assert cookie["path"] == "/desk/"
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    assert not cookie["max-age"] and not cookie["expires"]


def test_a_wrong_passphrase_says_so(locked):
    answer = locked.post(UNLOCK, {"passphrase": "wrong"})
    assert answer.status_code == 403
    assert "not your passphrase" in answer.content.decode()
    assert not Unlocking.objects.exists()


def test_ten_tries_an_hour_and_nobody_else_is_stopped(locked, teammate, sign_in):
    for _try in range(10):
        locked.post(UNLOCK, {"passphrase": "wrong"})
    answer = locked.post(UNLOCK, {"passphrase": PASSPHRASE})
    assert answer.status_code == 403
    assert "Too many tries" in answer.content.decode()
    assert sign_in(teammate).post(UNLOCK, {"passphrase": PASSPHRASE}).status_code == 302


def test_locking_locks(desk_client):
    desk_client.post("/desk/lock/")
    assert not Unlocking.objects.exists()
    assert desk_client.get("/desk/reports/")["Location"].startswith(UNLOCK)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/desk/../x", "/en/", "", "javascript:alert(1)"],
)
def test_unlocking_leads_nowhere_else(target):
    path = own_path(target)
    assert path == "/desk/reports/" or path.startswith("/desk/")
    assert "evil" not in path


def test_a_form_sent_after_the_desk_locked_is_carried_on(locked, send, filled_in):
    report = send()
    typed = filled_in(title_en="Typed for an hour")
    answer = locked.post(f"/desk/reports/{report.pk}/accept/", typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'name="title_en" value="Typed for an hour"' in page
    carried = typed | {"desk-passphrase": PASSPHRASE}
    answer = locked.post(f"/desk/reports/{report.pk}/accept/", carried)
    assert answer["Location"] == "/desk/reports/"
    assert COOKIE in answer.cookies
    assert Report.objects.get().state == State.ACCEPTED


def test_a_wrong_passphrase_carries_the_form_on(locked, send, filled_in):
    report = send()
    typed = filled_in(title_en="Typed for an hour") | {"desk-passphrase": "wrong"}
    answer = locked.post(f"/desk/reports/{report.pk}/accept/", typed)
    page = answer.content.decode()
    assert 'name="title_en" value="Typed for an hour"' in page
    assert "wrong" not in page
    assert Report.objects.get().state == State.WAITING


def test_a_reviewer_without_a_key_makes_one(committee_member, sign_in, cheap_scrypt, day):
    browser = sign_in(committee_member("newcomer", REVIEWER))
    assert browser.get(UNLOCK)["Location"] == "/desk/keyholder/"
    page = browser.get("/desk/keyholder/").content.decode()
    assert "not those that lie here already" in page
    browser.post("/desk/keyholder/", {"passphrase": NEW, "repeated": NEW})
    assert Keyholder.objects.get().member.username == "newcomer"
    assert browser.post(UNLOCK, {"passphrase": NEW}).status_code == 302
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == [
        "alone: give a key",
        "became keyholder",
        "unlocked",
    ]


def test_a_key_takes_another_person(committee_member, sign_in, owner, cheap_scrypt, day):
    newcomer = committee_member("newcomer", REVIEWER)
    browser, administrator = sign_in(newcomer), sign_in(owner)
    chosen = {"passphrase": NEW, "repeated": NEW}
    assert "Ask for a key" in browser.get("/desk/keyholder/").content.decode()
    browser.post("/desk/keyholder/", chosen)
    assert not Keyholder.objects.filter(member=newcomer).exists()
    assert "You have asked" in browser.get("/desk/keyholder/").content.decode()
    number = PendingChange.objects.get().pk
    assert NEW not in str(PendingChange.objects.values().get())
    administrator.post(f"/desk/pending/{number}/", {"decision": "agree"})
    browser.post("/desk/keyholder/", chosen)
    assert Keyholder.objects.get(member=newcomer).removed_on is None


def test_a_passphrase_that_can_be_remembered_is_offered(committee_member, sign_in, day):
    browser = sign_in(committee_member("newcomer", REVIEWER))
    pages = [browser.get("/desk/keyholder/").content.decode() for _ in range(2)]
    words = [page.split('name="suggested" value="')[1].split('"')[0] for page in pages]
    assert [len(each.split()) for each in words] == [7, 7]
    assert words[0] != words[1]
    sent = {"passphrase": "short", "repeated": "short", "suggested": words[0]}
    assert words[0] in browser.post("/desk/keyholder/", sent).content.decode()


@pytest.mark.parametrize(
    ("passphrase", "repeated", "words"),
    [
        ("short", "short", "Too short"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaa", "Too easy"),
        (NEW, "another heron in the water", "not the same"),
        (PASSWORD, PASSWORD, "This is your password"),
    ],
)
def test_a_weak_passphrase_makes_no_key(committee_member, sign_in, passphrase, repeated, words):
    browser = sign_in(committee_member("newcomer", REVIEWER))
    sent = {"passphrase": passphrase, "repeated": repeated}
    page = browser.post("/desk/keyholder/", sent).content.decode()
    assert words in page
    assert not Keyholder.objects.exists()


def test_a_key_taken_back_is_not_made_again(teammate, owner, sign_in, today):
    Keyholder.objects.filter(member=teammate).update(removed_on=today)
    browser = sign_in(teammate)
    sent = {"passphrase": NEW, "repeated": NEW}
    assert browser.post("/desk/keyholder/", sent).status_code == 403
    assert Keyholder.objects.get(member=teammate).removed_on == today
