"""{% committee_recipients as recipients %}, for the words about sealing a report elsewhere."""

from __future__ import annotations

from django import template

from soliday.campaign.recipients import (
    FILE,
    MOST_IN_PICTURE,
    PICTURE,
    committee_recipients,
    form_path,
)

register = template.Library()
register.simple_tag(committee_recipients)
register.simple_tag(form_path, name="report_file")


@register.simple_tag
def recipients_file() -> str:
    return FILE


@register.simple_tag
def recipients_picture() -> str:
    return PICTURE


@register.filter
def fit_in_picture(recipients: list[str]) -> bool:
    """Whether the picture holds the recipients themselves."""
    return len(recipients) <= MOST_IN_PICTURE
