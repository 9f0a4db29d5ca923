"""Bech32, the checked spelling of age keys: "age1…" and "AGE-SECRET-KEY-1…".

Source of the format: BIP-173, without its limit of 90 characters, as the age specification
(C2SP, age.md, "The X25519 recipient type") asks.
"""

from collections.abc import Iterable, Sequence

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
CHECK_LENGTH = 6
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class NotBech32(ValueError):
    """The text is not Bech32, its check fails, or it bears another prefix."""


def encode(prefix: str, data: bytes) -> str:
    """Return `data` as lower-case Bech32 behind the lower-case `prefix`."""
    values = _regroup(data, from_bits=8, to_bits=5)
    if rest := len(data) * 8 % 5:
        values.append(data[-1] << (5 - rest) & 31)
    checked = _prefix_values(prefix) + values + [0] * CHECK_LENGTH
    remainder = _polymod(checked) ^ 1
    check = [remainder >> 5 * (CHECK_LENGTH - 1 - place) & 31 for place in range(CHECK_LENGTH)]
    return prefix + "1" + "".join(ALPHABET[value] for value in values + check)


def decode(prefix: str, text: str) -> bytes:
    """Return the bytes that `encode(prefix, …)` spelled; raise NotBech32 for anything else."""
    letters = text[len(prefix) + 1 : -CHECK_LENGTH]
    if set(letters) - set(ALPHABET):
        raise NotBech32("a letter that Bech32 does not use")
    values = [ALPHABET.index(letter) for letter in letters]
    data = bytes(_regroup(values, from_bits=5, to_bits=8))
    # Spelling it again proves the rest: prefix, check letters, no stray bits in the last letter.
    if encode(prefix, data) != text:
        raise NotBech32("another prefix, or a letter is wrong")
    return data


def _regroup(values: Sequence[int], *, from_bits: int, to_bits: int) -> list[int]:
    """Cut a run of `from_bits`-wide numbers into `to_bits`-wide ones; an incomplete one is left."""
    groups, held, bits = [], 0, 0
    for value in values:
        # At most 12 bits are waiting, so the number stays small however long the text is.
        held, bits = (held << from_bits | value) & 0xFFF, bits + from_bits
        while bits >= to_bits:
            bits -= to_bits
            groups.append(held >> bits & (1 << to_bits) - 1)
    return groups


def _prefix_values(prefix: str) -> list[int]:
    codes = [ord(letter) for letter in prefix]
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(values: Iterable[int]) -> int:
    """The BCH remainder of BIP-173."""
    remainder = 1
    for value in values:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for bit, factor in enumerate(GENERATOR):
            remainder ^= factor if top >> bit & 1 else 0
    return remainder
