"""Numbers and counts of people in words of a language."""

from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext, pgettext


class RangeUpsideDown(ValueError):
    """The smallest number of people is larger than the largest."""


@lru_cache(maxsize=10_000)
def shown_number(number: int, language: str) -> str:
    """The number with the language's separators: "1,000", "1 000"."""
    return format_decimal(number, locale=Locale.parse(language, sep="-"))


def shown_people(smallest: int | None, largest: int | None, language: str) -> str:
    """ "30", "5–10", "from 5", "up to 10", or the word for unknown. None is not known, never 0.

    Raises RangeUpsideDown.
    """
    if smallest is not None and largest is not None:
        return _both_ends(smallest, largest, language)
    with translation.override(language):
        if smallest is not None:
            # Translators: so many people or more
            return gettext("from %(number)s") % {"number": shown_number(smallest, language)}
        if largest is not None:
            # Translators: so many people or fewer
            return gettext("up to %(number)s") % {"number": shown_number(largest, language)}
        return pgettext("number of people", "unknown")


def _both_ends(smallest: int, largest: int, language: str) -> str:
    if smallest > largest:
        raise RangeUpsideDown(f"{smallest} > {largest}")
    ends = [shown_number(smallest, language), shown_number(largest, language)]
    return ends[0] if smallest == largest else "–".join(ends)
