"""A minisign signature checked with the public key alone, wherever the copy lies."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEY_KIND, PLAIN, HASHED = b"Ed", b"Ed", b"ED"
UNTRUSTED, TRUSTED = "untrusted comment: ", "trusted comment: "
SEQUENCE = re.compile(r"\bsequence\b\W{1,3}([0-9]+)")


class KeyUnreadable(Exception):
    """This is no minisign public key."""


@dataclass(frozen=True)
class PublicKey:
    """A minisign public key; `number` is the name minisign gives it."""

    number: bytes
    public: bytes


@dataclass(frozen=True)
class Signature:
    """A `.minisig`, taken apart and not yet checked."""

    kind: bytes
    number: bytes
    signature: bytes
    comment: str
    whole: bytes

    @property
    def sequence(self) -> int | None:
        """The sequence that the trusted comment names."""
        told = SEQUENCE.search(self.comment)
        return int(told[1]) if told else None


def read_public_key(text: str) -> PublicKey:
    """Read `RW…`, alone or as the file minisign.pub; raise KeyUnreadable."""
    try:
        data = _decoded(text.strip().splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise KeyUnreadable("no base64") from error
    if len(data) != 42 or not data.startswith(KEY_KIND):
        raise KeyUnreadable("no minisign public key")
    return PublicKey(data[2:10], data[10:])


def read_signature(data: bytes) -> Signature | None:
    """Take a `.minisig` apart; None if it is none."""
    try:
        untrusted, signed, trusted, whole = data.decode().removesuffix("\n").split("\n")
        head, end = _decoded(signed), _decoded(whole)
    except ValueError:
        return None
    if not untrusted.startswith(UNTRUSTED):
        return None
    if len(head) != 74 or len(end) != 64 or not trusted.startswith(TRUSTED):
        return None
    return Signature(head[:2], head[2:10], head[10:], trusted.removeprefix(TRUSTED), end)


def is_whole(key: PublicKey, signature: Signature) -> bool:
    """Whether the key's owner wrote this signature with this comment, over whatever data."""
    told = signature.signature + signature.comment.encode()
    return signature.number == key.number and _verifies(key, signature.whole, told)


def is_over(key: PublicKey, signature: Signature, data: bytes) -> bool:
    """Whether the signature was made over these bytes."""
    if signature.kind not in (PLAIN, HASHED):
        return False
    signed = hashlib.blake2b(data).digest() if signature.kind == HASHED else data
    return _verifies(key, signature.signature, signed)


def _decoded(text: str) -> bytes:
    """Base64 in its one spelling; ValueError otherwise."""
    data = b64decode(text, validate=True)
    if b64encode(data).decode() != text:
        raise ValueError("another spelling")
    return data


def _verifies(key: PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, data)
    except InvalidSignature:
        return False
    return True
