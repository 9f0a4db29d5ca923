"""Keys of a year, by the slug of its day: what is made from it depends on these."""

from __future__ import annotations


def year_key(day: str, year: int) -> str:
    """Of whatever shows the year, its texts or one of its actions."""
    return f"edition:{day}:{year}"


def figures_key(day: str, year: int) -> str:
    """Of the year's figures as data, which show no action."""
    return f"yeardata:{day}:{year}"
