"""What the parts may offer."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soliday.actions.kept import keeping
from soliday.press.contents import PathWrittenTwice, gather
from soliday.press.paths import PathUnsafe
from tests.actions.sample import published

WRITTEN = re.compile(r'FROM "(campaign_|wagtailcore_page")')

pytestmark = pytest.mark.django_db


def test_the_parts_are_asked_in_order(offers):
    offers.offer("/en/", "home", "day")
    offers.offer("/be/", "home", "day")
    assert list(gather(None)) == ["/en/", "/be/"]


def test_one_path_is_written_once(offers, monkeypatch):
    offers.offer("/en/", "home", "day")
    monkeypatch.setattr("soliday.press.contents.PARTS", (offers, offers))
    with pytest.raises(PathWrittenTwice):
        gather(None)


@pytest.mark.parametrize(
    "path", ["/SHA256SUMS", "/SHA256SUMS.minisig", "/withdrawn.txt", "/minisign.pub"]
)
def test_the_presss_own_paths_are_taken(offers, path):
    offers.offer(path, "false", "day")
    with pytest.raises(PathWrittenTwice):
        gather(None)


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd",
        "/en/../x",
        "//en/",
        "en/",
        "/.drafts/x",
        "/en/.hidden",
        "/.well-known/../x",
        "/en/a.gz",
        "/en/a.br",
        "/en/index.html",
        "/desk/",
        "/desk/en/",
        "/send/report",
        "/receipt/",
        "/health",
        "/static/x.css",
        "/en/" + "a" * 200,
        "/en/\n",
        "/en/a b",
        "/en/а",
        "",
    ],
)
def test_no_part_writes_outside_the_site_or_over_a_live_door(offers, path):
    offers.offer(path, "x", "day")
    with pytest.raises(PathUnsafe):
        gather(None)


@pytest.mark.parametrize("path", ["/", "/.well-known/security.txt", "/sending/", "/desks.txt"])
def test_these_are_well_named(offers, path):
    offers.offer(path, "x", "day")
    assert path in gather(None)


@pytest.mark.usefixtures("profiles")
def test_what_the_committee_wrote_is_asked_for_once_in_a_build(day):
    for country in ("PL", "DE"):
        published(day, country=country)
    with CaptureQueriesContext(connection) as asked, keeping(None, is_alone=False):
        for page in gather(None).values():
            page.render()
    pages = [sql for each in asked if WRITTEN.search(sql := each["sql"])]
    assert len(pages) > 10
    assert [sql for sql, times in Counter(pages).items() if times > 1] == []
