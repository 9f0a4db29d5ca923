"""What stands in a copy where the site has its way to the form."""

from __future__ import annotations

from collections.abc import Sequence

from soliday.campaign.rendering import render
from soliday.languages.catalogue import SHIPPED


def doors(origins: Sequence[str]) -> dict[str, str]:
    """Where the official doors are and why a copy has none, in each language."""
    return {
        each.code: render("press/doors.html", {"doors": origins}, language=each.code).decode()
        for each in SHIPPED
    }
