"""Keyholders' identities and passphrases."""

from datetime import date

import pytest

from soliday.committee.keys import (
    NoKeyholder,
    change_passphrase,
    make_keyholder,
    recipients_in_force,
    replace_identity,
)
from soliday.committee.models import Member
from soliday.sealing.identities import WrongPassphrase, unwrap

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)


@pytest.fixture
def keyholder():
    owner = Member.objects.create_user("owner")
    return make_keyholder(member=owner, passphrase="first words", today=TODAY)


def test_without_a_keyholder_nothing_can_be_sealed():
    with pytest.raises(NoKeyholder):
        recipients_in_force()


def test_every_keyholder_in_force_is_sealed_to(keyholder):
    mate = make_keyholder(
        member=Member.objects.create_user("mate"), passphrase="other words", today=TODAY
    )
    assert set(recipients_in_force()) == {keyholder.recipient, mate.recipient}


def test_a_new_passphrase_opens_the_same_identity(keyholder):
    before = unwrap(bytes(keyholder.wrapped_identity), "first words")
    change_passphrase(keyholder=keyholder, old="first words", new="second words")
    keyholder.refresh_from_db()
    assert unwrap(bytes(keyholder.wrapped_identity), "second words") == before
    with pytest.raises(WrongPassphrase):
        unwrap(bytes(keyholder.wrapped_identity), "first words")


def test_a_wrong_old_passphrase_changes_nothing(keyholder):
    with pytest.raises(WrongPassphrase):
        change_passphrase(keyholder=keyholder, old="guess", new="second words")
    keyholder.refresh_from_db()
    assert unwrap(bytes(keyholder.wrapped_identity), "first words")


def test_a_replaced_identity_is_another(keyholder):
    before = keyholder.recipient
    replace_identity(keyholder=keyholder, passphrase="third words", today=TODAY)
    assert keyholder.recipient != before
    assert recipients_in_force() == [keyholder.recipient]
