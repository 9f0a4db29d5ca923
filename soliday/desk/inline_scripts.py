"""Wagtail's choosers without inline script.

Wagtail starts a chooser by a script written into the page, which our policy refuses, as it would
refuse one that an attacker managed to write there. The same data is given as JSON, and
desk/shell.js starts the chooser. See docs/decisions/desk-in-wagtails-shell.md.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

# As Django's json_script: what could end the element is written as an escape.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def give_choosers_as_data() -> None:
    """Let every chooser of Wagtail render by `render_chooser`."""
    BaseChooser.render = render_chooser


def render_chooser(
    chooser: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """What BaseChooser.render does, with data in place of a script."""
    identifier = (attrs or {})["id"]
    value_data = chooser.get_value_data(value)
    options = json.dumps(chooser.get_js_init_options(identifier, name, value_data))
    return format_html(
        '{}<script type="application/json" data-desk-start="{}" data-desk-for="{}">{}</script>',
        chooser.render_html(name, value_data, attrs),
        chooser.js_constructor,
        identifier,
        mark_safe(options.translate(ESCAPES)),  # noqa: S308 - JSON with its marks escaped
    )
