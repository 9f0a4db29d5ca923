"""Receipts: 44 digits that are the sender's only key.

42 random decimal digits (139 bits, no slow hash needed) and two check digits by ISO 7064
MOD 97-10, which finds every single wrong digit and every swap of two neighbours. Digits, because
every script has them and every phone has a keypad for them.
"""

import hashlib
import secrets
import unicodedata
from typing import Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from soliday.sealing.identities import SEED_BYTES, Identity, identity_from_seed

RANDOM_DIGITS = 42
RECEIPT_DIGITS = 44
GROUP = 4
# Changing either label locks every sender out of what they sent before.
HASH_PREFIX = b"soliday receipt hash 1\0"
SENDER_LABEL = b"soliday sender identity 1"
# Separators, dashes and invisible marks (bidi, joiners, byte order), by Unicode category.
IGNORED_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Pd", "Cf"})
# Tab and line ends are of category Cc, the minus sign of category Sm.
IGNORED_CHARACTERS = frozenset("\t\n\r\N{MINUS SIGN}")

Mistake = Literal["empty", "length", "characters", "check"]


class ReceiptMistyped(ValueError):
    """What was typed is no receipt; `reason` says why, and nothing of what was typed."""

    def __init__(self, reason: Mistake) -> None:
        super().__init__(reason)
        self.reason: Mistake = reason


def new_receipt() -> str:
    """Return a fresh receipt: 44 ASCII digits."""
    digits = f"{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}}"
    return digits + _check_digits(digits)


def receipt_for(content: bytes, *, key: bytes) -> str:
    """Return the receipt of a message that brought none: the same content gives the same digits.

    Without `key` nobody can compute it. With it each guess at a content costs 16 MiB and a
    twentieth of a second (scrypt), so that stored hashes do not give short messages away.
    """
    digest = hashlib.sha256(content).digest()
    salt = b"soliday receipt of a message 1\0" + key
    drawn = hashlib.scrypt(digest, salt=salt, n=1 << 14, r=8, p=1, dklen=32)
    digits = f"{int.from_bytes(drawn) % 10**RANDOM_DIGITS:0{RANDOM_DIGITS}}"
    return digits + _check_digits(digits)


def grouped(receipt: str) -> str:
    """Return `receipt` as people read it: eleven groups of four, a space between."""
    return " ".join(receipt[at : at + GROUP] for at in range(0, len(receipt), GROUP))


def parse_receipt(typed: str) -> str:
    """Return the 44 ASCII digits that a person meant.

    Accepts spaces, dashes, invisible marks and the decimal digits of any script. Raises
    ReceiptMistyped with the reason "empty", "characters", "length" or "check", in this order.
    """
    digits = "".join(_ascii_digit(character) for character in typed if not _is_ignored(character))
    if not digits:
        raise ReceiptMistyped("empty")
    if len(digits) != RECEIPT_DIGITS:
        raise ReceiptMistyped("length")
    if _check_digits(digits[:RANDOM_DIGITS]) != digits[RANDOM_DIGITS:]:
        raise ReceiptMistyped("check")
    return digits


def receipt_hash(receipt: str) -> bytes:
    """Return the 32 bytes (SHA-256) under which a report is stored; raises ReceiptMistyped."""
    return hashlib.sha256(HASH_PREFIX + _key_material(receipt)).digest()


def sender_identity(receipt: str) -> Identity:
    """Return the sender's own identity, by HKDF-SHA256; raises ReceiptMistyped."""
    derivation = HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=SENDER_LABEL)
    return identity_from_seed(derivation.derive(_key_material(receipt)))


def _key_material(receipt: str) -> bytes:
    # Parsed again, so that one receipt in two spellings can never become two keys.
    return parse_receipt(receipt).encode("ascii")


def _check_digits(digits: str) -> str:
    return f"{98 - int(digits) * 100 % 97:02}"


def _is_ignored(character: str) -> bool:
    is_mark = unicodedata.category(character) in IGNORED_CATEGORIES
    return is_mark or character in IGNORED_CHARACTERS


def _ascii_digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    if value is None:
        raise ReceiptMistyped("characters")
    return str(value)
