"""A list of hundreds of choices, written in one go: a template for each costs too much."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

OPTION = '<option value="{}"'


class LongSelect(forms.Select):
    """What Django's own writes, for choices without groups."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        every = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        options = str(_options(tuple((str(key), str(label)) for key, label in self.choices)))
        for key in self.format_value(value):
            option = format_html(OPTION, key)
            options = options.replace(f"{option}>", f"{option} selected>")
        written = mark_safe(options)  # noqa: S308  escaped where it was written
        return format_html("<select{}>\n{}\n</select>", flatatt(every), written)


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple[str, str], ...]) -> SafeString:
    """The same for everybody who reads the form in a language."""
    return format_html_join("\n", OPTION + ">{}</option>", choices)
