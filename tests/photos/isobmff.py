"""Change what a HEIF or AVIF file says of its pictures (ISO 14496-12, 8.11; ISO 23008-12, 6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

Parts = dict[bytes, bytes]
WHOLE = b"\0\0\0\0"


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4]) or len(data) - at
        yield data[at + 4 : at + 8], data[at + 8 : at + length]
        at += length


def joined(parts: Parts) -> bytes:
    return b"".join(box(name, content) for name, content in parts.items())


def changed(
    file: bytes,
    *,
    item: int | None = None,
    properties: tuple[tuple[bytes, bytes], ...] = (),
    references: bytes = b"",
    without: tuple[bytes, ...] = (),
) -> bytes:
    """Give an item (the primary one) further properties or take some; add item references."""
    whole = dict(boxes(file))
    meta = dict(boxes(whole[b"meta"][4:]))
    item = item or int.from_bytes(meta[b"pitm"][4:])
    described = dict(boxes(meta[b"iprp"]))
    kept = [
        (name if name not in without else b"free", content)
        for name, content in boxes(described[b"ipco"])
    ]
    all_properties = [*kept, *properties]
    described[b"ipco"] = b"".join(box(*one) for one in all_properties)
    indices = range(len(kept) + 1, len(all_properties) + 1)
    described[b"ipma"] = associated(described[b"ipma"], item, bytes(i | 0x80 for i in indices))
    meta[b"iprp"] = joined(described)
    if references:
        meta[b"iref"] = meta.get(b"iref", WHOLE) + references
    before = len(whole[b"meta"])
    grown = len(WHOLE + joined(meta)) - before
    meta[b"iloc"] = moved(meta[b"iloc"], grown)
    whole[b"meta"] = WHOLE + joined(meta)
    return joined(whole)


def associated(ipma: bytes, wanted: int, more: bytes) -> bytes:
    """Version 0 with narrow indices, as libheif and libavif write it."""
    assert ipma[:4] == WHOLE
    out, at = ipma[:8], 8
    while at < len(ipma):
        item, count = struct.unpack_from(">HB", ipma, at)
        own = ipma[at + 3 : at + 3 + count] + (more if item == wanted else b"")
        out += struct.pack(">HB", item, len(own)) + own
        at += 3 + count
    return out


def moved(iloc: bytes, grown: int) -> bytes:
    """All that lies in the file's data lies further back now."""
    version, sizes = iloc[0], int.from_bytes(iloc[4:6])
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    out, at = bytearray(iloc), 8
    for _ in range(int.from_bytes(iloc[6:8])):
        method = int.from_bytes(iloc[at + 2 : at + 4]) if version else 0
        at += 4 if not version else 6
        if base and method == 0:
            out[at : at + base] = (int.from_bytes(out[at : at + base]) + grown).to_bytes(base)
        at += base
        extents, at = int.from_bytes(iloc[at : at + 2]), at + 2
        for _ in range(extents):
            at += index
            if not base and method == 0:
                place = slice(at, at + offset)
                out[place] = (int.from_bytes(out[place]) + grown).to_bytes(offset)
            at += offset + length
    return bytes(out)


def reference(name: bytes, source: int, target: int) -> bytes:
    return box(name, struct.pack(">HHH", source, 1, target))


def nclx(primaries: int, transfer: int) -> tuple[bytes, bytes]:
    return b"colr", b"nclx" + struct.pack(">HHHB", primaries, transfer, 6, 0x80)


def coded(matrix: int, is_full_range: bool) -> tuple[bytes, bytes]:
    """How brightness and two colours become RGB; primaries and transfer of sRGB."""
    return b"colr", b"nclx" + struct.pack(">HHHB", 1, 13, matrix, is_full_range << 7)


def aperture(width: int, height: int, across: int, down: int) -> tuple[bytes, bytes]:
    """A crop, by its size and how far its middle lies from the picture's (ISO 14496-12, 12.1.4)."""
    return b"clap", struct.pack(">IIIIiIiI", width, 1, height, 1, across, 1, down, 1)


def overlay(grid: bytes, size: tuple[int, int], corners: tuple[tuple[int, int], ...]) -> bytes:
    """Of a grid make pictures laid over one another on white (ISO 23008-12, 6.6.2.2)."""
    whole = dict(boxes(grid))
    meta = dict(boxes(whole[b"meta"][4:]))
    told = struct.pack(">BB4H2H", 0, 0, *[0xFFFF] * 4, *size)
    told += b"".join(struct.pack(">hh", *corner) for corner in corners)
    # Where the grid was told, in 8 bytes at the start of `idat`; the primary picture comes first.
    place, length = len(meta[b"idat"]), struct.pack(">II", 0, 8)
    meta[b"iloc"] = meta[b"iloc"].replace(length, struct.pack(">II", place, len(told)), 1)
    meta[b"idat"] += told
    meta[b"iinf"] = meta[b"iinf"].replace(b"grid", b"iovl")
    grown = len(WHOLE + joined(meta)) - len(whole[b"meta"])
    meta[b"iloc"] = moved(meta[b"iloc"], grown)
    whole[b"meta"] = WHOLE + joined(meta)
    return joined(whole)
