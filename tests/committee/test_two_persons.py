"""Changes of members and keys need two people, whatever one of them tries."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from soliday.committee import two_persons
from soliday.committee.carrying_out import CannotBeDone
from soliday.committee.keys import make_keyholder, recipients_in_force
from soliday.committee.kinds import Kind, State
from soliday.committee.members import close
from soliday.committee.models import AuditEntry, Member, PendingChange
from soliday.committee.roles import ADMINISTRATOR, REVIEWER, create_roles
from soliday.committee.two_persons import NotAllowed, agree, ask, refuse, use, waiting

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 4, 12, tzinfo=UTC)
HERON = {
    "username": "heron",
    "password": "pbkdf2_sha256$hash",
    "roles": [REVIEWER],
    "countries": ["PL"],
    "is_active": True,
}


def administrator(name: str) -> Member:
    member = Member.objects.create_user(name)
    member.groups.add(Group.objects.get(name=ADMINISTRATOR))
    return member


@pytest.fixture
def owner(db: None) -> Member:
    create_roles()
    return administrator("owner")


@pytest.fixture
def mate(owner: Member) -> Member:
    return administrator("mate")


@pytest.fixture
def outsider(owner: Member) -> Member:
    return Member.objects.create_user("outsider")


def ask_for_heron(member: Member) -> PendingChange:
    return ask(kind=Kind.ADD_MEMBER, subject="member heron", payload=HERON, member=member, now=NOW)


def exists() -> bool:
    return Member.objects.filter(username="heron").exists()


def test_one_asks_and_nothing_happens_until_another_agrees(owner, mate):
    change = ask_for_heron(owner)
    assert not exists()
    agree(change_id=change.pk, member=mate, now=NOW)
    heron = Member.objects.get(username="heron")
    assert [group.name for group in heron.groups.all()] == [REVIEWER]
    assert (heron.password, heron.countries) == (HERON["password"], ["PL"])
    verbs = list(AuditEntry.objects.values_list("member", "verb"))
    assert verbs == [("owner", "asked to add a member"), ("mate", "agreed to add a member")]


def test_no_hash_of_a_password_stays_in_what_was_decided(owner, mate):
    change = ask_for_heron(owner)
    agree(change_id=change.pk, member=mate, now=NOW)
    assert "password" not in PendingChange.objects.get().payload


def test_who_asked_cannot_agree(owner, mate):
    change = ask_for_heron(owner)
    with pytest.raises(NotAllowed):
        agree(change_id=change.pk, member=owner, now=NOW)
    assert not exists()


def test_who_is_no_administrator_cannot_agree(owner, mate, outsider):
    change = ask_for_heron(owner)
    with pytest.raises(NotAllowed):
        agree(change_id=change.pk, member=outsider, now=NOW)


def test_what_was_refused_or_done_is_closed(owner, mate):
    change = ask_for_heron(owner)
    refuse(change_id=change.pk, member=mate, now=NOW)
    for decide in (agree, refuse):
        with pytest.raises(NotAllowed):
            decide(change_id=change.pk, member=mate, now=NOW)
    assert not exists()


def test_what_waits_too_long_lapses(owner, mate):
    change = ask_for_heron(owner)
    later = NOW + two_persons.VALID + timedelta(days=1)
    assert not waiting(today=later.date()).exists()
    with pytest.raises(NotAllowed):
        agree(change_id=change.pk, member=mate, now=later)


def test_who_was_locked_out_has_asked_for_nothing(owner, mate):
    change = ask_for_heron(owner)
    close(member=owner)
    with pytest.raises(NotAllowed):
        agree(change_id=change.pk, member=mate, now=NOW)


def test_the_only_administrator_acts_alone_and_the_log_says_so(owner):
    assert ask_for_heron(owner).state == State.DONE
    assert exists()
    assert [entry.verb for entry in AuditEntry.objects.all()] == [
        "asked to add a member",
        "alone: add a member",
    ]


def test_locking_the_other_out_makes_nobody_the_only_one(owner, mate):
    close(member=mate)
    assert ask_for_heron(owner).state == State.WAITING
    assert not exists()


def test_the_host_can_be_the_second_person(owner, mate):
    close(member=mate)
    change = ask_for_heron(owner)
    two_persons.agree_at_machine(change_id=change.pk, now=NOW)
    assert exists()
    assert AuditEntry.objects.last().member == two_persons.HOST


def test_a_name_taken_meanwhile_leaves_it_open(owner, mate):
    change = ask_for_heron(owner)
    Member.objects.create_user("Heron")
    with pytest.raises(CannotBeDone):
        agree(change_id=change.pk, member=mate, now=NOW)
    assert PendingChange.objects.get().state == State.WAITING


def test_an_allowed_key_is_made_once(owner, mate, outsider):
    subject = f"member {outsider.pk}"
    asked = {"kind": Kind.GIVE_KEY, "subject": subject}
    change = ask(**asked, payload={"member": outsider.pk}, member=owner, now=NOW)
    assert not use(**asked, member=outsider, today=NOW.date())
    agree(change_id=change.pk, member=mate, now=NOW)
    assert use(**asked, member=outsider, today=NOW.date())
    assert not use(**asked, member=outsider, today=NOW.date())


def test_only_who_asked_makes_the_recovery_key(owner, mate):
    asked = {"kind": Kind.MAKE_RECOVERY, "subject": "recovery key"}
    change = ask(**asked, payload={}, member=owner, now=NOW)
    agree(change_id=change.pk, member=mate, now=NOW)
    assert not use(**asked, member=mate, today=NOW.date())
    assert use(**asked, member=owner, today=NOW.date())


def test_taking_the_last_key_back_cannot_be_done(owner, mate):
    make_keyholder(member=owner, passphrase="words", today=NOW.date())
    change = ask(
        kind=Kind.TAKE_KEY,
        subject=f"member {owner.pk}",
        payload={"member": owner.pk},
        member=mate,
        now=NOW,
    )
    with pytest.raises(CannotBeDone):
        agree(change_id=change.pk, member=owner, now=NOW)
    assert recipients_in_force()


def test_a_thousand_attempts_single_handed_change_nothing(owner, mate, outsider):
    """Whatever one administrator does, in any order; the other only looks on."""
    dice, accomplice = random.Random(4), outsider  # noqa: S311 - the same moves each time
    before = sorted(Member.objects.values_list("username", "is_active"))
    moves = [
        lambda: ask_for_heron(owner),
        lambda: ask(
            kind=Kind.CHANGE_MEMBER,
            subject=f"member {accomplice.pk}",
            payload=HERON | {"member": accomplice.pk, "roles": [ADMINISTRATOR]},
            member=owner,
            now=NOW,
        ),
        lambda: agree(change_id=_any_id(dice), member=owner, now=NOW),
        lambda: agree(change_id=_any_id(dice), member=accomplice, now=NOW),
        lambda: refuse(change_id=_any_id(dice), member=owner, now=NOW),
        lambda: close(member=mate),
    ]
    for _ in range(1000):
        try:
            dice.choice(moves)()
        except NotAllowed:
            continue
    Member.objects.filter(pk=mate.pk).update(is_active=True)
    assert sorted(Member.objects.values_list("username", "is_active")) == before
    assert not accomplice.groups.exists()
    done = PendingChange.objects.filter(state__in=[State.DONE, State.ALLOWED])
    assert not done.exists()


def _any_id(dice: random.Random) -> int:
    return dice.choice([*PendingChange.objects.values_list("pk", flat=True), 0])
