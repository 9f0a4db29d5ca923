"""Compressed forms from strangers, unpacked within bounds."""

from __future__ import annotations

import zlib

import brotli


def unpacked(form: str, packed: bytes, most: int) -> bytes | None:
    """The plain bytes; None if it is broken or holds more than `most`: it may be a bomb."""
    try:
        if form == ".gz":
            gzip = zlib.decompressobj(31)
            return _whole(gzip.decompress(packed, most + 1), gzip.eof and not gzip.unused_data)
        br = brotli.Decompressor()
        return _whole(br.process(packed, output_buffer_limit=most + 1), br.is_finished())
    except (zlib.error, brotli.error):
        return None


def _whole(plain: bytes, is_at_end: bool) -> bytes | None:
    return plain if is_at_end else None
