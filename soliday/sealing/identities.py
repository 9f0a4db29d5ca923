"""The keys: a secret that opens, and the recipient that one seals to.

Both are spelled as age spells them, so the stock tools take them:
`age -d wrapped.age | age -d -i - report.age | tar x`.
"""

import secrets
from dataclasses import dataclass, field

from soliday.sealing import bech32
from soliday.sealing.age_read import NotASecret, NotOpened, decrypt_with_passphrase, recipient_for
from soliday.sealing.age_write import encrypt_to_passphrase

SEED_BYTES = 32


class WrongPassphrase(Exception):
    """The passphrase does not open this wrapped identity (or its bytes were damaged)."""


@dataclass(frozen=True)
class Identity:
    """`secret` is "AGE-SECRET-KEY-1…" and kept out of repr; `recipient` is "age1…"."""

    secret: str = field(repr=False)
    recipient: str


def new_identity() -> Identity:
    """Return a fresh identity from the system's randomness."""
    return identity_from_seed(secrets.token_bytes(SEED_BYTES))


def identity_from_seed(seed: bytes) -> Identity:
    """Return the identity whose X25519 scalar is `seed`; raises ValueError unless 32 bytes."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed is {SEED_BYTES} bytes")
    secret = bech32.encode("age-secret-key-", seed).upper()
    return Identity(secret=secret, recipient=recipient_of(secret))


def recipient_of(secret: str) -> str:
    """Return the "age1…" that belongs to `secret`; raises NotASecret."""
    return recipient_for(secret)


def wrap(secret: str, passphrase: str) -> bytes:
    """Return an age passphrase file that holds `secret` as one line.

    Takes about a second and 256 MiB (scrypt). Raises NotASecret, and ValueError for an empty
    passphrase.
    """
    recipient_of(secret)
    return encrypt_to_passphrase(f"{secret}\n".encode(), passphrase)


def unwrap(wrapped: bytes, passphrase: str) -> str:
    """Return the secret inside `wrapped`; raises WrongPassphrase. As slow as `wrap`."""
    try:
        secret = decrypt_with_passphrase(wrapped, passphrase).decode().strip()
        recipient_of(secret)
    except (NotOpened, NotASecret, UnicodeDecodeError) as error:
        raise WrongPassphrase("this passphrase opens no identity here") from error
    return secret
