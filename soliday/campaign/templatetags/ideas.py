"""How long an idea takes and how many people it needs."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, gettext

from soliday.languages.numbers import shown_people

register = template.Library()
HOUR = 60


@register.simple_tag
def duration(smallest: int, largest: int) -> str:
    """ "10–30 min", "1–3 h": hours only where both ends are whole hours."""
    language = get_language() or "en"
    if smallest % HOUR == 0 and largest % HOUR == 0:
        return gettext("%(range)s h") % {
            "range": shown_people(smallest // HOUR, largest // HOUR, language)
        }
    return gettext("%(range)s min") % {"range": shown_people(smallest, largest, language)}


@register.simple_tag
def people_needed(smallest: int, largest: int | None) -> str:
    if smallest == 1 and largest is None:
        return gettext("alone or with others")
    if smallest == largest == 1:
        return gettext("one person")
    shown = shown_people(smallest, largest, get_language() or "en")
    return gettext("people: %(range)s") % {"range": shown}
