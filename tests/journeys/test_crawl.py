"""Every page of a whole site, from disk and over HTTP: no dead link, nothing foreign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.journeys.crawl import SAYS_WHO_WE_ARE, Page, place, read
from tests.journeys.installation import Installation

LANGUAGES = ("en", "be", "ru")
KINDS = 12  # home, ideas, idea, actions, action, countries, country, years, year, defenders, ...
LIVE = ("/send/", "/receipt/")


@pytest.fixture(scope="module")
def site(installation: Installation) -> Path:
    return installation.data / "site"


@pytest.fixture(scope="module")
def pages(site: Path, installation: Installation) -> dict[str, Page]:
    """All pages on disk, by address."""
    return {
        _address(installation, path.relative_to(site).as_posix()): read(path.read_text())
        for path in sorted(site.rglob("*.html"))
    }


def _address(installation: Installation, name: str) -> str:
    return f"{installation.site}/{name.removesuffix('index.html')}"


def _links(
    pages: dict[str, Page], installation: Installation
) -> Iterator[tuple[str, tuple[str, str, str], str, str]]:
    for at, page in pages.items():
        for link in page.links:
            where, fragment = place(at, link[2])
            if where.startswith(installation.site):
                yield at, link, where, fragment


def test_the_site_has_each_kind_of_page_in_each_language(pages, site):
    for language in LANGUAGES:
        names = [path.relative_to(site).as_posix() for path in (site / language).rglob("*.html")]
        kinds = {re.sub(r"/[^/]+/index", "/X/index", name.split("/", 1)[1]) for name in names}
        assert len(kinds) >= KINDS
    assert len(pages) > 200


def test_nothing_runs_in_a_page_and_nothing_is_left_over(pages):
    assert {at: page.faults for at, page in pages.items() if page.faults} == {}


def test_no_link_is_dead_on_disk(pages, installation, site):
    dead = set()
    for at, link, where, fragment in _links(pages, installation):
        path = where.removeprefix(installation.site).split("?")[0] or "/"
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        is_there = path.startswith(LIVE) or (site / name).is_file()
        has_place = not fragment or where not in pages or fragment in pages[where].ids
        if not (is_there and has_place):
            dead.add((at, link))
    assert dead == set()


def test_no_absolute_link_to_ourselves_but_where_it_says_who_we_are(pages, installation):
    absolute = {
        (at, link)
        for at, link, _, _ in _links(pages, installation)
        if link[2].startswith(installation.site) and link[:2] not in SAYS_WHO_WE_ARE
    }
    assert absolute == set()


def test_nothing_is_loaded_from_elsewhere(pages, installation, site):
    for at, page in pages.items():
        for url in page.loaded:
            assert place(at, url)[0].startswith(f"{installation.site}/"), (at, url)
    for path in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        text = path.read_text()
        assert "@import" not in text
        for url in re.findall(r"url\(\s*[\"']?([^\"')]*)", text):
            file = site / url[1:] if url.startswith("/") else path.parent / url
            assert url.startswith("#") or (":" not in url and file.is_file()), (path.name, url)


def test_the_language_of_a_page_is_that_of_its_address(pages, installation):
    for at, page in pages.items():
        language = at.removeprefix(f"{installation.site}/").split("/")[0]
        if language in LANGUAGES:
            assert page.language == language


def test_who_follows_links_over_http_finds_all_of_it_and_no_dead_end(pages, installation):
    waiting, seen, dead, fine = [f"{installation.site}/"], set(), [], set()
    with httpx.Client(base_url=installation.site) as client:
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            answer = client.get(at)
            if not answer.is_success:
                dead.append((at, answer.status_code))
                continue
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert "set-cookie" not in answer.headers
            fine.add(at)
            is_baked = not at.removeprefix(installation.site).startswith(LIVE)
            if is_baked and answer.headers["Content-Type"].startswith("text/html"):
                found = read(answer.text).links
                links = [place(at, url)[0] for _, _, url in found]
                waiting += [url for url in links if url.startswith(f"{installation.site}/")]
    assert dead == []
    lost = {at for at in pages if at not in fine and not at.endswith("/404.html")}
    assert lost == set()
