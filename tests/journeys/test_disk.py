"""The search itself: a word is found however it is hidden, so that finding none means something."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import zlib
from contextlib import closing

import brotli
import pytest

from tests.journeys import disk
from tests.journeys.disk import found_on_disk

WORD = "Quokkatitle"
TEXT = f"a report with the {WORD} in it, and more"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain", TEXT.encode()),
        ("utf-16-le", TEXT.encode("utf-16-le")),
        ("utf-16-be", TEXT.encode("utf-16-be")),
        ("hex", TEXT.encode().hex().encode()),
        ("base64", base64.b64encode(TEXT.encode())),
        ("base64-1", base64.b64encode(b"x" + TEXT.encode())),
        ("base64-2", base64.b64encode(b"xx" + TEXT.encode())),
        ("gzip", b"before" + gzip.compress(TEXT.encode(), mtime=0) + b"after"),
        ("zlib", b"before" + zlib.compress(TEXT.encode(), 9) + b"after"),
        ("page.br", brotli.compress(TEXT.encode())),
    ],
)
def test_a_word_is_found(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert found_on_disk(tmp_path, [WORD, "Absentword"]) == [(WORD, name)]


def test_a_word_that_is_not_there_is_not_found(tmp_path):
    (tmp_path / "page").write_bytes(b"nothing here \x78\x9c nor here \x1f\x8b\x08 nor here")
    assert found_on_disk(tmp_path, [WORD]) == []


def test_a_word_that_moves_into_the_database_meanwhile_is_found(tmp_path, monkeypatch):
    """A server that closes its last connection takes the log away."""
    database = tmp_path / "data.sqlite3"
    with closing(sqlite3.connect(database, isolation_level=None)) as server:
        server.execute("PRAGMA journal_mode = WAL")
        server.execute("CREATE TABLE report (text)")
        server.execute("INSERT INTO report VALUES (?)", (TEXT,))
        read = disk.content_of

        def read_late(path):
            if path.name.endswith("-wal"):
                server.close()
                assert not path.exists()
            return read(path)

        monkeypatch.setattr(disk, "content_of", read_late)
        assert found_on_disk(tmp_path, [WORD]) == [(WORD, database.name)]
