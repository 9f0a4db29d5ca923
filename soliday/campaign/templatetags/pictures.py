"""{% pictures page as found %}: a page's pictures, for who reads the page around them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.models import Page

from soliday.campaign.models import DefenderPage
from soliday.campaign.page_pictures import pictures_of
from soliday.campaign.pictures import ShownPhoto, share_tags

register = template.Library()


@register.simple_tag(takes_context=True)
def pictures(context: Any, page: Page) -> list[ShownPhoto]:
    """Those that are described in the language of the page: a new one shows none at first.

    The press has those of all pages at hand; a preview asks for its own.
    """
    reader, code = context["language"], page.locale.language_code
    of_page = context.get("pictures_of", pictures_of)
    found = [each for each in of_page(page) if each.descriptions.get(code)]
    return [ShownPhoto(each, reader if each.descriptions.get(reader) else code) for each in found]


@register.simple_tag(takes_context=True)
def portrait(context: Any, page: DefenderPage) -> ShownPhoto | None:
    return next(iter(pictures(context, page)), None)


@register.simple_tag(takes_context=True)
def share_picture(context: Any, page: Page) -> SafeString:
    return share_tags(next(iter(pictures(context, page)), None))
