"""Nothing a person sends lies readable on the disk before it is published, whatever befalls it."""

from __future__ import annotations

import re
import socket

import pytest

from tests.journeys.disk import content_of, found_on_disk
from tests.journeys.installation import Installation
from tests.journeys.photos import phone_photo
from tests.journeys.visitor import Files, Reviewer, Visitor

MARKERS = {
    "title": "Quokkatitle",
    "text": "Wombattext and what follows",
    "place": "Numbatplace",
    "name": "Bilbyname",
    "contact": "dunnart-contact-77",
    "link": "https://potoroo-link.example/page",
}
FILE, HIDDEN, AGENT = "IMG_kowari_3391.jpg", "MARKER-quoll-8842", "Agent-antechinus-5"
WORDS = [*MARKERS.values(), FILE, HIDDEN, AGENT]
PICTURES = [b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x89PNG\r\n\x1a\n", bytes((250, 20, 30)) * 40]


@pytest.fixture
def sender(installation: Installation) -> Visitor:
    visitor = Visitor(installation)
    visitor.client.headers["User-Agent"] = AGENT
    visitor.open("/send/report?language=en")
    return visitor


def _send(sender: Visitor, country: str, **changed: str) -> int:
    """Fill in the whole form and send it with a photo; return the status."""
    sender.submit(stage="done", country=country, language="en", **{"continue": "1"})
    files = [("photos", (FILE, phone_photo(HIDDEN), "image/jpeg"))]
    sender.submit(files=files, **MARKERS | changed)
    return sender.answer.status_code


def _nothing_is_readable(installation: Installation) -> None:
    assert found_on_disk(installation.folder, WORDS) == []
    # The log first: its server may at any moment move it into the database.
    for part in ("data/soliday.sqlite3-wal", "data/soliday.sqlite3", "server.log"):
        content = content_of(installation.folder / part)
        assert not any(picture in content for picture in PICTURES), part
    left = [path for path in (installation.folder / "tmp").rglob("*") if path.is_file()]
    assert left == []


def test_a_stored_report(installation, sender):
    assert _send(sender, "PL") == 201
    _nothing_is_readable(installation)


def test_a_report_with_a_fault(installation, sender):
    assert _send(sender, "PL", date="not a date") == 422
    _nothing_is_readable(installation)


def test_a_report_from_an_affected_country_with_what_must_not_be_sent(installation, sender):
    sender.submit(stage="done", country="BY", language="en", **{"continue": "1"})
    files = [("photos", (FILE, phone_photo(HIDDEN), "image/jpeg"))]
    sender.submit(files=files, **MARKERS)
    assert sender.answer.status_code == 422
    _nothing_is_readable(installation)


def test_a_report_from_a_foreign_page(installation, sender):
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    sender.client.headers.update(foreign)
    sender.submit(**MARKERS, **{"continue": "1"})
    assert sender.answer.status_code == 403
    _nothing_is_readable(installation)


def test_a_report_that_is_much_too_large(installation, sender):
    body = b"x" * (97 * 1024 * 1024)
    files = [("photos", (FILE, body, "image/jpeg"))]
    sender.submit(files=files, **MARKERS)
    assert sender.answer.status_code == 413
    _nothing_is_readable(installation)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.99])
def test_a_report_cut_off_on_its_way(installation, sender, part):
    request = sender.client.build_request(
        "POST",
        "/send/report",
        data=MARKERS,
        files=[("photos", (FILE, phone_photo(HIDDEN), "image/jpeg"))],
    )
    body = b"".join(request.stream)  # type: ignore[arg-type]
    head = f"POST /send/report HTTP/1.1\r\nHost: 127.0.0.1:{installation.port}\r\n"
    head += (
        f"Content-Type: {request.headers['content-type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", installation.port)) as connection:
        connection.sendall(head.encode() + body[: int(len(body) * part)])
    _nothing_is_readable(installation)


def test_an_address_that_is_asked_for_wrongly(installation, sender):
    for path in (
        f"/{MARKERS['title']}",
        f"/desk/{MARKERS['name']}/",
        f"/send/{MARKERS['contact']}",
    ):
        sender.client.get(path, headers={"Referer": f"{installation.site}/{HIDDEN}"})
    _nothing_is_readable(installation)


def test_what_is_sent_with_the_receipt(installation: Installation, sender: Visitor) -> None:
    """Messages and corrections, stored, faulty, from a foreign page, with photos."""
    assert _send(sender, "PL") == 201
    receipt = sender.text("#receipt")
    base = {"receipt": receipt, "language": "en"}
    files = [("photos", (FILE, phone_photo(HIDDEN), "image/jpeg"))]
    broken = [("photos", (FILE, HIDDEN.encode(), "image/jpeg"))]
    message = base | {"send": "message", "message": MARKERS["text"]}
    correction = base | MARKERS | {"send": "correction", "stage": "done", "country": "PL"}
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    posts: list[tuple[dict[str, str], Files, dict[str, str], int]] = [
        (message, files, {}, 200),
        (message | {"message": MARKERS["text"] * 600}, files, {}, 422),
        (message, broken, {}, 422),
        (message, files, foreign, 403),
        (correction, files, {}, 200),
        (correction | {"date": MARKERS["place"]}, files, {}, 422),
        (correction | {"country": "BY"}, files, {}, 422),
        (base | {"correct": "1"}, files, {}, 200),
    ]
    for fields, sent, headers, status in posts:
        answer = sender.client.post("/receipt/", data=fields, files=sent, headers=headers)
        assert answer.status_code == status, fields
    digits = re.sub(r"\D", "", receipt)
    assert found_on_disk(installation.folder, [receipt, digits]) == []
    _nothing_is_readable(installation)


def test_what_a_reviewer_opens_proposes_and_declines(
    installation: Installation, sender: Visitor, reviewer: Reviewer
) -> None:
    title = MARKERS["title"] + " proposed"
    assert _send(sender, "RU", title=title, name="", contact="") == 201
    reviewer.open_report(title)
    _nothing_is_readable(installation)
    reviewer.submit(
        action="accept/",
        title_en=title,
        **{"photo-0-publish": "on", "photo-0-looked": "on"},
        **{"photo-0-description_en": MARKERS["place"]},
    )
    assert reviewer.answer.status_code == 200
    _nothing_is_readable(installation)
    address = reviewer.open_report(title)
    assert re.search("/desk/reports/[0-9a-f-]+/$", address)
    reviewer.submit(action="decline/", words=MARKERS["text"])
    assert reviewer.answer.url.path == "/desk/reports/"
    _nothing_is_readable(installation)
    assert "preview" not in {path.name for path in (installation.data / "site").iterdir()}
