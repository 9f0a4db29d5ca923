"""Who comes by the onion service is led nowhere else, by no page, feed or answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.journeys.crawl import place, read
from tests.journeys.installation import Installation
from tests.journeys.live_pages import live_pages
from tests.journeys.visitor import Visitor

CLEAR = "https://clear.example"
ONION = "http://" + "a" * 56 + ".onion"
LANGUAGES = ("en", "be", "ru")
KINDS = 30
CLEAR_NET_ONLY = ("Link", "Onion-Location", "Strict-Transport-Security")


@pytest.fixture(scope="module")
def beside_an_onion(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("onion")
    made = Installation(folder, SOLIDAY_SITE=CLEAR, SOLIDAY_ONION=ONION)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def files(beside_an_onion: Installation) -> list[str]:
    """The addresses of all pages and feeds."""
    site = beside_an_onion.data / "site"
    names = [
        path.relative_to(site).as_posix()
        for kind in ("*.html", "*.atom", "*.ics")
        for path in sorted(site.rglob(kind))
    ]
    kinds = {re.sub(r"/[^/]+/index", "/X/index", name) for name in names}
    assert len(kinds) > KINDS
    return [f"/{name.removesuffix('index.html')}" for name in names]


def _asking(installation: Installation, address: str) -> httpx.Client:
    host = address.split("//")[1]
    return httpx.Client(base_url=installation.site, headers={"Host": host})


def _without_words(text: str) -> str:
    """The tags alone: whatever leads anywhere stands in one."""
    return re.sub(r">[^<]*<", "><", text)


def test_no_page_or_feed_leads_to_the_clear_net(beside_an_onion, files):
    with _asking(beside_an_onion, ONION) as client:
        for path in files:
            answer = client.get(path)
            assert answer.status_code == 200
            assert "clear.example" not in str(answer.headers)
            assert not [name for name in CLEAR_NET_ONLY if name in answer.headers]
            if path.endswith(".ics"):
                assert "://" not in answer.text
            else:
                assert "clear.example" not in _without_words(answer.text), path


def test_only_pages_that_tell_true_from_false_name_it_in_words(beside_an_onion, files):
    """A copy of them must tell, too, which addresses are the official ones."""
    pages = [path for path in files if path.endswith(("/", ".html"))]
    told = {path for path in pages if "clear.example" in beside_an_onion.get(path).text}
    assert {path.split("/", 2)[2] for path in told} <= {"report/", "copies/"}
    assert told >= {f"/{language}/report/" for language in LANGUAGES}


def test_the_links_of_a_feed_lead_to_pages_of_the_onion(beside_an_onion):
    with _asking(beside_an_onion, ONION) as client:
        for language in LANGUAGES:
            at = f"{ONION}/feeds/{language}/actions.atom"
            links = re.findall(r'<link href="([^"]*)"', client.get(at.removeprefix(ONION)).text)
            assert len(links) > 20
            for link in links:
                where, _ = place(at, link)
                assert where.startswith(f"{ONION}/")
                assert client.get(where.removeprefix(ONION)).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_of_the_form_does(beside_an_onion, language):
    visitor = Visitor(beside_an_onion)
    by_tor = {"Host": ONION[7:], "Origin": ONION, "Referer": f"{ONION}/"}
    visitor.client.headers.update(by_tor)
    for name, answer in live_pages(visitor, language):
        assert answer.status_code < 500, name
        assert "clear.example" not in answer.text + str(answer.headers), name
        assert not [each for each in CLEAR_NET_ONLY if each in answer.headers]
        for _, _, link in read(answer.text).links:
            is_ours = place(f"{ONION}/", link)[0].startswith(f"{ONION}/")
            assert is_ours or link == "https://www.wikipedia.org/", (name, link)


def test_on_the_clear_net_the_same_page_says_in_a_header_where_it_belongs(beside_an_onion, files):
    with _asking(beside_an_onion, CLEAR) as client, _asking(beside_an_onion, ONION) as by_tor:
        for path in files:
            answer = client.get(path)
            assert answer.content == by_tor.get(path).content
            assert "Strict-Transport-Security" in answer.headers
            is_page = path.endswith(("/", ".html"))
            expected = f'<{CLEAR}{path}>; rel="canonical"' if is_page else None
            assert answer.headers.get("Link") == expected
            named = [link for _, rel, link in read(answer.text).links if rel == "canonical"]
            assert named in ([path], []), path
