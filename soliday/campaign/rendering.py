"""A template and its data become the bytes of a public file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from django.template.loader import get_template
from django.utils import translation

from soliday.campaign.frame import Alternate, Frame
from soliday.campaign.pictures import ShownPhoto, share_tags

BLANK_LINES = re.compile(r"\n\s*\n")
CUT = "\0"  # around the name of each place: no text of anybody holds one


def render(template: str, context: dict[str, Any], *, language: str) -> bytes:
    """Render in a language, without a request. The lines that template tags leave empty go."""
    return _text(template, context, language, "django").encode()


def render_in_frame(
    template: str,
    context: dict[str, Any],
    *,
    frame: Frame,
    path: str,
    title: str,
    description: str,
    picture: ShownPhoto | None = None,
) -> bytes:
    """Render a Jinja template as the content of the page at `path`.

    The frame around it is rendered once. For pages of which there are many, where the menu does
    not lead to. picture: what is shown beside a link to the page.
    """
    content = _text(template, {"frame": frame} | context, frame.language, "jinja2").strip()
    texts = {"title": title, "description": description, "path": path}
    own = {each.code: each.path for each in frame.alternates(path)}
    parts: dict[str, str] = {name: escape(text) for name, text in (texts | own).items()}
    parts |= {"content": content, "share": share_tags(picture)}
    return filled(_empty_frame(frame), parts).encode()


def place(name: str) -> str:
    """Stands in a page that is rendered once for what each has of its own."""
    return f"{CUT}{name}{CUT}"


def filled(empty: str, parts: Mapping[str, str]) -> str:
    """Put HTML in the places of a rendered page."""
    kept, *pieces = empty.split(CUT)
    for name, after in zip(pieces[::2], pieces[1::2], strict=True):
        kept += parts[name] + after
    return kept


def _empty_frame(frame: Frame) -> str:
    key = ("empty frame",)
    if key not in frame.rendered:
        places = [
            Alternate(each.code, each.native_name, place(each.code))
            for each in frame.alternates(frame.root)
        ]
        context = frame.context(place("path"), alternates=places)
        others = ("title", "description", "share", "content")
        context |= {name: place(name) for name in others}
        frame.rendered[key] = _text("campaign/empty.html", context, frame.language, "django")
    return frame.rendered[key]


def _text(template: str, context: dict[str, Any], language: str, engine: str) -> str:
    with translation.override(language):
        text = get_template(template, using=engine).render(context | {"language": language})
    return BLANK_LINES.sub("\n", text)
