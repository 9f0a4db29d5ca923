"""The sitemap: every page of every day, but of very many actions only the newest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape

from soliday.actions.countries import country_path
from soliday.actions.day_site import DaySite, absolute
from soliday.actions.editions import year_path
from soliday.actions.queries import archive_numbers, countries_of, published, years_of
from soliday.actions.wall import archive_path
from soliday.campaign.documents import document_pages
from soliday.campaign.frame import Frame
from soliday.core.pages import PublicPage

MOST_ACTIONS = 5000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(sites: list[DaySite]) -> Iterator[PublicPage]:
    kinds = ("day", "days", "ideas", "defenders")
    keys = {f"{kind}:{site.day.slug}" for site in sites for kind in kinds}
    yield PublicPage("/sitemap.xml", frozenset(keys | {"sitemap"}), partial(_sitemap, sites))


def _sitemap(sites: list[DaySite]) -> bytes:
    paths = sorted({path for site in sites for path in _paths(site)})
    lines = "\n".join(f"<url><loc>{escape(absolute(path))}</loc></url>" for path in paths)
    return f'{HEAD}<urlset xmlns="{NAMESPACE}">\n{lines}\n</urlset>\n'.encode()


def _paths(site: DaySite) -> Iterator[str]:
    yield from (page.path for page in document_pages(site.day, site.frames))
    actions = list(published(site.day).values_list("pk", flat=True)[:MOST_ACTIONS])
    years = sorted({*site.editions, *years_of(site.day)})
    countries, archive = countries_of(site.day), archive_numbers(site.day)
    for frame in site.frames.values():
        yield from (frame.root, f"{frame.root}actions/", f"{frame.root}countries/")
        yield from (f"{frame.root}actions/{number}/" for number in actions)
        yield from _more(frame, years, countries, archive)


def _more(
    frame: Frame, years: list[int], countries: list[str], archive: list[int]
) -> Iterator[str]:
    yield from (year_path(frame, year) for year in years)
    yield from (country_path(frame, code) for code in countries)
    yield from (archive_path(frame, number) for number in archive)
