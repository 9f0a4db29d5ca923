"""The first words of a text, for a card or a description."""

import unicodedata

from django.utils.text import Truncator

MORE = "…"
WITH_MORE = "%(truncated_text)s" + MORE  # as Django wants it


def opening(text: str, most: int) -> str:
    """The text in NFC, or its first characters and "…", `most` in all.

    As Django's `truncatechars` counts them: a letter and the accents after it are one.
    """
    head = text[: most + 1]
    is_plain = unicodedata.is_normalized("NFC", head) and not any(map(unicodedata.combining, head))
    if not is_plain:
        return Truncator(text).chars(most, truncate=WITH_MORE)
    return head if len(head) <= most else head[: most - 1] + MORE
