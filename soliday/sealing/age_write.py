"""Write age files of an exactly known size.

Source of the format: the age specification, version 1 (C2SP, age.md). Written here and not by
pyrage because pyrage puts a random stanza into every header, so that equal reports come out at
170 different sizes, and picks its scrypt memory (up to 1 GiB) by the speed of the machine.
Reading is left to pyrage (`age_read`), and the tests open these files with Debian's age too.
See docs/decisions/sealing-with-age.md.
"""

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Sequence

from cryptography.hazmat.primitives import hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from soliday.sealing import bech32

VERSION_LINE = b"age-encryption.org/v1\n"
CHUNK = 64 * 1024
TAG = 16
PAYLOAD_NONCE = 16
STANZA = len("-> X25519 ") + 43 + 1 + 43 + 1
MAC_LINE = len("--- ") + 43 + 1
# A wrapping key is used once, so the specification fixes the nonce at zero.
ZERO_NONCE = bytes(12)
# 2^18 rounds, as stock age: 256 MiB and about a second for every guess, and for every unlocking.
SCRYPT_LOG_ROUNDS = 18


class NotARecipient(ValueError):
    """The text is not an age recipient ("age1…")."""


def encrypt_to_recipients(plaintext: bytes, recipients: Sequence[str]) -> bytes:
    """Return an age file that each of `recipients` ("age1…") can open alone.

    Raises NotARecipient, and ValueError if there are none.
    """
    if not recipients:
        raise ValueError("an age file needs at least one recipient")
    file_key = secrets.token_bytes(16)
    stanzas = [_x25519_stanza(file_key, recipient) for recipient in recipients]
    return _age_file(file_key, b"".join(stanzas), plaintext)


def encrypt_to_passphrase(plaintext: bytes, passphrase: str) -> bytes:
    """Return an age file that `passphrase` opens; raises ValueError if it is empty."""
    if not passphrase:
        raise ValueError("an empty passphrase protects nothing")
    file_key, salt = secrets.token_bytes(16), secrets.token_bytes(16)
    wrapping_key = hashlib.scrypt(
        passphrase.encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << SCRYPT_LOG_ROUNDS,
        r=8,
        p=1,
        maxmem=(1 << SCRYPT_LOG_ROUNDS) * 1024 + (1 << 20),
        dklen=32,
    )
    arguments = b"scrypt %s %d" % (_base64(salt), SCRYPT_LOG_ROUNDS)
    return _age_file(file_key, _stanza(arguments, file_key, wrapping_key), plaintext)


def room_for_plaintext(file_size: int, *, recipient_count: int) -> int:
    """Return how many plaintext bytes make an age file of exactly `file_size` bytes."""
    header = len(VERSION_LINE) + recipient_count * STANZA + MAC_LINE
    payload = file_size - header - PAYLOAD_NONCE
    chunk_count = -(-payload // (CHUNK + TAG))
    return payload - chunk_count * TAG


def _x25519_stanza(file_key: bytes, recipient: str) -> bytes:
    try:
        public_key = bech32.decode("age", recipient)
        theirs = X25519PublicKey.from_public_bytes(public_key)
    except ValueError as error:
        raise NotARecipient("not an age recipient") from error
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    wrapping_key = _hkdf(
        ephemeral.exchange(theirs), salt=share + public_key, label=b"age-encryption.org/v1/X25519"
    )
    return _stanza(b"X25519 " + _base64(share), file_key, wrapping_key)


def _stanza(arguments: bytes, file_key: bytes, wrapping_key: bytes) -> bytes:
    body = ChaCha20Poly1305(wrapping_key).encrypt(ZERO_NONCE, file_key, None)
    return b"-> %s\n%s\n" % (arguments, _base64(body))


def _age_file(file_key: bytes, stanzas: bytes, plaintext: bytes) -> bytes:
    unsigned = VERSION_LINE + stanzas + b"---"
    mac = hmac.HMAC(_hkdf(file_key, salt=b"", label=b"header"), SHA256())
    mac.update(unsigned)
    nonce = secrets.token_bytes(PAYLOAD_NONCE)
    stream_key = _hkdf(file_key, salt=nonce, label=b"payload")
    return b"%s %s\n%s%s" % (
        unsigned,
        _base64(mac.finalize()),
        nonce,
        _stream(stream_key, plaintext),
    )


def _stream(key: bytes, plaintext: bytes) -> bytes:
    """STREAM: chunks of 64 KiB, numbered in the nonce, the last one marked by its last byte."""
    cipher = ChaCha20Poly1305(key)
    starts = range(0, len(plaintext) or 1, CHUNK)
    return b"".join(
        cipher.encrypt(
            number.to_bytes(11) + bytes([start == starts[-1]]),
            plaintext[start : start + CHUNK],
            None,
        )
        for number, start in enumerate(starts)
    )


def _hkdf(key: bytes, *, salt: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=label).derive(key)


def _base64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")
