"""SIGKILL at any point: what was acknowledged is there, once; what was not published is nowhere."""

from __future__ import annotations

import random
import threading
import time

import httpx
import pytest

from soliday.sealing.receipts import new_receipt
from tests.journeys.installation import Installation, until
from tests.journeys.photos import phone_photo
from tests.journeys.visitor import Visitor, reviewer

KILLS = 10
FIELDS = {"stage": "done", "text": "We stood there.", "language": "en", "country": "PL"}


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("killed"))
    made.start()
    yield made
    made.stop()


class Sender(threading.Thread):
    """Sends one report after another until the server is gone; notes what was acknowledged."""

    def __init__(self, installation: Installation) -> None:
        super().__init__()
        self.installation = installation
        self.sent: list[str] = []
        self.acknowledged: list[str] = []

    def run(self) -> None:
        photo = phone_photo("secret")
        while True:
            receipt = new_receipt()
            self.sent.append(receipt)
            try:
                answer = httpx.post(
                    f"{self.installation.site}/send/report",
                    data=FIELDS | {"receipt": receipt, "title": f"Report {receipt[:8]}"},
                    files=[("photos", ("photo.jpg", photo, "image/jpeg"))],
                    timeout=30,
                )
            except httpx.TransportError:
                return
            if answer.status_code == 201:
                self.acknowledged.append(receipt)


def _state(visitor: Visitor, receipt: str) -> str:
    visitor.open("/receipt/?language=en")
    visitor.submit(receipt=receipt)
    return visitor.text("main")


def test_every_acknowledged_report_survives_ten_kills(own_installation):
    acknowledged: list[str] = []
    unanswered: list[str] = []
    for number in range(KILLS):
        senders = [Sender(own_installation) for _ in range(3)]
        for sender in senders:
            sender.start()
        time.sleep(0.5 + random.Random(number).random())  # noqa: S311 - where to kill, no secret
        own_installation.kill()
        for sender in senders:
            sender.join()
            acknowledged += sender.acknowledged
            unanswered += sorted(set(sender.sent) - set(sender.acknowledged))
        own_installation.start()
    visitor = Visitor(own_installation)
    assert len(acknowledged) >= KILLS
    lost = [each for each in acknowledged if "wait" not in _state(visitor, each).lower()]
    assert lost == []
    member = reviewer(own_installation)
    _every_stored_report_opens_once(own_installation, member, acknowledged, unanswered)


def _every_stored_report_opens_once(installation, member, acknowledged, unanswered):
    titles: list[str] = []
    page = 1
    while True:
        member.open(f"/desk/reports/?p={page}")
        found = [
            each.get_text().strip() for each in member.page.select('a[href*="/desk/reports/"]')
        ]
        found = [each for each in found if each.startswith("Report ")]
        titles += [each for each in found if each not in titles]
        if not found or page > 40:
            break
        if not member.page.select(f'a[href*="p={page + 1}"]'):
            break
        page += 1
    expected = {f"Report {each[:8]}" for each in acknowledged}
    possible = expected | {f"Report {each[:8]}" for each in unanswered}
    assert expected <= set(titles) <= possible


def test_the_press_goes_on_where_it_was_stopped(own_installation):
    member = reviewer_again(own_installation)
    for number in range(3):
        title = f"Kept through a kill {number}"
        member.open("/desk/actions/add/")
        member.submit(
            action="add/",
            press="publish",
            title_en=title,
            text_en="From a newspaper.",
            country="PL",
            stage="done",
            source_label="A newspaper",
        )
        own_installation.kill()
        own_installation.start()
        until(
            lambda title=title: title in own_installation.get("/en/actions/").text,
            seconds=10,
            what=f"{title} is on the wall",
        )
        visible = own_installation.get("/en/actions/").text
        assert visible.count(f">{title}<") <= 1


def reviewer_again(installation: Installation):
    time.sleep(31)  # a code of the second factor works once
    return reviewer(installation)
