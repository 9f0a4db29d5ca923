"""A template and its data become the bytes of a public file."""

from __future__ import annotations

import re
from typing import Any

from django.template.loader import get_template
from django.utils import translation

BLANK_LINES = re.compile(r"\n\s*\n")


def render(template: str, context: dict[str, Any], *, language: str) -> bytes:
    """Render in a language, without a request. The lines that template tags leave empty go."""
    with translation.override(language):
        text = get_template(template).render(context | {"language": language})
    return BLANK_LINES.sub("\n", text).encode()
