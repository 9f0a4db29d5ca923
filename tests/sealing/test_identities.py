"""Identities: spelled as age spells them, wrapped as age wraps them."""

import pyrage
import pytest

from soliday.sealing import age_write
from soliday.sealing.age_read import NotASecret
from soliday.sealing.identities import (
    WrongPassphrase,
    identity_from_seed,
    new_identity,
    recipient_of,
    unwrap,
    wrap,
)


@pytest.fixture
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 10)


def test_a_new_identity_is_spelled_as_age_spells_it() -> None:
    identity = new_identity()
    assert identity.secret.startswith("AGE-SECRET-KEY-1")
    assert identity.recipient.startswith("age1")
    assert recipient_of(identity.secret) == identity.recipient


def test_no_two_identities_are_the_same() -> None:
    assert len({new_identity().secret for _ in range(100)}) == 100


def test_the_secret_does_not_show_in_repr() -> None:
    assert new_identity().secret not in repr(new_identity())
    identity = new_identity()
    assert identity.secret[16:] not in repr(identity)


def test_a_seed_gives_the_identity_that_age_knows() -> None:
    identity = identity_from_seed(bytes(range(32)))
    assert str(pyrage.x25519.Identity.from_str(identity.secret)) == identity.secret
    # RFC 7748's base point times this scalar, as OpenSSL computes it too.
    assert identity.recipient == "age13aqvttdk3ujkyjh9kg2w5an6dmy5mq5a84a4uxk3hfhnugfc9p0sy5p2wh"


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_seed_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        identity_from_seed(bytes(size))


RECIPIENT = identity_from_seed(bytes(range(32))).recipient


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1QQQ", RECIPIENT])
def test_what_is_no_secret_is_refused(text: str) -> None:
    with pytest.raises(NotASecret):
        recipient_of(text)


def test_a_wrapped_identity_costs_as_much_to_guess_as_with_stock_age() -> None:
    assert age_write.SCRYPT_LOG_ROUNDS == 18


@pytest.mark.usefixtures("cheap_scrypt")
def test_the_passphrase_opens_a_wrapped_identity() -> None:
    identity = new_identity()
    wrapped = wrap(identity.secret, "Жыве, 自由 and three words")
    assert unwrap(wrapped, "Жыве, 自由 and three words") == identity.secret
    assert identity.secret.encode() not in wrapped


@pytest.mark.usefixtures("cheap_scrypt")
@pytest.mark.parametrize("passphrase", ["", "other", "right ", "Right"])
def test_another_passphrase_does_not(passphrase: str) -> None:
    wrapped = wrap(new_identity().secret, "right")
    with pytest.raises(WrongPassphrase):
        unwrap(wrapped, passphrase)


@pytest.mark.usefixtures("cheap_scrypt")
def test_damaged_bytes_or_other_contents_open_nothing() -> None:
    wrapped = wrap(new_identity().secret, "right")
    hollow = age_write.encrypt_to_passphrase(b"not a secret", "right")
    for broken in (wrapped[:-1], b"", b"age-encryption.org/v1\n", hollow):
        with pytest.raises(WrongPassphrase):
            unwrap(broken, "right")


def test_an_empty_passphrase_and_a_wrong_secret_are_not_wrapped() -> None:
    with pytest.raises(ValueError, match="empty"):
        wrap(new_identity().secret, "")
    with pytest.raises(NotASecret):
        wrap("not a secret", "right")
