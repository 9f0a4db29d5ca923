"""The one plain question for those whose browser runs no script: a small sum, in words.

No picture, nothing to hear. It keeps out the simplest machines only; the waiting does the rest.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from soliday.intake.guard.keys import keyed

PLUS, MINUS, LARGER = (
    _("How much is %(first)s plus %(second)s?"),
    _("How much is %(first)s minus %(second)s?"),
    _("Which number is larger: %(first)s or %(second)s?"),
)


class Question(NamedTuple):
    """In the active language, and the number that answers it."""

    text: str
    answer: int


def question_for(receipt: str) -> Question:
    """Always the same one for the same receipt, so that nothing need be remembered."""
    kind, one, other = keyed("question", receipt)[:3]
    second = other % 8 + 1
    first = second + one % (9 - second) + 1  # always the larger one
    text, answer = [(PLUS, first + second), (MINUS, first - second), (LARGER, first)][kind % 3]
    pair = (second, first) if text == LARGER and kind & 64 else (first, second)
    words = dict(zip(("first", "second"), map(_in_words, pair), strict=True))
    return Question(gettext(text) % words, answer)


def is_right(typed: str, receipt: str) -> bool:
    """Whether the answer is right, in the digits of any script or as a word."""
    answer = question_for(receipt).answer
    plain = "".join(typed.split()).casefold()
    if plain.isdecimal() and len(plain) < 4:
        return int(plain) == answer
    return plain == _in_words(answer).casefold()


def _in_words(number: int) -> str:
    return [
        "0",
        pgettext("number in a question", "one"),
        pgettext("number in a question", "two"),
        pgettext("number in a question", "three"),
        pgettext("number in a question", "four"),
        pgettext("number in a question", "five"),
        pgettext("number in a question", "six"),
        pgettext("number in a question", "seven"),
        pgettext("number in a question", "eight"),
        pgettext("number in a question", "nine"),
        *map(str, range(10, 18)),
    ][number]
