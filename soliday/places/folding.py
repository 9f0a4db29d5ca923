"""Makes two spellings of one name alike: case, accents, apostrophes and hyphens do not count."""

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e",
    "-": " ", "–": " ", ".": " ", ",": " ",
})  # fmt: skip
_SILENT = frozenset("'’‘ʼʻʹ`´\"")


def folded(text: str) -> str:
    """The text in lower case without marks: "Łódź" gives "lodz", "Магілёў" gives "магілеу"."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    kept = (sign for sign in apart if not unicodedata.combining(sign) and sign not in _SILENT)
    return " ".join("".join(kept).split())
