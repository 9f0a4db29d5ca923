"""Dates, numbers and names as readers of the page's language write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from soliday.languages.catalogue import direction
from soliday.languages.dates import shown_date, shown_range
from soliday.languages.numbers import shown_number, shown_people
from soliday.places.countries import country_name

register = template.Library()


@register.filter
def on_day(value: date | str | None) -> str:
    """A date; also "2024-08" or "2024-05-21" as text, as exact as it is given."""
    if not value:
        return ""
    if isinstance(value, str):
        year, month, *day = (int(part) for part in value.split("-"))
        precision = "day" if day else "month"
        return shown_date(date(year, month, *day or [1]), language=_active(), precision=precision)
    return shown_date(value, language=_active())


@register.simple_tag
def day_range(first: date, last: date) -> str:
    return shown_range(first, last, _active())


@register.filter
def number(value: int) -> str:
    return shown_number(value, _active())


@register.filter
def country(code: str) -> str:
    return country_name(code, _active())


@register.simple_tag
def people(smallest: int | None, largest: int | None) -> str:
    """ "5–10", "from 5" or the word for unknown."""
    return shown_people(smallest, largest, _active())


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the language of the page; the code where CLDR knows none."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(_active())
    except (UnknownLocaleError, ValueError):
        return code
    return name or code


@register.filter
def reading_direction(code: str) -> str:
    try:
        return direction(code)
    except (UnknownLocaleError, ValueError):
        return "ltr"


@register.simple_tag(takes_context=True)
def lang(context: Any, code: str) -> SafeString | str:
    """lang and dir for a part that is in another language than the page around it."""
    if not code or code == context["language"]:
        return ""
    return format_html(' lang="{}" dir="{}"', code, reading_direction(code))


def _active() -> str:
    return get_language() or "en"
