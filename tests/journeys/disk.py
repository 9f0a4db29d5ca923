"""Search a whole folder for what must not be there, however it is written down."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import brotli


def found_on_disk(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """(word, file) for each word that a file below `folder` holds in any readable form."""
    wanted = [(word, form) for word in words for form in _forms(word)]
    hits = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        contents = _readable(path)
        hits += [
            (word, str(path.relative_to(folder)))
            for word, form in wanted
            if any(form in content for content in contents)
        ]
    return hits


def _forms(word: str) -> set[bytes]:
    plain = word.encode()
    encoded = base64.b64encode(plain).rstrip(b"=")[:-1]
    escaped = word.encode("unicode_escape")
    return {plain, word.encode("utf-16-le"), word.encode("utf-16-be"), encoded, escaped}


def _readable(path: Path) -> list[bytes]:
    content = path.read_bytes()
    readable = [content]
    if path.suffix == ".gz":
        readable.append(gzip.decompress(content))
    elif path.suffix == ".br":
        readable.append(brotli.decompress(content))
    start = content.find(b"\x78\x9c")
    if start >= 0:
        with suppress(zlib.error):
            readable.append(zlib.decompressobj().decompress(content[start:]))
    return readable
