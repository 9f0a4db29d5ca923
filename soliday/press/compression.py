"""The compressed forms of a file: made once by the press, so that serving costs nothing."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Sequence

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
    return os.path.splitext(name)[1] in TEXT or _is_of_sums(name)


def forms(name: str, data: bytes) -> Forms:
    """The file itself (`""`) and its `.gz` and `.br`; None where one would not be smaller."""
    return forms_of_each([(name, data)])[0]


def forms_of_each(files: Sequence[tuple[str, bytes]]) -> list[Forms]:
    """The forms of many files. One way of compressing after the other: what it works with is at
    hand in the processor then, and took longer to fetch than to use."""
    gzipped = [_if_smaller(_gzip, *file) for file in files]
    brotlied = [_if_smaller(_brotli, *file) for file in files]
    return [
        {"": data, ".gz": gz, ".br": br}
        for (_, data), gz, br in zip(files, gzipped, brotlied, strict=True)
    ]


def expand(form: str, packed: bytes) -> bytes:
    """The plain bytes of a form."""
    if form == ".gz":
        return gzip.decompress(packed)
    return bytes(brotli.decompress(packed)) if form == ".br" else packed


def _if_smaller(pack: Callable[[str, bytes], bytes], name: str, data: bytes) -> bytes | None:
    if not is_text(name) or len(data) < SMALLEST:
        return None
    packed = pack(name, data)
    return packed if len(packed) < len(data) else None


def _gzip(name: str, data: bytes) -> bytes:
    return bytes(deflate.gzip_compress(data, LEAST if _is_of_sums(name) else GZIP_LEVEL))


def _brotli(name: str, data: bytes) -> bytes:
    quality = BROTLI_QUALITY_LARGE if len(data) > LARGE else BROTLI_QUALITY
    is_large = len(data) > 1 << BROTLI_WINDOW
    window = BROTLI_WINDOW_LARGE if is_large else BROTLI_WINDOW
    return bytes(
        brotli.compress(data, quality=LEAST if _is_of_sums(name) else quality, lgwin=window)
    )


def _is_of_sums(name: str) -> bool:
    return os.path.basename(name) in TEXT_NAMES
