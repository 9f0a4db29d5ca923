"""The recovery key is sealed to while it is in force; the server never knows more of it."""

from datetime import date, timedelta

import pytest

from soliday.committee import recovery_keys
from soliday.committee.keys import (
    HoldsKey,
    LastKeyholder,
    NoKeyholder,
    make_keyholder,
    recipients_in_force,
    take_back,
)
from soliday.committee.models import Member, RecoveryKey
from soliday.sealing.recovery import combine

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)


@pytest.fixture
def keyholder():
    member = Member.objects.create_user("owner")
    return make_keyholder(member=member, passphrase="words", today=TODAY)


def test_it_is_sealed_to_while_it_is_in_force(keyholder):
    shares = recovery_keys.make(today=TODAY)
    first = combine(shares[:2])
    assert set(recipients_in_force()) == {keyholder.recipient, first.recipient}
    second = combine(recovery_keys.make(today=TODAY, replace=True)[1:])
    assert set(recipients_in_force()) == {keyholder.recipient, second.recipient}


def test_it_alone_takes_no_report_in():
    recovery_keys.make(today=TODAY)
    with pytest.raises(NoKeyholder):
        recipients_in_force()


def test_another_is_made_only_when_asked_to_replace_it(keyholder):
    recovery_keys.make(today=TODAY)
    with pytest.raises(recovery_keys.RecoveryKeyExists):
        recovery_keys.make(today=TODAY)
    assert RecoveryKey.objects.count() == 1


def test_no_share_and_no_secret_is_stored():
    shares = recovery_keys.make(today=TODAY)
    stored = str(RecoveryKey.objects.values().get()).casefold()
    assert combine(shares[:2]).secret.casefold() not in stored
    assert not any(f" {word} " in f" {stored} " for word in shares[0].split() if len(word) > 4)


def test_a_drill_is_due_at_once_and_every_month():
    recovery_keys.make(today=TODAY)
    assert recovery_keys.is_drill_due(recovery_keys.in_force(), today=TODAY)
    recovery_keys.note_drill(key=recovery_keys.in_force(), today=TODAY)
    key = recovery_keys.in_force()
    assert not recovery_keys.is_drill_due(key, today=TODAY + timedelta(days=31))
    assert recovery_keys.is_drill_due(key, today=TODAY + timedelta(days=32))


def test_the_last_key_is_not_taken_back(keyholder):
    with pytest.raises(LastKeyholder):
        take_back(keyholder=keyholder, today=TODAY)
    assert recipients_in_force() == [keyholder.recipient]


def test_who_holds_a_key_gets_no_other_one(keyholder):
    with pytest.raises(HoldsKey):
        make_keyholder(member=keyholder.member, passphrase="other words", today=TODAY)
    assert recipients_in_force() == [keyholder.recipient]


def test_whose_key_was_taken_back_can_be_given_another(keyholder):
    mate = make_keyholder(
        member=Member.objects.create_user("mate"), passphrase="words", today=TODAY
    )
    take_back(keyholder=mate, today=TODAY)
    again = make_keyholder(member=mate.member, passphrase="new words", today=TODAY)
    assert again.recipient != mate.recipient
    assert set(recipients_in_force()) == {keyholder.recipient, again.recipient}
