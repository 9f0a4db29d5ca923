"""{% complete_frame %}: whatever page stands in it, the frame has what it needs.

A baked page brings frame and path; a live page brings home and language; Wagtail's preview of a
draft brings the page only.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from soliday.campaign.frame import frame_for
from soliday.campaign.models import DayPage

register = template.Library()


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


def _home_of(page: Any) -> DayPage:
    return DayPage.objects.select_related("day").get(
        pk=page.pk if isinstance(page, DayPage) else page.get_ancestors().get(depth=2).pk
    )
