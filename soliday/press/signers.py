"""Who signs the sums: the press itself, or a keyholder elsewhere.

Signed elsewhere, SHA256SUMS is always the current one, and the signature is missing from the
moment the site changes until one for the new sums is handed in: never an old one beside new sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from soliday.press import release, signing
from soliday.press.mirrors.minisig import (
    PublicKey,
    is_over,
    is_whole,
    read_public_key,
    read_signature,
)
from soliday.press.paths import SIGNATURE, SUMS

NAME, SIGNATURE_NAME = SUMS.lstrip("/"), SIGNATURE.lstrip("/")


class SignatureRefused(Exception):
    """No signature by our key over the current sums; the message says which of it is wrong."""


class Signer(Protocol):
    def public_key_file(self) -> bytes:
        """What lies at /minisign.pub."""

    def release(self, site: Path, sums: bytes, *, comment: str) -> None:
        """Put new sums in place."""

    def sign(self, site: Path, sums: bytes, *, comment: str) -> None:
        """See to the signature of sums that are in place."""


@dataclass(frozen=True)
class ByThePress:
    """Signs at once with a key on the server: whoever takes the server over can sign too."""

    key: signing.PressKey

    def public_key_file(self) -> bytes:
        return signing.public_key_file(self.key)

    def release(self, site: Path, sums: bytes, *, comment: str) -> None:
        signed = signing.sign(self.key, sums, trusted_comment=comment)
        release.write_pages(site, [(NAME, sums), (SIGNATURE_NAME, signed)])

    def sign(self, site: Path, sums: bytes, *, comment: str) -> None:
        signed = signing.sign(self.key, sums, trusted_comment=comment)
        if not release.is_in_place(site, SIGNATURE_NAME, signed):
            release.write_pages(site, [(SIGNATURE_NAME, signed)])


@dataclass(frozen=True)
class Elsewhere:
    """Knows the public key only."""

    key: PublicKey
    text: str

    def public_key_file(self) -> bytes:
        name = self.key.number[::-1].hex().upper()
        return f"{signing.COMMENT}minisign public key {name}\n{self.text}\n".encode()

    def release(self, site: Path, sums: bytes, *, comment: str) -> None:
        release.take_down(site, [SIGNATURE_NAME])
        release.write_pages(site, [(NAME, sums)])

    def sign(self, site: Path, sums: bytes, *, comment: str) -> None:
        """Take away what is no signature of these sums."""
        path = site / SIGNATURE_NAME
        if path.exists() and fault_of(self.key, sums, path.read_bytes()):
            release.take_down(site, [SIGNATURE_NAME])


def signer() -> ByThePress | Elsewhere:
    """As the host has set it."""
    configuration = settings.CONFIGURATION
    if configuration.signing == "elsewhere":
        return Elsewhere(read_public_key(configuration.signing_key), configuration.signing_key)
    return ByThePress(signing.press_key(settings.DATA / "keys"))


def hand_in(site: Path, minisig: bytes) -> str:
    """Store a signature made elsewhere; return its trusted comment. Raises SignatureRefused."""
    ours = signer()
    if not isinstance(ours, Elsewhere):
        raise SignatureRefused("this press signs itself (SOLIDAY_SIGNING=press)")
    try:
        sums = (site / NAME).read_bytes()
    except FileNotFoundError as error:
        raise SignatureRefused("there are no sums yet") from error
    minisig = minisig.replace(b"\r\n", b"\n").strip() + b"\n"
    if fault := fault_of(ours.key, sums, minisig):
        raise SignatureRefused(fault)
    release.write_pages(site, [(SIGNATURE_NAME, minisig)])
    found = read_signature(minisig)
    return found.comment if found else ""


def fault_of(key: PublicKey, sums: bytes, minisig: bytes) -> str:
    """Why this is no signature by the key over the sums; empty if it is."""
    found = read_signature(minisig)
    if found is None:
        return "this is no signature of minisign"
    if found.number != key.number:
        return "it was made by another key"
    if not is_over(key, found, sums):
        return "it is not over the current sums: the site has changed, or the file is another"
    return "" if is_whole(key, found) else "its trusted comment was changed"
