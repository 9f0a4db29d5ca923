"""Which characters a typed text may hold: what a reader could not see is not taken."""

from __future__ import annotations

import re
import unicodedata

# Turn the reading order round, so that a text reads otherwise than it is: embeddings, overrides,
# isolates. The plain marks (U+200E, U+200F) stay: Hebrew and Arabic keyboards write them.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Ruby marks that hide text, and the sign for bytes that were no UTF-8.
UNREADABLE = frozenset("\ufff9\ufffa\ufffb\ufffd")
LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
LAID_OUT = frozenset("\n\t")


def has_hidden(text: str, *, is_one_line: bool) -> bool:
    """Whether the text holds a control character, a line end too many, or a turn of direction."""
    return any(_is_hidden(sign, is_one_line) for sign in LINE_ENDS.sub("\n", text))


def without_hidden(text: str, *, is_one_line: bool) -> str:
    """The text as it can be given back for another look."""
    lines = LINE_ENDS.sub("\n", text)
    if is_one_line:
        lines = lines.replace("\n", " ").replace("\t", " ")
    return "".join(sign for sign in lines if not _is_hidden(sign, is_one_line))


def tidied(text: str) -> str:
    """One spelling for one text: composed, one kind of line end, no space around; or nothing.

    Only for a text of bounded length: composing takes the square of a long run of accents.
    """
    tidy = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text)).strip()
    return tidy if any(unicodedata.category(sign)[0] not in "ZC" for sign in tidy) else ""


def _is_hidden(sign: str, is_one_line: bool) -> bool:
    if sign in LAID_OUT:
        return is_one_line
    return (
        sign in TURNING
        or sign in UNREADABLE
        or unicodedata.category(sign) in ("Cc", "Cs")
        or _is_no_character(ord(sign))
    )


def _is_no_character(number: int) -> bool:
    """The code points that Unicode has set aside for no text."""
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
