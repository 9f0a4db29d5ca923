"""Search a whole folder for what must not be there, however it is written down."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli

# How a gzip or a zlib stream begins, wherever in a file it lies.
STREAM = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
LONGEST = 4 * 1024 * 1024


def found_on_disk(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """(word, file) for each word that a file below `folder` holds in any readable form."""
    wanted = [(word, form) for word in words for form in _forms(word)]
    hits = []
    # Backwards, so that the log of a database comes before it: what moves meanwhile is met again.
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and not path.is_symlink():
            name = str(path.relative_to(folder))
            contents = list(_readable(path))
            hits += [
                (word, name) for word, form in wanted if any(form in each for each in contents)
            ]
    return sorted(set(hits))


def content_of(path: Path) -> bytes:
    """What a file holds: nothing where a running server took it away since it was listed."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _forms(word: str) -> set[bytes]:
    plain = word.encode()
    escaped = word.encode("unicode_escape")
    wide = {word.encode("utf-16-le"), word.encode("utf-16-be")}
    return {plain, escaped, plain.hex().encode(), *wide, *_base64(plain)}


def _base64(plain: bytes) -> Iterator[bytes]:
    """What stays the same in base64 wherever the word lies within what was encoded."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + plain)
        yield encoded[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]


def _readable(path: Path) -> Iterator[bytes]:
    content = content_of(path)
    yield content
    if path.suffix == ".br":
        yield brotli.decompress(content) if content else b""
    for start in STREAM.finditer(content):
        if opened := _inflated(content[start.start() :]):
            yield opened


def _inflated(content: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content, LONGEST)
    except zlib.error:
        return b""
