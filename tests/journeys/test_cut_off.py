"""One receipt sent by fifty at once, and cut at a hundred places: stored once, and whole."""

from __future__ import annotations

import re
import socket
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from soliday.sealing.receipts import new_receipt
from tests.journeys.installation import Installation
from tests.journeys.photos import phone_photo

SENDERS, CUTS = 50, 100
FIELDS = {"stage": "done", "title": "Sent many times", "text": "Once.", "language": "en"}


@pytest.fixture(scope="module")
def unguarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("cut"), SOLIDAY_FLOOD_GUARD="off")
    made.start()
    yield made
    made.stop()


class Sending:
    """One report as the bytes of its request."""

    def __init__(self, installation: Installation, receipt: str) -> None:
        self.installation = installation
        request = httpx.Request(
            "POST",
            installation.site + "/send/report",
            data=FIELDS | {"country": "PL", "receipt": receipt},
            files=[("photos", ("photo.jpg", phone_photo("hidden"), "image/jpeg"))],
        )
        body = request.read()
        kind = request.headers["Content-Type"]
        head = (
            f"POST /send/report HTTP/1.1\r\nHost: 127.0.0.1:{installation.port}\r\n"
            f"Connection: close\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.bytes = head.encode() + body

    def send(self, length: int | None = None) -> str:
        """Send so many bytes of it, then hang up; whole, return the answer's status."""
        with socket.create_connection(("127.0.0.1", self.installation.port), 60) as connection:
            connection.sendall(self.bytes[:length])
            if length is not None:
                return "cut"
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        found = re.match(rb"HTTP/1.1 (\d+)", answer)
        return found[1].decode() if found else "nothing"


def _stored(installation: Installation) -> list[tuple[str, int]]:
    """Each report with the number of its packages."""
    question = """
        SELECT hex(r.id), count(p.id) FROM reports_report r
        LEFT JOIN reports_package p ON p.report_id = r.id GROUP BY r.id
    """
    with closing(sqlite3.connect(installation.data / "soliday.sqlite3")) as connection:
        return list(connection.execute(question))


def test_fifty_senders_at_once_and_a_hundred_cuts_store_one_report(unguarded):
    sending = Sending(unguarded, new_receipt())
    lengths = [len(sending.bytes) * cut // CUTS for cut in range(CUTS)]
    with ThreadPoolExecutor(SENDERS) as pool:
        answers = Counter(pool.map(sending.send, [None] * SENDERS + lengths))
    assert answers == {"201": SENDERS, "cut": CUTS}
    assert [packages for _, packages in _stored(unguarded)] == [2]  # its text and its photo


def test_what_was_only_ever_cut_is_not_stored(unguarded):
    before = len(_stored(unguarded))
    sending = Sending(unguarded, new_receipt())
    for cut in range(CUTS):
        sending.send(len(sending.bytes) * cut // CUTS)
    assert sending.send(len(sending.bytes) - 1) == "cut"
    assert len(_stored(unguarded)) == before
    assert sending.send() == "201"
    assert len(_stored(unguarded)) == before + 1
