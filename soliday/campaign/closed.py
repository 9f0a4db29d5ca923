"""What is said to whoever would change a closed year."""

from __future__ import annotations

from django.utils.translation import gettext as _


def closed_words(year: int) -> str:
    return _(
        "%(year)s is closed: what is published of it no longer changes. It can only be withdrawn."
    ) % {"year": year}


def closed_places_words() -> str:
    """For whoever has just made places coarser and might rely on it everywhere."""
    return _(
        "The pages of closed years keep the places and dates they show. To take one off them, "
        "withdraw the action."
    )
