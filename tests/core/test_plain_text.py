"""Which characters a text may hold."""

import pytest

from soliday.core.plain_text import has_hidden, tidied, without_hidden

FINE = [
    "Śpiew",
    "дзень",
    "سلام",
    "שלום\u200f",
    "👩‍👧",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "a\u00a0b",
    "می\u200cخواهم",
    "e\u0301",
]
HIDDEN = [
    "\x00",
    "\x1b",
    "\x7f",
    "\x9b",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\ufff9",
    "\ufffd",
]
HIDDEN += ["\ud800", "\ufdd0", "\uffff", "\U0001fffe"]


@pytest.mark.parametrize("text", FINE)
def test_every_script_is_welcome(text):
    assert not has_hidden(text, is_one_line=True)
    assert without_hidden(text, is_one_line=True) == text


@pytest.mark.parametrize("sign", HIDDEN)
def test_what_hides_is_found_and_taken_out(sign):
    assert has_hidden(f"a{sign}b", is_one_line=False)
    assert without_hidden(f"a{sign}b", is_one_line=False) == "ab"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_line_ends_belong_in_texts_only(end):
    assert has_hidden(f"a{end}b", is_one_line=True)
    assert not has_hidden(f"a{end}b", is_one_line=False)
    assert without_hidden(f"a{end}b", is_one_line=True) == "a b"
    assert tidied(f"a{end}b") == "a\nb"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "\u00a0\u200f", "\u2800"[:0]])
def test_what_shows_nothing_is_nothing(text):
    assert tidied(text) == ""


def test_composed_and_without_space_around():
    assert tidied("  S\u0301piew \n") == "Śpiew"
