"""The pages of the long lists: of a country and of a year, 24 actions each, never renumbered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from soliday.actions.day_site import DaySite
from soliday.actions.listings import Listing
from soliday.campaign.frame import Frame
from soliday.campaign.rendering import render
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
    last = site.once(("last", listing), listing.last_page)
    return None if last is None else list_path(frame, listing, last)


def list_pages(site: DaySite, kind: str) -> Iterator[PublicPage]:
    for listing, number in _wanted(site, kind):
        yield from one_list_page(site, listing, number)


def one_list_page(site: DaySite, listing: Listing, number: int) -> Iterator[PublicPage]:
    """A page of a list, in every language."""
    keys = site.keys() | {listing.key(number)}
    for frame in site.frames.values():
        path = list_path(frame, listing, number)
        yield PublicPage(path, keys, partial(_render, site, frame, listing, number))


def _wanted(site: DaySite, kind: str) -> Iterator[tuple[Listing, int]]:
    """The pages that hold something, and of these only the stale ones."""
    if site.is_all_stale:
        names = site.counted.by_country if kind == "country" else site.counted.by_year
        for name in names:
            listing = Listing(site.day, kind, str(name))
            yield from ((listing, number) for number in listing.numbers())
        return
    for named in site.named(f"{kind}list"):
        name, _, number = named.partition(":")
        listing = Listing(site.day, kind, name)
        if listing.is_long() and listing.on_page(int(number)).exists():
            yield listing, int(number)


def _render(site: DaySite, frame: Frame, listing: Listing, number: int) -> bytes:
    near = site.once(("near", listing, number), partial(listing.neighbours, number))
    older, newer = near
    is_country = listing.kind == "country"
    name = country_name(listing.name, frame.language) if is_country else listing.name
    context = frame.context(
        list_path(frame, listing, number),
        name=name,
        head=head_path(frame, listing),
        actions=site.shown(site.listed(listing, number), frame),
        number=number + 1,
        older=None if older is None else list_path(frame, listing, older),
        newer=None if newer is None else list_path(frame, listing, newer),
    )
    return render("actions/list.html", context, language=frame.language)
