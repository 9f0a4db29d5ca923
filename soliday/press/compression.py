"""The compressed forms of a file: made once by the press, so that serving costs nothing."""

from __future__ import annotations

import gzip
import os

import brotli
import deflate

TEXT = frozenset(
    ".html .css .js .mjs .svg .xml .atom .json .geojson .csv .ics .txt .webmanifest".split()
)
TEXT_NAMES = frozenset({"SHA256SUMS"})
SMALLEST = 256  # below this a file fits into one packet either way
# The page of one action: quality 8 is a hundredth smaller than 6 in a quarter more time, 10 a tenth
# in longer than all the rest of making the page takes. A change touches dozens of large lists.
BROTLI_QUALITY, BROTLI_QUALITY_LARGE, LARGE = 6, 5, 16 * 1024
GZIP_LEVEL = 6  # of libdeflate: as small as the 9 of zlib, in a third of its time
# Sums are chance in sixteen signs: trying harder takes ten times as long and finds nothing.
LEAST = 1
# No larger than the data needs: more memory is fetched from the system and given back for each
# file, which took as long as the compressing. Powers of two.
BROTLI_WINDOW, BROTLI_WINDOW_LARGE = 16, 22
Forms = dict[str, bytes | None]


def is_text(name: str) -> bool:
    """Whether files of this name are worth compressing; photos and PDF already are."""
    return os.path.splitext(name)[1] in TEXT or os.path.basename(name) in TEXT_NAMES


def forms(name: str, data: bytes) -> Forms:
    """The file itself (`""`) and its `.gz` and `.br`; None where one would not be smaller."""
    found: Forms = {"": data, ".gz": None, ".br": None}
    if is_text(name) and len(data) >= SMALLEST:
        level, quality = _effort(name, data)
        found[".gz"] = _if_smaller(bytes(deflate.gzip_compress(data, level)), data)
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
    return GZIP_LEVEL, BROTLI_QUALITY_LARGE if len(data) > LARGE else BROTLI_QUALITY


def _brotli(data: bytes, quality: int) -> bytes:
    is_large = len(data) > 1 << BROTLI_WINDOW
    window = BROTLI_WINDOW_LARGE if is_large else BROTLI_WINDOW
    return bytes(brotli.compress(data, quality=quality, lgwin=window))


def _if_smaller(packed: bytes, data: bytes) -> bytes | None:
    return packed if len(packed) < len(data) else None
