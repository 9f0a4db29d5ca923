"""{% complete_frame %}: whatever page stands in it, the frame has what it needs.

A baked page brings frame and path; a live page brings home and language; Wagtail's preview of a
draft brings the page only.

{% around "campaign/header.html" %} and {% once "ideas" %}…{% endonce %} are rendered once for a
frame, however many pages stand in it. What they show follows from the frame's day, its pages, and
what the tag names: never from an action or a figure.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from soliday.campaign.frame import Alternate, Frame, frame_for
from soliday.campaign.models import DayPage

register = template.Library()
PLACE = "alternate:{}:path"  # stands for the page's path in a language


@register.simple_tag(takes_context=True)
def complete_frame(context: Context) -> str:
    if "frame" not in context:
        base = context.dicts[0]
        home = context.get("home") or _home_of(context["page"])
        language = context.get("language") or context["page"].locale.language_code
        base["frame"], base["language"] = frame_for(home, language), language
    return ""


@register.simple_tag
def site() -> str:
    """The installation's public address, without a slash at the end."""
    return settings.CONFIGURATION.site


@register.simple_tag
def own() -> str:
    """What stands before a page's path where it names itself and its translations.

    Nothing beside an onion service: the same file is right on both hosts, and on the clear net the
    absolute address comes as a header (soliday/press/serving.py).
    """
    return "" if settings.CONFIGURATION.onion else settings.CONFIGURATION.site


@register.simple_tag
def onion() -> str:
    """The address of the onion service beside the site; empty without one."""
    return settings.CONFIGURATION.onion


@register.simple_tag
def leave_to() -> str:
    """The harmless page elsewhere that the leave button leads to."""
    return settings.CONFIGURATION.leave_to


@register.simple_tag(takes_context=True)
def around(context: Context, name: str) -> SafeString:
    """What stands around the page, with the page's own paths filled in."""
    frame: Frame = context["frame"]
    alternates: list[Alternate] = context.get("alternates") or []
    path, section = context.get("path") or "", context.get("section")
    place = path if path in frame.linked else bool(path)
    codes = tuple(each.code for each in alternates)
    key = (name, place, section, codes, context["language"])
    if key not in frame.rendered:
        shown = {"frame": frame, "path": path, "section": section, "language": key[-1]}
        places = [Alternate(e.code, e.native_name, PLACE.format(e.code)) for e in alternates]
        frame.rendered[key] = get_template(name).render(shown | {"alternates": places})
    text = frame.rendered[key]
    for each in alternates:
        text = text.replace(f'"{PLACE.format(each.code)}"', f'"{escape(each.path)}"')
    return mark_safe(text)  # noqa: S308  a template's own output, and what is escaped here


class Once(Node):
    def __init__(self, names: list[FilterExpression], nodelist: NodeList) -> None:
        self.names, self.nodelist = names, nodelist

    def render(self, context: Context) -> SafeString:
        names = (name.resolve(context) for name in self.names)
        key = ("once", context["language"], *names)
        made = context["frame"].rendered
        if key not in made:
            made[key] = self.nodelist.render(context)
        return mark_safe(made[key])  # noqa: S308  a template's own output


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """The names together tell it from every other part of the frame's pages."""
    names = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(names, nodelist)


def _home_of(page: Any) -> DayPage:
    return DayPage.objects.select_related("day").get(
        pk=page.pk if isinstance(page, DayPage) else page.get_ancestors().get(depth=2).pk
    )
