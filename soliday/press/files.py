"""Answers a reader with a file: the right form, its type, whether it changed, or a part of it.

Everything about one answer comes from one open file, so a page that the press replaces at that
moment is answered whole, old or new. See docs/decisions/serving-files-ourselves.md.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import FileIO
from pathlib import Path

from soliday.press.compression import is_text
from soliday.press.media_types import content_type

FORMS = (("br", ".br"), ("gzip", ".gz"))
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
FOLDER = os.O_RDONLY | os.O_DIRECTORY
IN_ONE_PIECE = 1024 * 1024
PIECE = 256 * 1024
MOST_ETAGS = 100_000
_etags: dict[tuple[int, ...], str] = {}


@dataclass(frozen=True)
class Answer:
    """Status line, headers (security headers come on top) and body."""

    status: str
    headers: list[tuple[str, str]]
    body: Iterable[bytes] = ()


def open_below(root: Path, name: str) -> FileIO:
    """Open a file below `root`, following no link on the way; OSError if there is no such file."""
    *folders, last = name.split("/")
    at = os.open(root, FOLDER)
    try:
        for folder in folders:
            deeper = os.open(folder, FOLDER | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = deeper
        number = os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
    finally:
        os.close(at)
    if stat.S_ISREG(os.fstat(number).st_mode):
        return open(number, "rb", buffering=0)
    os.close(number)
    raise FileNotFoundError(errno.ENOENT, "no regular file")


def answer_with_file(root: Path, name: str, environ: Mapping[str, str], cache: str) -> Answer:
    """Answer with the file; OSError if there is none."""
    encoding, file = _open_form(root, name, environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = _etag(file)
    headers = [("ETag", etag), ("Cache-Control", cache)]
    if is_text(name):
        headers.append(("Vary", "Accept-Encoding"))
    if _is_unchanged(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
        return Answer("304 Not Modified", headers)
    headers.append(("Content-Type", content_type(name)))
    headers.append(("Accept-Ranges", "bytes"))
    if encoding:
        headers.append(("Content-Encoding", encoding))
    may_be_part = environ["REQUEST_METHOD"] == "GET" and environ.get("HTTP_IF_RANGE", etag) == etag
    return _part(file, headers, environ.get("HTTP_RANGE", "") if may_be_part else "")


def _open_form(root: Path, name: str, accepted: str) -> tuple[str, FileIO]:
    """The smallest form that the reader takes; the file itself always is one."""
    wanted = _accepted(accepted) if accepted and is_text(name) else ()
    for encoding, form in FORMS:
        if encoding in wanted:
            try:
                return encoding, open_below(root, name + form)
            except FileNotFoundError:
                continue
    return "", open_below(root, name)


@lru_cache(maxsize=256)
def _accepted(header: str) -> frozenset[str]:
    offers = (offer.replace(" ", "").lower().split(";q=") for offer in header.split(","))
    return frozenset(name for name, *weight in offers if not weight or weight[0].strip("0."))


def _etag(file: FileIO) -> str:
    """By content: two changes within a second differ, and no time of day is told."""
    seen = os.fstat(file.fileno())
    identity = (seen.st_dev, seen.st_ino, seen.st_ctime_ns, seen.st_size)
    if identity not in _etags:
        if len(_etags) >= MOST_ETAGS:
            _etags.clear()
        _etags[identity] = f'"{hashlib.file_digest(file, "sha256").hexdigest()[:32]}"'
    return _etags[identity]


def _is_unchanged(known: str, etag: str) -> bool:
    return known.strip() == "*" or etag in (
        each.strip().removeprefix("W/") for each in known.split(",")
    )


def _part(file: FileIO, headers: list[tuple[str, str]], wanted: str) -> Answer:
    """The whole file, or the one range that was asked for."""
    size = os.fstat(file.fileno()).st_size
    status, first, last = "200 OK", 0, size - 1
    asked = RANGE.fullmatch(wanted)
    if asked and (asked[1] or asked[2]):
        first, last = _bounds(asked[1], asked[2], size)
        if first > last:
            extra = [("Content-Range", f"bytes */{size}"), ("Content-Length", "0")]
            return Answer("416 Range Not Satisfiable", headers + extra)
        headers.append(("Content-Range", f"bytes {first}-{last}/{size}"))
        status = "206 Partial Content"
    length = last - first + 1
    headers.append(("Content-Length", str(length)))
    return Answer(status, headers, _read(file, first, length))


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _read(file: FileIO, first: int, length: int) -> Iterable[bytes]:
    file.seek(first)
    return [file.read(length)] if length <= IN_ONE_PIECE else _pieces(file, length)


def _pieces(file: FileIO, left: int) -> Iterator[bytes]:
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece
