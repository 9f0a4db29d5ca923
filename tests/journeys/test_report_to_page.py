"""A report goes in sealed, a page comes out baked, the sender takes it back: over plain HTTP."""

from __future__ import annotations

import re

import pytest

from tests.journeys.disk import found_on_disk
from tests.journeys.installation import Installation, until
from tests.journeys.photos import phone_photo
from tests.journeys.visitor import Reviewer, Visitor

TITLE = "Quenby lanterns by the river"
TEXT = "Zwölf lanterns swam past the xylophone quay; somebody sang."
CONTACT = "signal-quetzal-4711"
SECRET = "MARKER-of-the-phone-8842"
PUBLISHED = "Lanterns on the river"
WORDS = [TITLE, "xylophone quay", CONTACT, SECRET, "IMG_QX_0815"]


@pytest.fixture(scope="module")
def sender(installation: Installation) -> Visitor:
    return Visitor(installation)


@pytest.fixture(scope="module")
def story(installation: Installation, sender: Visitor, reviewer: Reviewer) -> dict[str, str]:
    """What the steps below hand on to each other, in the order of the file."""
    return {}


def test_a_reader_finds_the_way_to_the_form(sender):
    sender.open("/en/")
    assert "Solidarity is stronger than repression!" in sender.page.get_text()
    sender.open("/en/ideas/")
    sender.open("/en/ideas/photo-with-the-slogan/")
    assert sender.answer.status_code == 200
    sender.open("/en/report/")
    ways = [str(link["href"]) for link in sender.page.select('a[href*="/send/report"]')]
    assert ways
    sender.open(ways[0])
    assert sender.text("#receipt")


def test_the_report_is_received_and_the_receipt_is_the_one_shown_before(sender, story):
    shown = sender.text("#receipt")
    sender.submit(
        stage="done", idea="photo-with-the-slogan", country="PL", language="en", **{"continue": "1"}
    )
    assert sender.text("#receipt") == shown
    sender.submit(
        title=TITLE,
        text=TEXT,
        place="Warsaw",
        date="2026-08-04",
        people_min="10",
        people_max="14",
        contact=CONTACT,
        files=[("photos", ("IMG_QX_0815.jpg", phone_photo(SECRET), "image/jpeg"))],
    )
    assert sender.answer.status_code == 201
    assert sender.answer.history == []
    assert sender.text("#receipt") == shown
    assert re.sub(r"\D", "", shown) not in str(sender.answer.url)
    story["receipt"] = shown


def test_nobody_got_a_cookie_and_nothing_may_be_stored(sender, story):
    assert not sender.client.cookies
    assert "set-cookie" not in sender.answer.headers
    assert "no-store" in sender.answer.headers["cache-control"]


def test_nothing_sent_lies_readable_on_the_disk(installation, story):
    digits = re.sub(r"\D", "", story["receipt"])
    assert found_on_disk(installation.folder, [*WORDS, story["receipt"], digits]) == []


def test_the_receipt_tells_that_it_waits(sender, story):
    sender.open("/receipt/?language=en")
    sender.submit(receipt=story["receipt"])
    assert sender.answer.status_code == 200
    assert "wait" in sender.text("main").lower()


def test_a_keyholder_reads_it_and_publishes_what_may_be_seen(installation, reviewer, story):
    address = reviewer.open_report(TITLE)
    assert TEXT in reviewer.page.get_text()
    assert reviewer.client.get(f"{address}photos/0/").headers["content-type"] == "image/jpeg"
    assert found_on_disk(installation.folder, WORDS) == []
    reviewer.submit(
        action="accept/",
        title_en=PUBLISHED,
        text_en="Twelve lanterns, and a song.",
        **{
            "photo-0-publish": "on",
            "photo-0-looked": "on",
            "photo-0-description_en": "Paper lanterns on dark water",
            "photo-0-x": "0",
            "photo-0-y": "0",
            "photo-0-width": "50",
            "photo-0-height": "100",
        },
    )
    assert reviewer.answer.url.path == "/desk/reports/", reviewer.text("main")
    wall = until(
        lambda: (
            PUBLISHED in installation.get("/en/actions/").text and installation.get("/en/actions/")
        ),
        what="the action is on the wall",
    )
    number = re.search(r'href="[^"]*/actions/(\d+)/"[^>]*>[^<]*' + PUBLISHED, wall.text)
    numbers = re.findall(r"/en/actions/(\d+)/", wall.text)
    story["page"] = f"/en/actions/{number[1] if number else max(numbers, key=int)}/"


def test_page_feed_and_data_show_it_in_every_language(installation, story):
    for language in ("en", "be", "ru"):
        page = story["page"].replace("/en/", f"/{language}/")
        assert PUBLISHED in installation.get(page).text
        assert PUBLISHED in installation.get(f"/feeds/{language}/actions.atom").text
        assert PUBLISHED in installation.get(f"/{language}/countries/pl/").text
        assert PUBLISHED in installation.get(f"/{language}/days/2026/").text
    for name in ("actions.json", "actions.csv"):
        assert PUBLISHED in installation.get(f"/data/{name}").text
    assert story["page"] in installation.get("/sitemap.xml").text


def test_the_picture_is_blocked_out_where_the_box_was(installation, story):
    from io import BytesIO

    from PIL import Image

    page = installation.get(story["page"]).text
    story["photos"] = " ".join(sorted(set(re.findall(r"/photos/[\w.-]+", page))))
    for address in story["photos"].split():
        picture = Image.open(BytesIO(installation.get(address).content))
        left = picture.crop((0, 0, picture.width // 2, picture.height)).convert("RGB")
        assert len(left.getcolors(maxcolors=1 << 16) or []) == 1
        red, _green, blue = picture.getpixel((picture.width * 3 // 4, picture.height // 2))
        assert blue > 200 > 60 > red


def test_what_was_not_published_still_lies_nowhere(installation, story):
    assert found_on_disk(installation.folder, WORDS) == []


def test_the_receipt_leads_to_the_page(sender, story):
    sender.open("/receipt/?language=en")
    sender.submit(receipt=story["receipt"])
    assert story["page"] in str(sender.page)


def test_the_sender_withdraws_and_all_of_it_is_gone(installation, sender, story):
    sender.submit(press="withdraw")
    sender.submit(press="confirm")
    assert "withdrawn" in sender.text("main").lower()
    until(lambda: installation.is_gone(story["page"]), what="the page is gone")
    gone = [story["page"].replace("/en/", f"/{each}/") for each in ("be", "ru")]
    for path in gone + story["photos"].split():
        assert installation.is_gone(path), path
    for path in ("/en/actions/", "/feeds/be/actions.atom", "/data/actions.json", "/en/days/2026/"):
        assert PUBLISHED not in installation.get(path).text
    assert story["page"] in installation.get("/withdrawn.txt").text
    assert found_on_disk(installation.data / "site", [PUBLISHED]) == []
