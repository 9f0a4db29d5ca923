"""The page of keys: who holds one, re-sealing in slices, the recovery key, locking everybody."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from soliday.committee import recovery_keys
from soliday.committee.keys import make_keyholder
from soliday.committee.models import AuditEntry, Keyholder, PendingChange, RecoveryKey, Unlocking
from soliday.committee.roles import ADMINISTRATOR, REVIEWER
from soliday.desk import keys_views
from soliday.reports.resealing import out_of_date
from soliday.sealing import age_write
from soliday.sealing.recovery import combine, new_recovery

pytestmark = pytest.mark.django_db
KEYS = "/desk/keys/"
WORDS = "eight loud herons over the water"


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch):
    monkeypatch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 8)


@pytest.fixture
def mate(committee_member):
    """A second administrator, without a key."""
    return committee_member("mate", ADMINISTRATOR)


@pytest.fixture
def second(mate, sign_in):
    return sign_in(mate)


def new_keyholder(member):
    return make_keyholder(member=member, passphrase=WORDS, today=timezone.now().date())


def agree_to_all(browser):
    for number in PendingChange.objects.filter(state="waiting").values_list("pk", flat=True):
        browser.post(f"/desk/pending/{number}/", {"decision": "agree"})


def shares_on(page: str) -> list[str]:
    lists = re.findall(r'<ol class="desk-share__words".*?</ol>', page, re.S)
    return [" ".join(re.findall(r"<li>(\w+)</li>", each)) for each in lists]


def make_recovery(browser):
    key = recovery_keys.in_force()
    return browser.post(KEYS + "recovery/", {"seen": key.pk if key else ""}, follow=True)


def verbs():
    return list(AuditEntry.objects.order_by("id").values_list("member", "verb"))


def test_the_page_tells_who_holds_a_key_and_what_is_missing(desk_client, day):
    page = desk_client.get(KEYS).content.decode()
    for words in ("owner", "2026-08-04", "One keyholder only", "There is no recovery key"):
        assert words in page
    assert "You are the only administrator" in page


def test_re_sealing_goes_on_in_slices_until_all_is_done(
    desk_client, send, mate, monkeypatch, photo
):
    monkeypatch.setattr(keys_views, "SECONDS", 0.000001)  # one package an answer
    send(photos=(photo,))
    send()
    new_keyholder(mate)
    assert "3 of 3 packages are sealed to other keys" in desk_client.get(KEYS).content.decode()
    data, posts = {}, 0
    while "data-desk-going-on" in (
        page := desk_client.post(KEYS + "reseal/", data, follow=True).content.decode()
    ):
        data = {"after": re.search(r'name="after" value="([^"]+)"', page)[1]}
        posts += 1
        assert out_of_date() == 3 - posts
    assert "Everything is sealed to the keys in force" in page
    assert ("owner", "re-sealed") in verbs()


def test_what_my_key_does_not_open_is_told(desk_client, send, owner, mate):
    send()
    new_keyholder(mate)
    Keyholder.objects.filter(member=owner).update(recipient=new_recovery()[0].recipient)
    send()  # sealed to others than the browser's key
    new_keyholder_of_another = new_recovery()[0].recipient
    Keyholder.objects.filter(member=mate).update(recipient=new_keyholder_of_another)
    page = desk_client.post(KEYS + "reseal/", follow=True).content.decode()
    assert "1 package did not open with your key" in page
    assert out_of_date() == 1


def test_re_sealing_asks_for_the_passphrase_first(owner, sign_in, send, mate):
    send()
    new_keyholder(mate)
    assert sign_in(owner).post(KEYS + "reseal/").status_code == 403
    assert out_of_date() == 1


def test_giving_and_taking_a_key_takes_two(desk_client, second, teammate, committee_member):
    newcomer = committee_member("newcomer", REVIEWER)
    desk_client.post(KEYS + "give/", {"member": newcomer.pk})
    desk_client.post(KEYS + "take/", {"member": teammate.pk})
    assert Keyholder.objects.get(member=teammate).removed_on is None
    assert PendingChange.objects.filter(state="waiting").count() == 2
    agree_to_all(desk_client)  # the asker: in vain
    assert PendingChange.objects.filter(state="waiting").count() == 2
    agree_to_all(second)
    assert Keyholder.objects.get(member=teammate).removed_on
    assert PendingChange.objects.get(kind="give a key").state == "allowed"


def test_a_key_taken_back_can_be_given_again(desk_client, teammate, sign_in, day):
    desk_client.post(KEYS + "take/", {"member": teammate.pk})
    browser = sign_in(teammate)
    chosen = {"passphrase": WORDS, "repeated": WORDS}
    assert browser.post("/desk/keyholder/", chosen).status_code == 403
    desk_client.post(KEYS + "give/", {"member": teammate.pk})
    browser.post("/desk/keyholder/", chosen)
    assert Keyholder.objects.get(member=teammate).removed_on is None


def test_leave_that_was_not_used_does_not_outlive_the_key(desk_client, teammate, sign_in, day):
    desk_client.post(KEYS + "give/", {"member": teammate.pk})  # holds one already: unused
    desk_client.post(KEYS + "take/", {"member": teammate.pk})
    chosen = {"passphrase": WORDS, "repeated": WORDS}
    assert sign_in(teammate).post("/desk/keyholder/", chosen).status_code == 403
    assert Keyholder.objects.get(member=teammate).removed_on


def test_the_last_key_stays(desk_client, owner, day):
    page = desk_client.post(KEYS + "take/", {"member": owner.pk}, follow=True).content.decode()
    assert "Not taken back" in page
    assert Keyholder.objects.get().removed_on is None


def test_nobody_of_that_number(desk_client):
    for path in ("give/", "take/"):
        assert desk_client.post(KEYS + path, {"member": "777"}).status_code == 404
        assert desk_client.post(KEYS + path, {"member": "x"}).status_code == 404


def test_the_shares_are_shown_once_and_stored_nowhere(desk_client, day):
    answer = make_recovery(desk_client)
    shares = shares_on(answer.content.decode())
    assert answer["Cache-Control"] == "no-store"
    assert combine(shares[:2]).recipient == RecoveryKey.objects.get().recipient
    assert verbs()[-1] == ("owner", "made recovery key")
    again = desk_client.post(KEYS + "recovery/", {"seen": ""}, follow=True).content.decode()
    assert shares_on(again) == []  # the page loaded again makes no other key
    assert RecoveryKey.objects.count() == 1


def test_a_recovery_key_takes_two(desk_client, second, day):
    assert shares_on(make_recovery(desk_client).content.decode()) == []
    assert "Make a new recovery key" in second.get("/desk/pending/").content.decode()
    agree_to_all(second)
    assert shares_on(make_recovery(second).content.decode()) == []  # asks for one of their own
    assert len(shares_on(make_recovery(desk_client).content.decode())) == 3
    assert shares_on(make_recovery(desk_client).content.decode()) == []  # used up


def test_a_drill_is_forgiving_and_is_noted(desk_client, send):
    shares = shares_on(make_recovery(desk_client).content.decode())
    send()
    typed = {"first": f"  {shares[2].upper()}\n", "second": shares[0].replace(" ", "\n")}
    page = desk_client.post(KEYS + "drill/", typed, follow=True).content.decode()
    assert "opened a stored report" in page
    assert recovery_keys.in_force().drilled_on == timezone.now().date()
    assert verbs()[-1] == ("owner", "drilled recovery")


def test_wrong_shares_are_told_and_note_nothing(desk_client, day):
    shares = shares_on(make_recovery(desk_client).content.decode())
    _, strangers = new_recovery()
    for first, second, words in (
        (shares[0], shares[0], "once more"),
        (shares[0], strangers[1], "do not belong together"),
        (strangers[0], strangers[1], "another recovery key"),
        (shares[0], "heron " + shares[1], "Word 1 is not in the list"),
        (shares[0], shares[1] + " acid", "33 words"),
        (shares[0], "", "required"),
    ):
        answer = desk_client.post(KEYS + "drill/", {"first": first, "second": second})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert recovery_keys.in_force().drilled_on is None


def test_locking_everybody_works_at_once_for_every_browser(
    desk_client, reviewer, mate, sign_in, profiles
):
    assert reviewer.get("/desk/reports/").status_code == 200
    sign_in(mate).post(KEYS + "lock-everybody/")
    assert not Unlocking.objects.exists()
    for browser in (reviewer, desk_client):
        assert "/desk/unlock/" in browser.get("/desk/reports/")["Location"]
    assert verbs()[-1] == ("mate", "locked everybody")


def test_the_home_page_reminds_of_what_is_to_be_done(desk_client, send, mate, second):
    page = desk_client.get("/desk/").content.decode()
    assert "Make a recovery key" in page
    send()
    make_recovery(desk_client)
    page = second.get("/desk/").content.decode()
    assert "1 change waits for a second administrator" in page
    agree_to_all(second)
    make_recovery(desk_client)
    page = desk_client.get("/desk/").content.decode()
    assert "Recovery drill" in page
    assert "1 package is sealed to other keys" in page


def test_a_reviewer_is_not_bothered_with_keys(reviewer, day):
    assert "To do about keys" not in reviewer.get("/desk/").content.decode()
