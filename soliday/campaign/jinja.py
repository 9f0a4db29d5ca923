"""Jinja, for what the press makes by ten thousands: actions, their cards and lists.

All other templates are Django's. See docs/decisions/two-kinds-of-templates.md.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template.defaultfilters import linebreaks_filter
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from soliday.campaign.templatetags import words
from soliday.languages.openings import opening

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
    made.globals |= {"_": _words, "lang": _lang}
    made.filters |= {
        "language_name": _language_name,
        "linebreaks": linebreaks_filter,
        "on_day": words.on_day,
        "opening": opening,
    }
    return made


@pass_context
def _words(context: Context, message: str) -> Markup:
    return _translated(context["language"], message)


@lru_cache(maxsize=1000)
def _translated(language: str, message: str) -> Markup:
    """Words of a template, escaped: looked up once and not for each of ten thousand pages."""
    with translation.override(language):
        return escape(gettext(message))


@pass_context
def _lang(context: Context, code: str) -> str:
    return "" if code == context["language"] else _foreign(context["language"], code)


@lru_cache(maxsize=1000)
def _foreign(language: str, code: str) -> str:
    return words.lang({"language": language}, code)


@pass_context
def _language_name(context: Context, code: str) -> str:
    return _name(context["language"], code)


@lru_cache(maxsize=1000)
def _name(language: str, code: str) -> str:
    with translation.override(language):
        return words.language_name(code)
