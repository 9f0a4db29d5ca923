"""Open age files, by way of pyrage: strangers' bytes are parsed by memory-safe code only."""

import pyrage


class NotASecret(ValueError):
    """The text is not an age secret key ("AGE-SECRET-KEY-1…")."""


class NotOpened(Exception):
    """Another key or passphrase is needed, or the bytes are no longer what was written."""


def recipient_for(secret: str) -> str:
    """Return the recipient ("age1…") of `secret`; raises NotASecret."""
    return str(_identity(secret).to_public())


def decrypt_with_secret(sealed: bytes, secret: str) -> bytes:
    """Return the plaintext of an age file; raises NotOpened, NotASecret."""
    try:
        return bytes(pyrage.decrypt(sealed, [_identity(secret)]))
    except pyrage.DecryptError as error:
        raise NotOpened("the key does not open these bytes") from error


def decrypt_with_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """Return the plaintext of an age passphrase file; raises NotOpened."""
    try:
        return bytes(pyrage.passphrase.decrypt(sealed, passphrase))
    except pyrage.DecryptError as error:
        raise NotOpened("the passphrase does not open these bytes") from error


def _identity(secret: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError as error:
        raise NotASecret("not an age secret key") from error
