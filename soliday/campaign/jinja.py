"""Jinja, for what the press makes by ten thousands: actions and their cards.

All other templates are Django's. See docs/decisions/two-kinds-of-templates.md.
"""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import linebreaks_filter, truncatechars
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from soliday.campaign.templatetags import words

EXTENSIONS = ("jinja2.ext.i18n",)
POLICIES = {"ext.i18n.trimmed": True}


def environment(**options: Any) -> Environment:
    """What settings.TEMPLATES asks for. A name that is not there is an error, not a gap."""
    options |= {"undefined": StrictUndefined, "extensions": EXTENSIONS}
    made = Environment(**options)  # noqa: S701  Django turns escaping on
    made.policies |= POLICIES
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals |= {"_": gettext, "lang": _lang}
    made.filters |= {
        "language_name": words.language_name,
        "linebreaks": linebreaks_filter,
        "on_day": words.on_day,
        "truncatechars": truncatechars,
    }
    return made


@pass_context
def _lang(context: Context, code: str) -> str:
    return words.lang(context, code)
