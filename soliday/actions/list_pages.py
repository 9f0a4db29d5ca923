"""The pages of the long lists: of a country and of a year, 24 actions each, never renumbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from django.utils import translation
from django.utils.translation import gettext

from soliday.actions.day_site import DaySite
from soliday.actions.listings import Listing, neighbours_among
from soliday.actions.shown import ShownAction
from soliday.actions.templatetags.cards import made_card
from soliday.campaign.frame import Frame
from soliday.campaign.in_frame import render_in_frame
from soliday.core.pages import PublicPage
from soliday.places.countries import country_name


def country_path(frame: Frame, code: str) -> str:
    return f"{frame.root}countries/{code.lower()}/"


def year_path(frame: Frame, year: int) -> str:
    return f"{frame.root}days/{year}/"


def head_path(frame: Frame, listing: Listing) -> str:
    """The page that the list belongs to."""
    if listing.kind == "country":
        return country_path(frame, listing.name)
    return year_path(frame, int(listing.name))


def list_path(frame: Frame, listing: Listing, number: int) -> str:
    return f"{head_path(frame, listing)}all/{number + 1}/"


def last_list_path(site: DaySite, frame: Frame, listing: Listing) -> str | None:
    """Where the whole list begins, from its newest end; None while its own page has it all."""
    last = site.last_page(listing)
    return list_path(frame, listing, last) if last else None


def list_pages(site: DaySite, kind: str) -> Iterator[PublicPage]:
    for listing, number, near in _wanted(site, kind):
        yield from one_list_page(site, listing, number, near)


def one_list_page(
    site: DaySite, listing: Listing, number: int, near: int = 0
) -> Iterator[PublicPage]:
    """A page of a list, in every language."""
    keys = site.keys() | {listing.key(number)}
    for frame in site.frames.values():
        path = list_path(frame, listing, number)
        yield PublicPage(path, keys, partial(_render, site, frame, listing, number), near=near)


def _wanted(site: DaySite, kind: str) -> Iterator[tuple[Listing, int, int]]:
    """The pages that hold something, and of these only the stale ones; and what they are near."""
    if site.is_all_stale:
        names = site.counted.by_country if kind == "country" else site.counted.by_year
        for name in names:
            listing = site.listing(kind, str(name))
            pages = site.pages_of(listing)
            yield from ((listing, number, min(actions)) for number, actions in pages.items())
        return
    for named in site.named(f"{kind}list"):
        name, _, number = named.partition(":")
        listing = site.listing(kind, name)
        if site.last_page(listing) and site.on_page(listing, int(number)).numbers:
            yield listing, int(number), 0


def _near(site: DaySite, listing: Listing, number: int) -> tuple[int | None, int | None]:
    """The older and the newer page; where all are made, no question for each."""
    if site.is_all_stale:
        return neighbours_among(list(site.pages_of(listing)), number)
    return listing.neighbours(number)


def _render(site: DaySite, frame: Frame, listing: Listing, number: int) -> bytes:
    near = site.once(("near", listing, number), partial(_near, site, listing, number))
    is_country = listing.kind == "country"
    name = country_name(listing.name, frame.language) if is_country else listing.name
    with translation.override(frame.language):
        words = {"name": name, "number": number + 1}
        title = gettext("%(name)s, all actions, page %(number)s") % words
        heading = gettext("All actions, page %(number)s") % words
    return rendered_list(
        frame,
        list_path(frame, listing, number),
        title=title,
        heading=heading,
        head=(head_path(frame, listing), name),
        actions=site.shown(site.on_page(listing, number).actions, frame),
        near=[None if each is None else list_path(frame, listing, each) for each in near],
    )


def rendered_list(
    frame: Frame,
    path: str,
    *,
    title: str,
    heading: str,
    head: tuple[str, str],
    actions: Sequence[ShownAction],
    near: Sequence[str | None],
) -> bytes:
    """A page of a long list. head: path and name of the page it belongs to; near: the paths of the
    older and the newer page."""
    older, newer = near
    with translation.override(frame.language):
        about = gettext("All published actions; what stands on a page of the archive stays there.")
    shown = {
        "heading": heading,
        "head": head[0],
        "name": head[1],
        "cards": [made_card(each, "h2") for each in actions],
        "older": older,
        "newer": newer,
    }
    return render_in_frame(
        "actions/list.html",
        shown,
        frame=frame,
        path=path,
        title=f"{title} · {frame.name}",
        description=about,
    )
