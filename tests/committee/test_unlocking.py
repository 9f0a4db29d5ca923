"""The lock on sealed reports: neither the database nor the cookie opens anything alone."""

from datetime import UTC, datetime, timedelta

import pytest

from soliday.committee import unlocking
from soliday.committee.keys import NoKeyholder, make_keyholder, recipients_in_force
from soliday.committee.models import Keyholder, Member, Unlocking
from soliday.sealing.identities import WrongPassphrase, recipient_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 4, 12, tzinfo=UTC)
PASSPHRASE = "seven quiet rivers under snow"


@pytest.fixture
def owner() -> Member:
    return Member.objects.create_user("owner")


@pytest.fixture
def outsider() -> Member:
    return Member.objects.create_user("outsider")


@pytest.fixture
def keyholder(owner: Member) -> Keyholder:
    return make_keyholder(member=owner, passphrase=PASSPHRASE, today=NOW.date())


@pytest.fixture
def token(keyholder: Keyholder, owner: Member) -> str:
    return unlocking.unlock(member=owner, passphrase=PASSPHRASE, now=NOW)


def test_the_passphrase_opens_the_identity(keyholder, owner, token):
    secret = unlocking.opened_secret(member=owner, token=token, now=NOW)
    assert recipient_of(secret) == keyholder.recipient


def test_a_wrong_passphrase_opens_nothing(keyholder, owner):
    with pytest.raises(WrongPassphrase):
        unlocking.unlock(member=owner, passphrase="seven quiet rivers", now=NOW)
    assert not Unlocking.objects.exists()


def test_who_holds_no_key_is_told(outsider):
    with pytest.raises(unlocking.NotKeyholder):
        unlocking.unlock(member=outsider, passphrase=PASSPHRASE, now=NOW)


def test_another_member_cannot_use_the_cookie(token, outsider):
    with pytest.raises(unlocking.Locked):
        unlocking.opened_secret(member=outsider, token=token, now=NOW)


def test_it_shuts_after_half_an_hour_of_rest(owner, token):
    later = NOW + timedelta(minutes=31)
    with pytest.raises(unlocking.Locked):
        unlocking.opened_secret(member=owner, token=token, now=later)


def test_use_keeps_it_open_but_not_beyond_twelve_hours(owner, token):
    for minutes in range(0, 12 * 60, 25):
        moment = NOW + timedelta(minutes=minutes)
        unlocking.opened_secret(member=owner, token=token, now=moment)
    with pytest.raises(unlocking.Locked):
        unlocking.opened_secret(member=owner, token=token, now=NOW + timedelta(hours=12, minutes=1))


def test_locking_works_at_once(owner, token):
    unlocking.lock(token=token)
    with pytest.raises(unlocking.Locked):
        unlocking.opened_secret(member=owner, token=token, now=NOW)


def test_locking_everybody_works_at_once(owner, token):
    unlocking.lock_everybody()
    with pytest.raises(unlocking.Locked):
        unlocking.opened_secret(member=owner, token=token, now=NOW)


def test_a_removed_keyholder_reads_nothing_more(keyholder, owner, token):
    Keyholder.objects.update(removed_on=NOW.date())
    with pytest.raises(unlocking.Locked):
        unlocking.opened_secret(member=owner, token=token, now=NOW)
    with pytest.raises(NoKeyholder):
        recipients_in_force()


def test_neither_secret_nor_token_lies_in_the_database(owner, token):
    secret = unlocking.opened_secret(member=owner, token=token, now=NOW)
    row = Unlocking.objects.values().get()
    stored = b" ".join(
        value if isinstance(value, bytes) else str(value).encode() for value in row.values()
    )
    assert secret.encode() not in stored
    assert token.encode() not in stored
