"""The sitemap: every page of every day. Of many actions it is an index with a part a block.

The protocol allows 50,000 addresses a file. A part holds 96 actions and their pages of the
archive in every language; the first part holds all other pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from xml.sax.saxutils import escape

from soliday.actions.counting import FEW
from soliday.actions.day_site import DaySite, absolute
from soliday.actions.list_pages import country_path, year_path
from soliday.actions.queries import NEWEST
from soliday.actions.wall import archive_path
from soliday.campaign.documents import document_pages
from soliday.campaign.frame import Frame
from soliday.campaign.paths import COPIES, FIND
from soliday.core.pages import PublicPage

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
KINDS = ("day", "days", "ideas", "defenders")
PATH, PAGES = "/sitemap.xml", "/sitemap-pages.xml"


def sitemap(sites: list[DaySite]) -> Iterator[PublicPage]:
    keys = frozenset({f"{kind}:{site.day.slug}" for site in sites for kind in KINDS} | {"sitemap"})
    if not are_many(sites):
        blocks = {_key(site, number) for site in sites for number in site.counted.blocks}
        yield PublicPage(PATH, keys | blocks, partial(_flat, sites))
        return
    yield PublicPage(PATH, keys, partial(_index, sites))
    yield PublicPage(PAGES, keys, partial(_pages, sites))
    for site in sites:
        for number in _numbers(site):
            own = frozenset({f"day:{site.day.slug}", _key(site, number)})
            yield PublicPage(_path(site, number), own, partial(_part, site, number))


def are_many(sites: list[DaySite]) -> bool:
    """Whether one of the days has more actions than come in one piece."""
    return any(sum(site.counted.blocks.values()) > FEW for site in sites)


def _key(site: DaySite, number: int) -> str:
    return f"sitemap:{site.day.slug}:{number}"


def _path(site: DaySite, number: int) -> str:
    return f"/sitemap-{site.day.slug}-{number}.xml"


def _numbers(site: DaySite) -> list[int]:
    blocks = list(site.counted.blocks)
    if site.is_all_stale:
        return blocks
    named = set(site.named("sitemap"))
    return [each for each in blocks if str(each) in named]


def _index(sites: list[DaySite]) -> bytes:
    parts = [_path(site, number) for site in sites for number in site.counted.blocks]
    lines = "\n".join(
        f"<sitemap><loc>{escape(absolute(path))}</loc></sitemap>" for path in (PAGES, *parts)
    )
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{lines}\n</sitemapindex>\n'.encode()


def _flat(sites: list[DaySite]) -> bytes:
    paths = {path for site in sites for path in _other_paths(site)}
    for site in sites:
        for number in site.counted.blocks:
            paths |= set(_action_paths(site, number))
    return _urls(paths)


def _pages(sites: list[DaySite]) -> bytes:
    return _urls({path for site in sites for path in _other_paths(site)})


def _part(site: DaySite, number: int) -> bytes:
    return _urls(_action_paths(site, number))


def _urls(paths: Iterable[str]) -> bytes:
    lines = "\n".join(f"<url><loc>{escape(absolute(path))}</loc></url>" for path in sorted(paths))
    return f'{HEAD}<urlset xmlns="{NAMESPACE}">\n{lines}\n</urlset>\n'.encode()


def _action_paths(site: DaySite, number: int) -> Iterator[str]:
    numbers = site.block(number).numbers
    pages = sorted({(each - 1) // NEWEST for each in numbers})
    for frame in site.frames.values():
        yield from (f"{frame.root}actions/{each}/" for each in numbers)
        yield from (archive_path(frame, each) for each in pages)


def _other_paths(site: DaySite) -> Iterator[str]:
    yield from (page.path for page in document_pages(site.content))
    years = sorted({*site.editions, *site.counted.by_year})
    for frame in site.frames.values():
        yield from (frame.root, f"{frame.root}actions/", f"{frame.root}countries/")
        yield from (f"{frame.root}{COPIES}/", f"{frame.root}{FIND}/")
        yield from _lists(frame, years, list(site.counted.by_country))


def _lists(frame: Frame, years: list[int], countries: list[str]) -> Iterator[str]:
    """The pages of the long lists are left out: they name what the parts name already."""
    yield from (year_path(frame, year) for year in years)
    yield from (country_path(frame, code) for code in countries)
