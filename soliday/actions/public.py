"""What actions put on the public site: pages, photos, feeds, calendar, data, sitemap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from soliday.actions.action_pages import action_pages, photo_files
from soliday.actions.calendars import calendars
from soliday.actions.countries import country_pages
from soliday.actions.data import data_files
from soliday.actions.day_site import DaySite
from soliday.actions.editions import edition_pages
from soliday.actions.feeds import feeds
from soliday.actions.find import find_pages
from soliday.actions.frozen import Frozen, read_frozen
from soliday.actions.home import home_pages
from soliday.actions.kept import at_hand
from soliday.actions.places import Profiles
from soliday.actions.sitemap import sitemap
from soliday.actions.wall import wall_pages
from soliday.campaign.written import Written
from soliday.core.pages import PublicPage, touched

PARTS = (
    home_pages,
    wall_pages,
    find_pages,
    action_pages,
    photo_files,
    country_pages,
    edition_pages,
    feeds,
    calendars,
    data_files,
)


def pages(stale: frozenset[str] | None, days: Sequence[Written]) -> Iterator[PublicPage]:
    """Every page that a stale key touches; all of them for None."""
    profiles = Profiles.read()
    actions = at_hand().actions
    frozen = read_frozen(stale)
    sites = [
        DaySite(written.day, written.frames, profiles, stale, written, actions, frozen)
        for written in days
    ]
    for page in _with_frozen([site for site in sites if site.frames], frozen):
        if touched(page.keys, stale):
            yield page


def _with_frozen(sites: list[DaySite], frozen: Frozen) -> Iterator[PublicPage]:
    """What is frozen of closed years takes the place of what would be made now."""
    offered = set()
    for page in _offered(sites):
        if page.path in frozen.files:
            offered.add(page.path)
        yield frozen.instead_of(page)
    yield from frozen.others(offered, {site.day.slug for site in sites})


def _offered(sites: list[DaySite]) -> Iterator[PublicPage]:
    for site in sites:
        for part in PARTS:
            yield from part(site)
    if sites:
        yield from sitemap(sites)
