"""The home page: what happened, why this date, what to do now, and how many did what where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from soliday.actions.countries import countries_shown
from soliday.actions.day_site import DaySite
from soliday.campaign.frame import Frame
from soliday.campaign.rendering import render
from soliday.core.pages import PublicPage

IDEAS, LATEST = 6, 6


def home_pages(site: DaySite) -> Iterator[PublicPage]:
    keys = site.keys("wall", "totals", "ideas", "defenders", "days")
    for frame in site.frames.values():
        own = keys | {f"page:{frame.home.translation_key}"}
        yield PublicPage(frame.root, own, partial(_render, site, frame))


def _render(site: DaySite, frame: Frame) -> bytes:
    context = frame.context(
        frame.root,
        page=frame.home,
        pictures_of=site.content.pictures_of,
        **_lists(site, frame),
        **_counts(site, frame),
    )
    return render("actions/home.html", context, language=frame.language)


def _lists(site: DaySite, frame: Frame) -> dict[str, Any]:
    code = frame.language
    ideas = [each[code] for each in site.idea_pages if code in each]
    editions = [each[code] for _, each in sorted(site.editions.items()) if code in each]
    return {
        "ideas": ideas[:IDEAS],
        "idea_count": len(ideas),
        "actions": site.shown(site.newest()[:LATEST], frame),
        "defenders": [each[code] for each in site.defender_pages if code in each],
        "editions": editions,
    }


def _counts(site: DaySite, frame: Frame) -> dict[str, Any]:
    edition = site.open_edition
    return {
        "totals": site.counted.totals,
        "edition": edition,
        "edition_totals": site.counted.of_year(edition.year) if edition else None,
        "countries": countries_shown(frame, site.counted.by_country),
    }
