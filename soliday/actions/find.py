"""The page on which everything is named, for the search that each browser has.

A search of ours would need a server or a script, and whoever runs it would learn what people look
for. This page is a plain file: it works on a copy, from a memory card, and without a network.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from soliday.actions.countries import countries_shown
from soliday.actions.day_site import DaySite
from soliday.campaign.frame import Frame
from soliday.campaign.paths import FIND
from soliday.campaign.queries import Shown
from soliday.campaign.rendering import render
from soliday.core.pages import PublicPage


def find_pages(site: DaySite) -> Iterator[PublicPage]:
    """In each language. `sitemap` goes stale with the first and the last action of a country."""
    keys = site.keys("ideas", "defenders", "days") | {"sitemap"}
    for frame in site.frames.values():
        path = f"{frame.root}{FIND}/"
        yield PublicPage(path, keys, partial(_render, site, frame, path))


def _render(site: DaySite, frame: Frame, path: str) -> bytes:
    code = frame.language
    context = frame.context(
        path,
        texts=[*frame.menu.values(), *frame.texts],
        ideas=[each[code] for each in site.idea_pages if code in each],
        defenders=[each[code] for each in site.defender_pages if code in each],
        years=_years(site, frame),
        countries=countries_shown(frame, site.counted.by_country),
    )
    return render("actions/find.html", context, language=code)


def _years(site: DaySite, frame: Frame) -> list[dict[str, Any]]:
    """The latest first, each with its page if it has one of its own."""
    years = sorted({*site.editions, *site.counted.by_year}, reverse=True)
    return [{"year": year, "shown": _own(site, year).get(frame.language)} for year in years]


def _own(site: DaySite, year: int) -> dict[str, Shown]:
    return site.editions.get(year, {})
