"""Five hundred reports through every outcome, then the whole disk is searched, as a raid would."""

from __future__ import annotations

import socket
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import psycopg
import pytest

from soliday.sealing.packages import BUCKETS
from soliday.sealing.receipts import grouped, new_receipt
from tests.journeys.disk import content_of, found_on_disk
from tests.journeys.installation import Installation
from tests.journeys.photos import phone_photo
from tests.run_postgres import private_postgres

REPORTS, SENDERS, FLOOD = 500, 6, 250
# Each word stands in one field, file name, header or hidden corner of a photo.
FIELDS = {
    "title": "Quokkatitle",
    "text": "Wombattext, and what followed",
    "place": "Numbatplace",
    "name": "Bilbyname",
    "contact": "dunnart-contact-77",
    "link": "https://potoroo-link.example/page",
}
PHOTO_NAME, HIDDEN, AGENT = "IMG_kowari_3391.jpg", "MARKER-quoll-8842", "Agent-antechinus-5"
ADDRESS = "203.0.113.77"
WORDS = [*FIELDS.values(), PHOTO_NAME, HIDDEN, AGENT, ADDRESS]
PICTURES = [b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n"]
# What a program says that breaks while it holds a report in its hands, words and all.
BROKEN = """
import soliday.reports.changes as changes
whole = changes.receive
def receive(**given):
    if given["fields"]["title"].endswith("breaks"):
        raise RuntimeError(f"cannot store {given}")
    return whole(**given)
changes.receive = receive
import soliday.intake.taking as taking
taking.receive = receive
"""
HOOK = """
import sys
class After:
    def find_spec(self, name, path=None, target=None):
        if name != "soliday.urls": return None
        sys.meta_path.remove(self)
        import broken
sys.meta_path.insert(0, After())
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def seized(request, tmp_path_factory) -> Iterator[tuple[Installation, list[Path]]]:
    folder = tmp_path_factory.mktemp("seized")
    hooks = folder / "hooks"
    hooks.mkdir()
    (hooks / "broken.py").write_text(BROKEN)
    (hooks / "sitecustomize.py").write_text(HOOK)
    environment = {"PYTHONPATH": str(hooks), "SOLIDAY_FLOOD_GUARD": "off"}
    (folder / "installation").mkdir()
    if request.param == "sqlite":
        yield from _run(Installation(folder / "installation", **environment), [])
    else:
        with private_postgres() as url:
            made = Installation(folder / "installation", DATABASE_URL=url, **environment)
            yield from _run(made, [Path(unquote(urlsplit(url).hostname or ""))])


def _run(made: Installation, more: list[Path]) -> Iterator[tuple[Installation, list[Path]]]:
    made.start()
    yield made, [made.folder, *more]
    made.stop()


def _send(installation: Installation, number: int) -> tuple[int, str]:
    """Send one report to the outcome that its number has; return status and receipt."""
    fields = FIELDS | {"stage": "done", "country": "PL", "language": "en"}
    receipt = new_receipt()
    fields |= {"receipt": receipt, "title": f"{FIELDS['title']} {number}"}
    headers = {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS}
    files = [("photos", (PHOTO_NAME, phone_photo(HIDDEN), "image/jpeg"))]
    path, photos = "/send/report", files if number % 10 == 0 else []
    match number % 25:
        case 1:
            fields["date"] = "no day"
        case 2:
            headers["Origin"] = "https://elsewhere.example"
        case 3:
            path = f"/send/{FIELDS['name']}"
        case 4:
            fields["title"] += " breaks"
        case 5:
            return _too_large(installation, fields), receipt
        case 6:
            return _cut_off(installation, fields, files), receipt
    try:
        answer = httpx.post(
            installation.site + path, data=fields, files=photos, headers=headers, timeout=60
        )
    except httpx.TransportError:
        return 0, receipt
    return answer.status_code, receipt


def _too_large(installation: Installation, fields: dict[str, str]) -> int:
    answer = httpx.post(
        installation.site + "/send/report", data=fields | {"text": FIELDS["text"] * 60_000}
    )
    return answer.status_code


def _cut_off(installation: Installation, fields: dict[str, str], files: list) -> int:
    request = httpx.Request("POST", installation.site + "/send/report", data=fields, files=files)
    body = request.read()
    head = f"POST /send/report HTTP/1.1\r\nHost: 127.0.0.1:{installation.port}\r\n"
    head += (
        f"Content-Type: {request.headers['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", installation.port)) as connection:
        connection.sendall(head.encode() + body[: len(body) * 2 // 3])
    return 0


def _flood(installation: Installation) -> int:
    """Start again with the flood guard on, send very much; return how many were told to wait."""
    installation.environment["SOLIDAY_FLOOD_GUARD"] = "on"
    installation.start()
    with ThreadPoolExecutor(SENDERS) as pool:
        sent = list(pool.map(lambda _: _send(installation, 0), range(FLOOD)))
    return sum(status == 429 for status, _ in sent)


def _sealed_sizes(installation: Installation, url: str) -> set[int]:
    question = "SELECT DISTINCT length(sealed) FROM reports_package"
    if url:
        with psycopg.connect(url) as connection:
            return {row[0] for row in connection.execute(question)}
    with closing(sqlite3.connect(installation.data / "soliday.sqlite3")) as connection:
        return {row[0] for row in connection.execute(question)}


def _files(installation: Installation) -> set[str]:
    """Files of the installation, but for the baked site."""
    paths = (path.relative_to(installation.data) for path in installation.data.rglob("*"))
    return {str(path) for path in paths if path.parts[0] not in ("site", "static")}


def _pictures(folder: Path) -> list[str]:
    """Files outside the baked site in which a picture begins."""
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and not {"site", "static"} & set(path.parts)
        if any(picture in content_of(path) for picture in PICTURES)
    ]


def test_a_seized_disk_tells_nothing(seized):
    installation, folders = seized
    files_before = _files(installation)
    with ThreadPoolExecutor(SENDERS) as pool:
        sent = list(pool.map(lambda number: _send(installation, number), range(REPORTS)))
    statuses = Counter(status for status, _ in sent)
    assert statuses[201] == REPORTS // 25 * 19
    assert all(statuses[each] == REPORTS // 25 for each in (0, 403, 404, 413, 422, 500)), statuses
    with ThreadPoolExecutor(SENDERS) as pool:  # and with reports in its hands the server is killed
        left = [pool.submit(_send, installation, number) for number in range(0, 2000, 50)]
        left[5].result()
        installation.kill()
    told_to_wait = _flood(installation)
    assert told_to_wait > 0
    receipts = [receipt for _, receipt in sent] + [each.result()[1] for each in left]
    words = WORDS + receipts[:40] + [grouped(each) for each in receipts[:40]]
    for folder in folders:
        assert found_on_disk(folder, words) == []
        assert _pictures(folder) == []
    # No file of its own for any report: a file would tell the minute in which it came.
    files = {name for name in _files(installation) if not name.startswith("soliday.sqlite3")}
    assert files - files_before <= {"tend.lock"}
    sizes = _sealed_sizes(installation, installation.environment.get("DATABASE_URL", ""))
    assert sizes
    assert sizes <= set(BUCKETS)
