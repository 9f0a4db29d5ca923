"""{% portrait page as picture %}: a defender's picture, for who reads the page around it."""

from __future__ import annotations

from typing import Any

from django import template

from soliday.campaign.models import DefenderPage
from soliday.campaign.pictures import ShownPhoto
from soliday.campaign.portraits import portrait_of

register = template.Library()


@register.simple_tag(takes_context=True)
def portrait(context: Any, page: DefenderPage) -> ShownPhoto | None:
    found = portrait_of(page)
    return None if found is None else ShownPhoto(found, context["language"])
