"""Signatures in minisign's format, so that stock minisign checks a copy, with nothing of ours.

The key lies on the server, in minisign's own format: the press signs what it bakes. Whoever
takes the server over can sign too. A signature tells a true copy from a false one; it does
not prove that the server was honest.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from soliday.core.written_once import write_once

KEY_KIND, SIGNATURE_KIND, CHECKSUM_KIND = b"Ed", b"ED", b"B2"
# Before the key itself: no key derivation, then its salt and limits, which mean nothing here.
HEAD = KEY_KIND + bytes(2) + CHECKSUM_KIND + bytes(32 + 8 + 8)
COMMENT = "untrusted comment: "
TRUSTED = "trusted comment: "


@dataclass(frozen=True)
class PressKey:
    """The key the press signs with; `number` is the name minisign gives a key."""

    number: bytes
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()


def press_key(folder: Path) -> PressKey:
    """Return the key in `folder`, drawing it at the first call."""
    path = folder / "press.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_once(path, _draw())
    return _read(path.read_text("ascii"))


def public_key_file(key: PressKey) -> bytes:
    """What lies at `/minisign.pub`."""
    name = key.number[::-1].hex().upper()
    return _lines(f"{COMMENT}minisign public key {name}", KEY_KIND + key.number + key.public)


def sign(key: PressKey, data: bytes, *, trusted_comment: str) -> bytes:
    """A `.minisig` over the data. The same data and comment give the same bytes."""
    signature = key.private.sign(hashlib.blake2b(data).digest())
    whole = key.private.sign(signature + trusted_comment.encode())
    return _lines(
        f"{COMMENT}signed by the press", SIGNATURE_KIND + key.number + signature
    ) + _lines(f"{TRUSTED}{trusted_comment}", whole)


def is_signed(key: PressKey, data: bytes, minisig: bytes) -> bool:
    """Whether this is a signature by `key` over exactly these bytes and its own comment."""
    try:
        _, signed, trusted, whole = minisig.decode().split("\n")[:4]
        signature = b64decode(signed).removeprefix(SIGNATURE_KIND + key.number)
        public = Ed25519PublicKey.from_public_bytes(key.public)
        public.verify(signature, hashlib.blake2b(data).digest())
        public.verify(b64decode(whole), signature + trusted.removeprefix(TRUSTED).encode())
    except (ValueError, NotBase64, InvalidSignature):
        return False
    return True


def _lines(comment: str, data: bytes) -> bytes:
    return f"{comment}\n{b64encode(data).decode()}\n".encode()


def _draw() -> bytes:
    number, private = secrets.token_bytes(8), Ed25519PrivateKey.generate()
    secret = private.private_bytes_raw() + private.public_key().public_bytes_raw()
    checksum = hashlib.blake2b(KEY_KIND + number + secret, digest_size=32).digest()
    return _lines(f"{COMMENT}minisign secret key of the press", HEAD + number + secret + checksum)


def _read(text: str) -> PressKey:
    body = b64decode(text.split("\n")[1])[len(HEAD) :]
    return PressKey(body[:8], Ed25519PrivateKey.from_private_bytes(body[8:40]))
