"""Where a page stands on the public site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Page

    from soliday.campaign.models import Day

# Names that other parts of the site stand on; a page of such a name would stop the press.
TAKEN_AT_ROOT = frozenset(
    "assets calendar data days desk feeds health keys photos receipt send static".split()
)
COPIES = "copies"  # the page on copies of the site, which the press offers
FIND = "find"  # the page on which everything is named
TAKEN_BELOW_HOME = frozenset({"actions", "countries", COPIES, FIND})


def day_root(day: Day, language: str) -> str:
    """`/en/` for the main day, `/russia/en/` for any other."""
    return f"/{language}/" if day.is_main else f"/{day.slug}/{language}/"


def public_path(page: Page) -> str:
    """The path of a page: its day's root, then the slugs below the home page."""
    trail = list(page.get_ancestors(inclusive=True).specific().filter(depth__gte=2))
    home, below = trail[0], trail[1:]
    slugs = "".join(f"{each.slug}/" for each in below)
    return day_root(home.day, home.locale.language_code) + slugs
