"""Bech32, against the examples of BIP-173 and against pyrage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soliday.sealing import bech32

DATA = bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")


@pytest.mark.parametrize("text", ["a12uel5l", "?1ezyfcl", "11" + "q" * 82 + "c8247j"])
def test_the_examples_of_the_standard_are_accepted(text: str) -> None:
    prefix = text.rpartition("1")[0]
    assert bech32.encode(prefix, bech32.decode(prefix, text)) == text


@pytest.mark.parametrize("text", ["1nwldj5x", "x1b4n0q5v", "li1dgmt3", "A1G7SGD8", "a12uel5m"])
def test_the_broken_examples_of_the_standard_are_refused(text: str) -> None:
    with pytest.raises(bech32.NotBech32):
        bech32.decode(text.rpartition("1")[0], text)


@given(st.binary(max_size=64))
def test_any_bytes_come_back(data: bytes) -> None:
    assert bech32.decode("age", bech32.encode("age", data)) == data


def test_another_prefix_is_refused() -> None:
    with pytest.raises(bech32.NotBech32):
        bech32.decode("age", bech32.encode("egg", DATA))


def test_one_wrong_letter_is_found_anywhere() -> None:
    text = bech32.encode("age", DATA)
    for place in range(4, len(text)):
        wrong = "q" if text[place] != "q" else "p"
        with pytest.raises(bech32.NotBech32):
            bech32.decode("age", text[:place] + wrong + text[place + 1 :])


def test_stray_bits_in_the_last_letter_are_refused() -> None:
    # 32 bytes leave four unused bits; set one and make the check fit again.
    values = [bech32.ALPHABET.index(letter) for letter in bech32.encode("age", bytes(32))[4:-6]]
    values[-1] |= 1
    head = [ord(letter) >> 5 for letter in "age"] + [0] + [ord(letter) & 31 for letter in "age"]
    remainder = bech32._polymod(head + values + [0] * 6) ^ 1
    check = [remainder >> 5 * (5 - place) & 31 for place in range(6)]
    text = "age1" + "".join(bech32.ALPHABET[value] for value in values + check)
    with pytest.raises(bech32.NotBech32):
        bech32.decode("age", text)
