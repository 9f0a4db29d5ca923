"""The compressed forms of a file: made once by the press, so that serving costs nothing."""

from __future__ import annotations

import gzip
import os
import zlib

import brotli

TEXT = frozenset(
    ".html .css .js .mjs .svg .xml .atom .json .geojson .csv .ics .txt .webmanifest".split()
)
TEXT_NAMES = frozenset({"SHA256SUMS"})
SMALLEST = 256  # below this a file fits into one packet either way
# The page of one action: quality 10 is a tenth smaller than 8, and takes fourteen times as long,
# longer than all the rest of making the page. A change touches dozens of large lists.
BROTLI_QUALITY, BROTLI_QUALITY_LARGE, LARGE = 8, 5, 16 * 1024
GZIP_LEVEL, GZIP_LEVEL_LARGE = 9, 5
# Sums are chance in sixteen signs: trying harder takes ten times as long and finds nothing.
LEAST = 1
# No larger than the data needs: more memory is fetched from the system and given back for each
# file, which took as long as the compressing. Powers of two, and 16 more for gzip's own head.
GZIP_WINDOW, GZIP_WINDOW_LARGE, BROTLI_WINDOW, BROTLI_WINDOW_LARGE = 14 + 16, 15 + 16, 16, 22
Forms = dict[str, bytes | None]


def is_text(name: str) -> bool:
    """Whether files of this name are worth compressing; photos and PDF already are."""
    return os.path.splitext(name)[1] in TEXT or os.path.basename(name) in TEXT_NAMES


def forms(name: str, data: bytes) -> Forms:
    """The file itself (`""`) and its `.gz` and `.br`; None where one would not be smaller."""
    found: Forms = {"": data, ".gz": None, ".br": None}
    if is_text(name) and len(data) >= SMALLEST:
        level, quality = _effort(name, data)
        found[".gz"] = _if_smaller(_gzip(data, level), data)
        found[".br"] = _if_smaller(_brotli(data, quality), data)
    return found


def expand(form: str, packed: bytes) -> bytes:
    """The plain bytes of a form."""
    if form == ".gz":
        return gzip.decompress(packed)
    return bytes(brotli.decompress(packed)) if form == ".br" else packed


def _effort(name: str, data: bytes) -> tuple[int, int]:
    """gzip's level and brotli's quality."""
    if os.path.basename(name) in TEXT_NAMES:
        return LEAST, LEAST
    if len(data) > LARGE:
        return GZIP_LEVEL_LARGE, BROTLI_QUALITY_LARGE
    return GZIP_LEVEL, BROTLI_QUALITY


def _gzip(data: bytes, level: int) -> bytes:
    window = GZIP_WINDOW_LARGE if len(data) > LARGE else GZIP_WINDOW
    return zlib.compress(data, level, wbits=window)


def _brotli(data: bytes, quality: int) -> bytes:
    is_large = len(data) > 1 << BROTLI_WINDOW
    window = BROTLI_WINDOW_LARGE if is_large else BROTLI_WINDOW
    return bytes(brotli.compress(data, quality=quality, lgwin=window))


def _if_smaller(packed: bytes, data: bytes) -> bytes | None:
    return packed if len(packed) < len(data) else None
