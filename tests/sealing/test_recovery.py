"""Two shares of three give the key; one gives nothing, and neither does a share misread."""

import itertools

import pytest

from soliday.sealing.identities import new_identity
from soliday.sealing.packages import CannotOpen, open_package, seal
from soliday.sealing.recovery import (
    SHARE_WORDS,
    ShareMistyped,
    SharesDoNotFit,
    combine,
    new_passphrase,
    new_recovery,
    numbered,
    parse_share,
)


@pytest.fixture(scope="module")
def drawn():
    return new_recovery()


def test_three_shares_of_33_words(drawn):
    _, shares = drawn
    assert [len(share.split()) for share in shares] == [SHARE_WORDS] * 3
    assert len(set(shares)) == 3


@pytest.mark.parametrize("pair", list(itertools.permutations(range(3), 2)))
def test_any_two_in_any_order_give_everything(drawn, pair):
    identity, shares = drawn
    sealed = seal({"a.txt": b"a"}, context="x", recipients=[identity.recipient])
    found = combine([shares[number] for number in pair])
    assert found == identity
    assert open_package(sealed, secret=found.secret, context="x") == {"a.txt": b"a"}


@pytest.mark.parametrize("number", range(3))
def test_one_gives_nothing(drawn, number):
    _, shares = drawn
    with pytest.raises(SharesDoNotFit, match="same"):
        combine([shares[number]])
    with pytest.raises(SharesDoNotFit, match="same"):
        combine([shares[number]] * 2)


def test_one_and_a_guess_give_nothing(drawn):
    identity, shares = drawn
    for _ in range(20):
        stranger = new_recovery()[1][1]
        with pytest.raises(SharesDoNotFit, match="strangers"):
            combine([shares[0], stranger])
    with pytest.raises(CannotOpen):
        sealed = seal({"a.txt": b"a"}, context="x", recipients=[identity.recipient])
        open_package(sealed, secret=new_identity().secret, context="x")


def test_capitals_spaces_line_ends_and_numbers_do_not_matter(drawn):
    identity, shares = drawn
    shouted = "\n".join(f"{number}. {word.upper()}" for number, word in numbered(shares[0]))
    assert combine([f"  {shouted}\t", shares[1].replace(" ", "\N{NO-BREAK SPACE} ")]) == identity


def test_every_single_word_misread_is_found(drawn):
    words = drawn[1][0].split()
    for place, word in enumerate(words):
        other = "academic" if word != "academic" else "acid"
        wrong = [*words[:place], other, *words[place + 1 :]]
        with pytest.raises(ShareMistyped, match="check"):
            parse_share(" ".join(wrong))


def test_two_words_swapped_are_found(drawn):
    words = drawn[1][0].split()
    for place in range(len(words) - 1):
        if words[place] != words[place + 1]:
            swapped = [*words[:place], words[place + 1], words[place], *words[place + 2 :]]
            with pytest.raises(ShareMistyped, match="check"):
                parse_share(" ".join(swapped))


@pytest.mark.parametrize(
    ("typed", "reason", "word"),
    [
        ("", "empty", 0),
        ("12 !", "empty", 0),
        ("academic heron", "word", 2),
        ("academic acid", "length", 0),
        ("academic " * 33, "check", 0),
        ("аcademic acid", "word", 1),  # its first letter is Cyrillic
    ],
)
def test_a_mistake_is_named_and_its_words_are_not(typed, reason, word):
    with pytest.raises(ShareMistyped) as caught:
        parse_share(typed)
    assert (caught.value.reason, caught.value.word) == (reason, word)
    assert str(caught.value) == reason
    assert caught.value.__cause__ is None


def test_a_passphrase_is_seven_words_each_time_others():
    drawn = {new_passphrase() for _ in range(20)}
    assert len(drawn) == 20
    assert {len(each.split()) for each in drawn} == {7}


def test_nothing_is_printed(capfd):
    combine(new_recovery()[1][:2])
    assert capfd.readouterr() == ("", "")
