"""Jinja, for what the press makes by ten thousands: actions, their cards and lists.

All other templates are Django's. See docs/decisions/two-kinds-of-templates.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.template import engines
from django.template.defaultfilters import linebreaks_filter
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, Template, pass_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from markupsafe import Markup, escape

from soliday.campaign.rendering import without_blank_lines
from soliday.campaign.templatetags import words
from soliday.languages.openings import opening

POLICIES = {"ext.i18n.trimmed": True}
WORDS = ("variable_begin", "name", "lparen", "string", "rparen", "variable_end")
TEXTS = 200  # of actions: each page and its translations show the same one again


class Words(Extension):
    """`{{ _("Where") }}` becomes plain text when a template is compiled for one language."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Give the tokens of a template, and for each such call one of text."""
        language = getattr(self.environment, "language", None)
        held: list[Token] = []
        for token in stream:
            held.append(token)
            if language and _begins_words(held):
                if len(held) == len(WORDS):
                    yield Token(token.lineno, "data", str(_translated(language, held[3].value)))
                    held.clear()
                continue
            yield from held
            held.clear()
        yield from held


def _begins_words(tokens: list[Token]) -> bool:
    kinds = tuple(token.type for token in tokens)
    return kinds == WORDS[: len(kinds)] and (len(kinds) < 2 or tokens[1].value == "_")


EXTENSIONS = ("jinja2.ext.i18n", Words)


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
        "linebreaks": lru_cache(maxsize=TEXTS, typed=True)(linebreaks_filter),
        "on_day": words.on_day,
        "opening": opening,
    }
    return made


def rendered(template: str, context: dict[str, Any], language: str) -> str:
    """Render in a language, without a request. The lines that template tags leave empty go."""
    with translation.override(language):
        text = compiled(template, language).render(context, language=language)
    return without_blank_lines(text)


def compiled(template: str, language: str) -> Template:
    """The template with the words of one language in it."""
    return _in(language).get_template(template)


@lru_cache(maxsize=100)
def _in(language: str) -> Environment:
    shared: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    own = shared.overlay()
    own.language = language  # type: ignore[attr-defined]
    return own


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
