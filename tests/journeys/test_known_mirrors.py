"""A mirror is listed at the desk, asked, and linked on the pages on copies; nowhere else."""

from __future__ import annotations

import pytest

from tests.journeys.crawl import read
from tests.journeys.installation import Installation, until
from tests.journeys.visitor import Reviewer

LANGUAGES = ("en", "be", "ru")
TELLS_NOTHING = "noreferrer noopener"


@pytest.fixture
def mirror(installation: Installation, reviewer: Reviewer) -> str:
    """The site's own server by another name serves as its mirror."""
    address = f"http://localhost:{installation.port}/"
    reviewer.open("/desk/mirrors/add/")
    reviewer.submit(action="", name="A mirror", address=address)
    return address


def test_from_the_desk_to_the_page_and_back(
    installation: Installation, reviewer: Reviewer, mirror: str
) -> None:
    site = installation.data / "site"
    page = site / "en" / "copies" / "index.html"
    assert mirror not in page.read_text()  # nobody has looked yet
    told = installation.run("mirror", "check")
    assert (told.returncode, told.stdout.split(";")[0]) == (0, f"{mirror}: current"), told
    until(lambda: mirror in page.read_text(), what="the press has heard of it")
    pages = {path: read(path.read_text()) for path in site.rglob("*.html")}
    leading = {
        path: rel for path, each in pages.items() for _, rel, url in each.links if url == mirror
    }
    assert leading == {site / code / "copies" / "index.html": TELLS_NOTHING for code in LANGUAGES}
    sums = (site / "SHA256SUMS").read_bytes()
    installation.run("mirror", "check")
    assert (site / "SHA256SUMS").read_bytes() == sums
    reviewer.open("/desk/mirrors/")
    link = reviewer.page.select_one("td.title a")
    assert link is not None
    reviewer.open(str(link["href"]))
    reviewer.submit(action="/remove/")
    until(lambda: mirror not in page.read_text(), what="it is off the page")
