"""An announced report, asked about, answered, done, corrected, withdrawn: over plain HTTP."""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.journeys.disk import found_on_disk
from tests.journeys.installation import Installation, until
from tests.journeys.photos import phone_photo
from tests.journeys.visitor import Files, Visitor

TITLE, TEXT = "Dugong paddles upstream", "Manatee words as they were announced."
QUESTION, REPLY = "Narwhal question from the desk?", "Beluga reply of the sender."
DONE, HIDDEN, FILE = "Vaquita tells how it went.", "MARKER-orca-7731", "IMG_dolphin_5.jpg"
WORDS = [TITLE, TEXT, QUESTION, REPLY, DONE, HIDDEN, FILE]
PUBLISHED, CORRECTED = "Paddling planned", "Paddling took place"
SENDERS = 50


@pytest.fixture(scope="module")
def sender(installation: Installation) -> Visitor:
    return Visitor(installation)


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    """What the steps below hand on to each other, in the order of the file."""
    return {}


def _photos() -> Files:
    return [("photos", (FILE, phone_photo(HIDDEN), "image/jpeg"))]


def _fields(visitor: Visitor, name: str) -> dict[str, str]:
    """What the form that holds this field would send."""
    form = next(each for each in visitor.page.select("form") if each.select(f"[name={name}]"))
    hidden = form.select("input[type=hidden]")
    return {str(each["name"]): str(each.get("value", "")) for each in hidden}


def _come_back(visitor: Visitor, story: dict[str, str]) -> str:
    visitor.open("/receipt/?language=en")
    visitor.submit(receipt=story["receipt"])
    return visitor.text("main")


def test_an_action_is_announced_and_published(installation, sender, reviewer, story):
    sender.open("/send/report?language=en")
    story["receipt"] = sender.text("#receipt")
    sender.submit(stage="announced", country="PL", language="en", **{"continue": "1"})
    sender.submit(title=TITLE, text=TEXT, place="Warsaw", date="2027-08-04", files=_photos())
    assert sender.answer.status_code == 201
    story["address"] = reviewer.open_report(TITLE)
    reviewer.submit(action="accept/", title_en=PUBLISHED, text_en="They plan to paddle.")
    assert reviewer.answer.url.path == "/desk/reports/", reviewer.text("main")
    _come_back(sender, story)
    link = sender.page.select_one('a[href*="/actions/"][href$="/"]:-soup-contains("published")')
    story["page"] = str(link["href"])
    until(lambda: PUBLISHED in installation.get(story["page"]).text, what="it is published")


def test_the_committee_asks_and_the_sender_answers_with_a_photo(
    installation, sender, reviewer, story
):
    reviewer.open(story["address"])
    reviewer.submit(action="ask/#talk", text=QUESTION)
    assert QUESTION in reviewer.page.get_text()
    assert QUESTION in _come_back(sender, story)
    sent = _fields(sender, "message") | {"message": REPLY}
    sender._seen(sender.client.post("/receipt/", data=sent, files=_photos()))
    assert sender.page.select_one("#received") and REPLY in sender.text("main")
    reviewer.open(story["address"])
    assert REPLY in reviewer.page.get_text()
    assert found_on_disk(installation.folder, [*WORDS, story["receipt"]]) == []


def test_fifty_senders_of_the_same_message_at_once_say_it_once(installation, sender, story):
    _come_back(sender, story)
    sent = _fields(sender, "message") | {"message": "Fifty times porpoise"}
    with ThreadPoolExecutor(SENDERS) as pool:
        answers = list(
            pool.map(
                lambda _: sender.client.post("/receipt/", data=sent).status_code, range(SENDERS)
            )
        )
    assert answers == [200] * SENDERS
    assert _come_back(sender, story).count("Fifty times porpoise") == 1
    with closing(sqlite3.connect(installation.data / "soliday.sqlite3")) as database:
        question = """
            SELECT count(*) FROM reports_package WHERE kind = 'message' AND report_id IN
            (SELECT report_id FROM reports_package WHERE kind = 'answer' AND report_id = ?)
        """
        number = story["address"].split("/")[-2].replace("-", "")
        assert database.execute(question, [number]).fetchone()[0] == 2


def test_we_did_it_waits_and_the_page_stays_as_it_was(installation, sender, story):
    _come_back(sender, story)
    sender._seen(sender.client.post("/receipt/", data=_fields(sender, "done") | {"done": "1"}))
    assert sender.page.select_one("input[name=stage][value=done][checked]")
    assert TEXT in str(sender.page)
    form = _fields(sender, "title")
    form |= {"stage": "done", "country": "PL", "language": "en", "idea": "", "date": "2026-08-04"}
    form |= {"title": TITLE, "text": DONE, "people_min": "12", "people_max": "15"}
    sender._seen(sender.client.post("/receipt/", data=form, files=_photos()))
    assert sender.answer.status_code == 200, sender.text("main")
    assert "your correction waits" in sender.text("h1")
    assert PUBLISHED in installation.get(story["page"]).text
    assert found_on_disk(installation.folder, WORDS) == []


def test_the_committee_publishes_the_change(installation, reviewer, story):
    reviewer.open(story["address"])
    reviewer.submit(
        action="accept/",
        title_en=CORRECTED,
        text_en="Twelve people paddled.",
        **{"photo-0-publish": "on", "photo-0-looked": "on", "photo-0-description_en": "Boats"},
    )
    assert reviewer.answer.url.path == "/desk/reports/", reviewer.text("main")
    until(lambda: CORRECTED in installation.get(story["page"]).text, what="the change is there")
    page = installation.get(story["page"]).text
    assert PUBLISHED not in page and "/photos/" in page
    story["photos"] = " ".join(sorted(set(re.findall(r"/photos/[\w.-]+", page))))
    assert found_on_disk(installation.folder, WORDS) == []


def test_the_sender_withdraws_and_all_of_it_is_gone_within_two_seconds(installation, sender, story):
    _come_back(sender, story)
    sender._seen(
        sender.client.post("/receipt/", data=_fields(sender, "withdraw") | {"confirm": "1"})
    )
    assert "withdrawn" in sender.text("h1").lower()
    until(lambda: installation.is_gone(story["page"]), seconds=2, what="the page is gone")
    gone = [story["page"].replace("/en/", f"/{each}/") for each in ("be", "ru")]
    until(
        lambda: all(installation.is_gone(path) for path in gone + story["photos"].split()),
        seconds=2,
        what="all of it is gone",
    )
    for path in (
        "/en/actions/",
        "/feeds/be/actions.atom",
        "/data/actions.json",
        "/data/totals.json",
    ):
        assert CORRECTED not in installation.get(path).text
    assert found_on_disk(installation.data / "site", [PUBLISHED, CORRECTED]) == []
    assert QUESTION not in _come_back(sender, story)


def test_erasing_leaves_not_even_the_receipt(installation, sender, story):
    _come_back(sender, story)
    sender._seen(
        sender.client.post("/receipt/", data=_fields(sender, "erase") | {"confirm_erasure": "1"})
    )
    assert "Everything is erased" in sender.text("h1")
    assert "no report under this receipt" in _come_back(sender, story)
    assert found_on_disk(installation.folder, [*WORDS, story["receipt"]]) == []
