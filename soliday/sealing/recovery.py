"""A recovery key in three shares of words, of which any two give the key and one gives nothing.

Source of the format: SLIP-39, by its reference implementation. 33 words a share, the last three
of them a check. Nothing here is stored or printed.
"""

import re
import secrets
from collections.abc import Sequence
from typing import Literal

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from soliday.sealing.identities import SEED_BYTES, Identity, identity_from_seed

SHARES, NEEDED = 3, 2
SHARE_WORDS = 33
PASSPHRASE_WORDS = 7  # of 1024: 70 bits, behind a slow hash

Mistake = Literal["empty", "word", "length", "check"]
Misfit = Literal["same", "strangers"]


class ShareMistyped(ValueError):
    """What was typed is no share; `reason` says why, `word` which one (from 1) is unknown."""

    def __init__(self, reason: Mistake, word: int = 0) -> None:
        super().__init__(reason)
        self.reason: Mistake = reason
        self.word = word


class SharesDoNotFit(ValueError):
    """Two good shares that give no key: twice the "same" one, or "strangers" to each other."""

    def __init__(self, reason: Misfit) -> None:
        super().__init__(reason)
        self.reason: Misfit = reason


def new_recovery() -> tuple[Identity, list[str]]:
    """Return a fresh identity and its three shares, words with single spaces between."""
    seed = secrets.token_bytes(SEED_BYTES)
    return identity_from_seed(seed), generate_mnemonics(1, [(NEEDED, SHARES)], seed)[0]


def parse_share(typed: str) -> str:
    """Return the share that a person meant; raises ShareMistyped.

    Capitals, line ends, any spaces, and the numbers of a printed list do not matter.
    """
    words = re.findall(r"[^\W\d_]+", typed.casefold())
    if not words:
        raise ShareMistyped("empty")
    for number, word in enumerate(words, 1):
        if word not in WORD_INDEX_MAP:
            raise ShareMistyped("word", number)
    if len(words) != SHARE_WORDS:
        raise ShareMistyped("length")
    share = " ".join(words)
    try:
        Share.from_mnemonic(share)
    except MnemonicError:
        raise ShareMistyped("check") from None  # its message repeats words of the share
    return share


def combine(typed: Sequence[str]) -> Identity:
    """Return the identity that two shares give; raises ShareMistyped, SharesDoNotFit.

    Takes about a tenth of a second. Whether it is the key in force is the caller's to compare.
    """
    shares = [parse_share(each) for each in typed]
    if len(set(shares)) != NEEDED:
        raise SharesDoNotFit("same")
    try:
        return identity_from_seed(combine_mnemonics(shares))
    except (MnemonicError, ValueError):
        raise SharesDoNotFit("strangers") from None


def numbered(share: str) -> list[tuple[int, str]]:
    """The words of a share with their numbers from 1, as they are written on paper."""
    return list(enumerate(share.split(), 1))


def new_passphrase() -> str:
    """Return seven words that can be remembered, drawn from the list of the shares."""
    return " ".join(secrets.choice(WORDLIST) for _ in range(PASSPHRASE_WORDS))
