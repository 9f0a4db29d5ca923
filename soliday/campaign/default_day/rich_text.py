"""Paragraphs of the default day as the HTML that Wagtail's editor writes."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

MARKS = {"## ": "h2", "- ": "li", "> ": "blockquote"}


def rich_text(paragraphs: Iterable[str]) -> str:
    """`## ` opens a heading, `- ` a bullet, `> ` a quotation; bullets in a row make one list."""
    marked = [_marked(paragraph) for paragraph in paragraphs]
    html = ""
    for tag, group in groupby(marked, key=lambda each: each[0]):
        inner = "".join(f"<{tag}>{escape(text, quote=False)}</{tag}>" for _, text in group)
        html += f"<ul>{inner}</ul>" if tag == "li" else inner
    return html


def _marked(paragraph: str) -> tuple[str, str]:
    for mark, tag in MARKS.items():
        if paragraph.startswith(mark):
            return tag, paragraph.removeprefix(mark)
    return "p", paragraph
