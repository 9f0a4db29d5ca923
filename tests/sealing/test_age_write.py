"""What no reader of age files can notice: that every file has randomness of its own."""

import hashlib

import pytest

from soliday.sealing import age_write
from soliday.sealing.age_write import encrypt_to_passphrase, encrypt_to_recipients
from soliday.sealing.identities import new_identity

RECIPIENTS = [new_identity().recipient, new_identity().recipient]


@pytest.fixture
def file_keys(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The key of every file that is written."""
    seen: list[bytes] = []
    write = age_write._age_file

    def watch(file_key: bytes, stanzas: bytes, plaintext: bytes) -> bytes:
        seen.append(file_key)
        return write(file_key, stanzas, plaintext)

    monkeypatch.setattr(age_write, "_age_file", watch)
    monkeypatch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 4)
    return seen


def write_fifty() -> list[bytes]:
    to_recipients = [encrypt_to_recipients(b"x", RECIPIENTS) for _ in range(25)]
    return to_recipients + [encrypt_to_passphrase(b"x", "right") for _ in range(25)]


def test_every_file_has_a_key_of_its_own(file_keys: list[bytes]) -> None:
    write_fifty()
    assert len(set(file_keys)) == 50
    assert {len(key) for key in file_keys} == {16}


def test_every_file_has_a_nonce_of_its_own(file_keys: list[bytes]) -> None:
    payloads = [file.partition(b"\n--- ")[2][44:] for file in write_fifty()]
    assert len({payload[:16] for payload in payloads}) == 50


def test_every_stanza_has_a_share_or_a_salt_of_its_own(file_keys: list[bytes]) -> None:
    lines = [line for file in write_fifty() for line in file.split(b"\n") if line[:2] == b"->"]
    assert len(set(lines)) == 25 * len(RECIPIENTS) + 25


def test_scrypt_is_asked_as_the_format_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def watch(password: bytes, **options: object) -> bytes:
        asked.update(options)
        return bytes(32)

    monkeypatch.setattr(hashlib, "scrypt", watch)
    encrypt_to_passphrase(b"x", "right")
    assert (asked["n"], asked["r"], asked["p"]) == (1 << 18, 8, 1)
