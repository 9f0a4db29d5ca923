"""The home page: what happened, why this date, what to do now, and how many did what where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from soliday.actions.countries import countries_shown
from soliday.actions.day_site import DaySite
from soliday.actions.queries import newest, published
from soliday.actions.totals import grouped, totals
from soliday.campaign.documents import editions_in, shown_in
from soliday.campaign.frame import Frame
from soliday.campaign.models import DefenderPage, IdeaPage
from soliday.campaign.queries import open_edition
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
        frame.root, page=frame.home, **_lists(site, frame), **_counts(site, frame)
    )
    return render("actions/home.html", context, language=frame.language)


def _lists(site: DaySite, frame: Frame) -> dict[str, Any]:
    ideas = shown_in(site.day, IdeaPage, frame.language)
    return {
        "ideas": ideas[:IDEAS],
        "idea_count": len(ideas),
        "actions": site.shown(newest(site.day, LATEST), frame),
        "defenders": shown_in(site.day, DefenderPage, frame.language),
        "editions": list(reversed(editions_in(site.day, frame.language))),
    }


def _counts(site: DaySite, frame: Frame) -> dict[str, Any]:
    edition = open_edition(site.day)
    actions = published(site.day)
    return {
        "totals": totals(actions),
        "edition": edition,
        "edition_totals": totals(actions.filter(edition=edition)) if edition else None,
        "countries": countries_shown(frame, grouped(actions, "country")),
    }
