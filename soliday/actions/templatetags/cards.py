"""{% card action "h3" %}: an action in a list, made once however many lists show it.

What is kept is found again by everything that a card shows, so it is never out of date.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from soliday.actions.shown import ShownAction
from soliday.campaign.jinja import rendered

register = template.Library()
MOST = 20_000  # cards of about a kilobyte
LEVEL = "h-of-list"  # stands for the list's own; no text can hold it, for `<` is escaped there
_made: dict[tuple[Any, ...], str] = {}


@register.simple_tag
def card(action: ShownAction, level: str) -> SafeString:
    return made_card(action, level)


def made_card(action: ShownAction, level: str) -> SafeString:
    """The card in the language of what is shown; level: of its heading, as "h3"."""
    key = (action.language, *action.card_facts)
    if key not in _made:
        if len(_made) >= MOST:
            _made.clear()
        shown = {"action": action, "level": LEVEL}
        _made[key] = rendered("actions/card.html", shown, action.language)
    made = _made[key].replace(f"<{LEVEL} ", f"<{level} ").replace(f"</{LEVEL}>", f"</{level}>")
    return mark_safe(made)  # noqa: S308  a template's own output
