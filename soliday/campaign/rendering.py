"""A template and its data become the bytes of a public file.

Nothing here needs models: `soliday mirror verify` works where there is no database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import get_template
from django.utils import translation

BLANK_LINES = re.compile(r"\n\s*\n")
CUT = "\0"  # around the name of each place: no text of anybody holds one


def render(template: str, context: dict[str, Any], *, language: str) -> bytes:
    """Render in a language, without a request. The lines that template tags leave empty go."""
    return rendered(template, context, language).encode()


def place(name: str) -> str:
    """Stands in a page that is rendered once for what each has of its own."""
    return f"{CUT}{name}{CUT}"


def filled(empty: str, parts: Mapping[str, str]) -> str:
    """Put HTML in the places of a rendered page."""
    kept, *pieces = empty.split(CUT)
    for name, after in zip(pieces[::2], pieces[1::2], strict=True):
        kept += parts[name] + after
    return kept


def rendered(template: str, context: dict[str, Any], language: str) -> str:
    with translation.override(language):
        text = get_template(template, using="django").render(context | {"language": language})
    return without_blank_lines(text)


def without_blank_lines(text: str) -> str:
    return BLANK_LINES.sub("\n", text)
