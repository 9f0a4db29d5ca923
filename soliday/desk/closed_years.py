"""What the desk says of a closed year before somebody does work that could not be published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from soliday.campaign.models import Edition
from soliday.campaign.queries import closings_in_force


def closed_note(edition: int | None) -> str:
    """For a draft or a proposal whose year was closed meanwhile; empty where it was not."""
    closing = closings_in_force().get(edition or 0)
    if closing is None:
        return ""
    return _(
        "%(year)s was closed meanwhile: nothing is published into it any more. Choose another "
        "year, or give this up."
    ) % {"year": closing.edition.year}


def closed_year_of(date: Any, edition: Edition | None) -> str:
    """For a report whose date lies in a closed year of the day that takes reports now."""
    year = str(date or "")[:4]
    if edition is None or year == str(edition.year):
        return ""
    closings = closings_in_force().values()
    same_day = [each.edition for each in closings if each.edition.day_id == edition.day_id]
    if year not in {str(each.year) for each in same_day}:
        return ""
    return _(
        "The date lies in %(year)s, and that year is closed: this report cannot be published into "
        "it. Decline it, or publish it in %(open)s if it belongs there."
    ) % {"year": year, "open": edition.year}
