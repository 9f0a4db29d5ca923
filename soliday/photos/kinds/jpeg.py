"""JPEG: the coded picture in a new shell. Source: ISO 10918-1 (ITU-T T.81), annex B."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from PIL.Image import Transpose
from PIL.JpegImagePlugin import JpegImageFile

from soliday.photos import exif, limits
from soliday.photos.faults import PhotoRefused
from soliday.photos.stored import Stored, refuse_size, rows_of

SOI, EOI, SCAN = b"\xff\xd8", 0xD9, 0xDA
# Baseline, extended and progressive, by Huffman or arithmetic coding; lossless ones are not.
FRAMES = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}
STRANGE_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC8, 0xCB, 0xCD, 0xCE, 0xCF, 0xF7}
# Huffman tables, arithmetic conditions, quantisation tables, restart interval.
TABLES = {0xC4, 0xCC, 0xDB, 0xDD}
ALONE = {0x01, *range(0xD0, 0xD8)}
# In coded pixels FF is followed by 00 or by a restart marker; more FFs may fill.
NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
# Their mere presence tells how the colours are coded, so they come along, without their details.
JFIF = bytes.fromhex("ffe0 0010 4a46494600 0101 00 0001 0001 00 00")
JFIF_NAME, ADOBE_NAME, ICC_NAME = b"JFIF\0", b"Adobe", b"ICC_PROFILE\0"
ADOBE = bytes.fromhex("ffee 000e 41646f6265 0064 0000 0000")
MOST_SEGMENTS = 5_000
# Decoded at the next eighth that is so much larger than wanted: the rest is shrunk better.
SPARE = 1.2


class Segment(NamedTuple):
    """A marker and what belongs to it; a scan's content goes on to the next marker."""

    marker: int
    content: bytes


def opened(data: bytes) -> Stored:
    """Return the first picture in a JPEG file, shrunk while decoding if it is large."""
    segments = list(_segments(data))
    _refuse_costly(segments)
    picture = JpegImageFile(BytesIO(_shell(segments)))
    wanted = int(limits.PAGE_LONGEST * SPARE)
    scale = min(1.0, wanted / max(picture.size))
    picture.draft(None, (int(picture.width * scale), int(picture.height * scale)))
    picture.load()
    picture.info.clear()
    return Stored(picture.size, rows_of(picture), _colours(segments), _turns(segments))


def _segments(data: bytes) -> Iterator[Segment]:
    """All up to the end of the first picture; raises PhotoRefused if there is none."""
    at = len(SOI)
    for _ in range(MOST_SEGMENTS):
        found = NEXT_MARKER.search(data, at)
        if not found:
            raise PhotoRefused("broken")
        marker, start = data[found.end() - 1], found.end()
        if marker == EOI:
            return
        if marker in ALONE:
            at = start
            continue
        at = start + int.from_bytes(data[start : start + 2])
        if marker == SCAN:
            following = NEXT_MARKER.search(data, at)
            at = following.start() if following else len(data)
        yield Segment(marker, data[start:at])
    raise PhotoRefused("too_slow")


def _refuse_costly(segments: list[Segment]) -> None:
    """Look at the frame header (B.2.2) before any library does, and at the number of scans."""
    markers = [segment.marker for segment in segments]
    if STRANGE_FRAMES & set(markers):
        raise PhotoRefused("unsupported")
    frames = [segment.content for segment in segments if segment.marker in FRAMES]
    if len(frames) != 1 or len(frames[0]) < 8:
        raise PhotoRefused("broken")
    precision, height, width = frames[0][2], frames[0][3:5], frames[0][5:7]
    if precision != 8 or frames[0][7] not in (1, 3, 4):
        raise PhotoRefused("unsupported")
    size = int.from_bytes(width), int.from_bytes(height)
    refuse_size(size)
    scans = markers.count(SCAN)
    if scans > limits.MAX_SCANS or scans * size[0] * size[1] > limits.MAX_SCANNED_PIXELS:
        raise PhotoRefused("too_slow")


def _shell(segments: list[Segment]) -> bytes:
    parts = [SOI]
    if _named(segments, 0xE0, JFIF_NAME):
        parts.append(JFIF)
    if adobe := _named(segments, 0xEE, ADOBE_NAME):
        # Its last byte is the colour transform; where that is cut off, libjpeg sees no note.
        parts += [ADOBE, adobe[0][11:12]] if len(adobe[0]) > 11 else []
    for marker, content in segments:
        if marker in FRAMES | TABLES | {SCAN}:
            parts += [bytes([0xFF, marker]), content]
    return b"".join([*parts, bytes([0xFF, EOI])])


def _named(segments: list[Segment], marker: int, name: bytes) -> list[bytes]:
    """What application segments of that name say, without their length."""
    contents = [segment.content[2:] for segment in segments if segment.marker == marker]
    return [content for content in contents if content.startswith(name)]


def _colours(segments: list[Segment]) -> bytes | None:
    """The ICC profile (ICC.1, B.4), which may come in several numbered pieces."""
    pieces = [piece[len(ICC_NAME) :] for piece in _named(segments, 0xE2, ICC_NAME)]
    ordered = sorted((piece[0], piece[2:]) for piece in pieces if len(piece) > 2)
    return b"".join(piece for _, piece in ordered) or None


def _turns(segments: list[Segment]) -> tuple[Transpose, ...]:
    blocks = _named(segments, 0xE1, exif.PREFIX)
    return exif.turns(blocks[0]) if blocks else ()
