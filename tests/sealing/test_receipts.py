"""Receipts: typed by tired people on small phones, in any script."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soliday.sealing import receipts
from soliday.sealing.receipts import (
    ReceiptMistyped,
    grouped,
    new_receipt,
    parse_receipt,
    receipt_for,
    receipt_hash,
    sender_identity,
)

RECEIPT = "0123456789" * 4 + "01"
RECEIPT += receipts._check_digits(RECEIPT)
any_receipt = (
    st.integers(0, 10**42 - 1)
    .map(lambda number: f"{number:042}")
    .map(lambda digits: digits + receipts._check_digits(digits))
)


def reason_for(typed: str) -> str:
    with pytest.raises(ReceiptMistyped) as caught:
        parse_receipt(typed)
    return caught.value.reason


def test_a_receipt_is_44_ascii_digits_and_holds_at_least_128_bits() -> None:
    for receipt in (new_receipt() for _ in range(200)):
        assert len(receipt) == 44 and receipt.isascii() and receipt.isdigit()
        assert parse_receipt(receipt) == receipt
    assert receipts.RANDOM_DIGITS * math.log2(10) > 128


def test_receipts_do_not_repeat() -> None:
    assert len({new_receipt() for _ in range(1000)}) == 1000


def test_it_is_shown_in_eleven_groups_of_four() -> None:
    groups = grouped(RECEIPT).split(" ")
    assert [len(group) for group in groups] == [4] * 11
    assert "".join(groups) == RECEIPT


def test_the_check_digits_are_those_of_iso_7064() -> None:
    # ISO 7064 MOD 97-10: the whole number leaves 1.
    assert int(new_receipt()) % 97 == 1
    assert receipts._check_digits("794") == "44"


@pytest.mark.parametrize("zero", ["٠", "۰", "०", "০", "๐", "၀", "０", "𝟎"])
def test_the_digits_of_any_script_are_read(zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(digit)) for digit in RECEIPT)
    assert parse_receipt(grouped(typed)) == RECEIPT


@pytest.mark.parametrize(
    "between",
    [" ", "-", "\u2013", "\u2011", "\u2212", "\u00a0", "\u202f", "\u3000", "\t", "\r\n", "\u2028"],
)
def test_spaces_and_dashes_do_not_matter(between: str) -> None:
    assert parse_receipt(between + grouped(RECEIPT).replace(" ", between) + between) == RECEIPT


@pytest.mark.parametrize("mark", "\u200e\u200f\u202a\u202e\u2066\u2069\u200b\u200d\ufeff\u00ad")
def test_invisible_marks_do_not_matter(mark: str) -> None:
    assert parse_receipt(mark + mark.join(RECEIPT) + mark) == RECEIPT


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (" \u200f-\n", "empty"),
        (RECEIPT[:-1], "length"),
        (RECEIPT + "0", "length"),
        ("1" * 100_000, "length"),
        (RECEIPT[:-1] + "O", "characters"),
        (RECEIPT + ".", "characters"),
        ("²" * 44, "characters"),
        ("①" * 44, "characters"),
        ("\0" + RECEIPT, "characters"),
        ("-1", "length"),
    ],
)
def test_the_reason_is_told(typed: str, reason: str) -> None:
    assert reason_for(typed) == reason


def test_nothing_that_was_typed_is_in_the_error() -> None:
    with pytest.raises(ReceiptMistyped) as caught:
        parse_receipt(RECEIPT[:-2] + "00")
    assert str(caught.value) == "check"


@settings(max_examples=20, deadline=None)
@given(any_receipt)
def test_every_single_wrong_digit_is_found(receipt: str) -> None:
    for place, right in enumerate(receipt):
        for wrong in set("0123456789") - {right}:
            assert reason_for(receipt[:place] + wrong + receipt[place + 1 :]) == "check"


@settings(deadline=None)
@given(any_receipt)
def test_every_swap_of_two_neighbours_is_found(receipt: str) -> None:
    for place, (left, right) in enumerate(pairwise(receipt)):
        if left != right:
            swapped = receipt[:place] + right + left + receipt[place + 2 :]
            assert reason_for(swapped) == "check"


@given(st.text())
def test_any_text_gives_a_receipt_or_a_reason(typed: str) -> None:
    try:
        assert len(parse_receipt(typed)) == 44
    except ReceiptMistyped as mistake:
        assert mistake.reason in ("empty", "length", "characters", "check")


def test_the_hash_and_the_sender_key_never_change() -> None:
    # Frozen: another value would lock out everybody who holds a receipt.
    assert (
        receipt_hash(RECEIPT).hex()
        == "714f0b96df242ba1350086c841cd868ee66951a915dcdf25fcd5d708ed65b0b5"
    )
    assert (
        sender_identity(RECEIPT).recipient
        == "age1cpk0jwqznqyaj9g7w0ygaaulzj42klmeempymsdrecmnhhjrnyasv8hj38"
    )


def test_every_spelling_gives_the_same_hash_and_key() -> None:
    assert receipt_hash(grouped(RECEIPT)) == receipt_hash(RECEIPT)
    assert sender_identity(grouped(RECEIPT)) == sender_identity(RECEIPT)


def test_receipts_have_hashes_and_keys_of_their_own() -> None:
    some = [new_receipt() for _ in range(100)]
    assert len({receipt_hash(receipt) for receipt in some}) == 100
    assert len({sender_identity(receipt).secret for receipt in some}) == 100


def test_a_mistyped_receipt_is_never_hashed() -> None:
    for use in (receipt_hash, sender_identity):
        with pytest.raises(ReceiptMistyped):
            use(RECEIPT[:-2] + "00")


def test_a_message_without_a_receipt_gets_the_same_one_each_time() -> None:
    # Frozen: another value would make a second report of a message that comes again.
    own = receipt_for(b"We sang.", key=b"key")
    assert own == "94086276472778714318412125268532265207082254"
    assert parse_receipt(own) == own
    others = [receipt_for(b"We sang!", key=b"key"), receipt_for(b"We sang.", key=b"other")]
    assert own not in others
