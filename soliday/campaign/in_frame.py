"""Pages of which there are many: their content by Jinja, in a frame that is rendered once."""

from __future__ import annotations

from html import escape
from typing import Any

from soliday.campaign import jinja
from soliday.campaign.frame import Alternate, Frame
from soliday.campaign.pictures import ShownPhoto, share_tags
from soliday.campaign.rendering import filled, place, rendered


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

    For pages where the menu does not lead to. picture: what is shown beside a link to the page.
    """
    content = jinja.rendered(template, {"frame": frame} | context, frame.language).strip()
    texts = {"title": title, "description": description, "path": path}
    own = {each.code: each.path for each in frame.alternates(path)}
    parts: dict[str, str] = {name: escape(text) for name, text in (texts | own).items()}
    parts |= {"content": content, "share": share_tags(picture)}
    return filled(_empty_frame(frame), parts).encode()


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
        frame.rendered[key] = rendered("campaign/empty.html", context, frame.language)
    return frame.rendered[key]
