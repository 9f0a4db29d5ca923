"""Days and times of the year as readers of a language write them, from CLDR."""

import re
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_skeleton, parse_pattern

PRECISIONS = ("day", "week", "month", "year")


class PrecisionNotKnown(ValueError):
    """Not one of PRECISIONS."""


# English is read here by people of many countries: the day before the month, as in our texts.
DATES_AS_IN = {"en": "en-GB"}


def date_locale(language: str) -> Locale:
    """The CLDR locale whose dates readers of this language are shown."""
    return Locale.parse(DATES_AS_IN.get(language, language), sep="-")


@lru_cache(maxsize=10_000)
def shown_date(day: date, *, language: str, precision: str = "day") -> str:
    """The day, or the week (Monday to Sunday), month or year around it. Raises PrecisionNotKnown.

    "4 жніўня 2026 г.", "3–9 жніўня 2026 г.", "August 2026", "2026".
    """
    if precision not in PRECISIONS:
        raise PrecisionNotKnown(precision)
    locale = date_locale(language)
    if precision == "week":
        monday = day - timedelta(days=day.weekday())
        return shown_range(monday, monday + timedelta(days=6), language)
    if precision == "year":
        return format_skeleton("y", day, locale=locale)
    if precision == "month":
        return _applied(locale.datetime_skeletons["yMMMM"].pattern, day, locale)
    return _applied(locale.date_formats["long"].pattern, day, locale)


def shown_range(first: date, last: date, language: str) -> str:
    """Both days as one range, what they share written once: "31 July – 4 August 2026"."""
    if first == last:
        return shown_date(first, language=language)
    locale = date_locale(language)
    patterns = zip(_range_patterns(first, last, locale), (first, last), strict=True)
    return "".join(_applied(pattern, day, locale) for pattern, day in patterns)


def _range_patterns(first: date, last: date, locale: Locale) -> list[str]:
    """CLDR's patterns for the two ends. It has short months only and says how to widen them."""
    largest = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = locale.interval_formats["yMMMd"][largest]
    return [re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern) for pattern in patterns]


def _applied(pattern: str, day: date, locale: Locale) -> str:
    text = parse_pattern(_with_year_word(pattern, locale)).apply(day, locale)
    # Old phones' fonts lack CLDR's narrow spaces, and no search finds a date written with them.
    return re.sub("[\u00a0\u2009\u202f]", " ", text)


def _with_year_word(pattern: str, locale: Locale) -> str:
    """The pattern with the long date's word behind the year (Belarusian "г.") where it lacks it."""
    word = re.search(r"y(\s*'([^']+)'\S*)$", locale.date_formats["long"].pattern)
    if word is None or word[2] in pattern:
        return pattern
    return re.sub(r"y+", lambda year: year[0] + word[1], pattern)
