"""Texts with links and lists, as they stand in the database, for the public site.

Not Wagtail's own filter: that one also knows frames of other sites, which no page of ours may
show, and imports the hooks of every app to learn what it knows, an eighth of a second for a press
that has thousands of pages to make.
"""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter

register = template.Library()

# What the editor offers, see BODY_FEATURES: addresses as they are, and links to pages of ours.
# Whatever else a text may hold is dropped.
_rewritten = MultiRuleRewriter(
    [
        LinkRewriter(bulk_rules={"page": PageLinkHandler.expand_db_attributes_many}),
        EmbedRewriter(),
    ]
)


@register.filter
def rich_text(stored: str) -> SafeString:
    """As HTML; a link to a page leads to where it is today."""
    return mark_safe(_rewritten(stored))  # noqa: S308  cleaned when it was stored
