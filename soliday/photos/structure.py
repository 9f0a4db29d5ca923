"""Look at a JPEG piece by piece, without decoding it: is it what `profile` writes, only that?

Source of the format: ISO 10918-1 (ITU-T T.81), annex B, and JFIF 1.01.
"""

import re
from collections.abc import Sequence
from hashlib import sha256

from soliday.photos.faults import PhotoRefused

START = b"\xff\xd8"
END = b"\xff\xd9"
# The markers of a clean picture, in order: APP0, DQT, DQT, SOF0, four DHT, SOS.
MARKERS = bytes.fromhex("e0 db db c0 c4 c4 c4 c4 da")
FRAME = MARKERS.index(0xC0)
# In the frame header, between the precision and the components: two bytes height, two width.
HEIGHT, WIDTH = slice(1, 3), slice(3, 5)
# In coded pixels the byte FF is always followed by 00; any other pair is a marker.
ANY_MARKER = re.compile(rb"\xff(?!\x00)")
# Of all segments without the size: JFIF 1.01 without thumbnail, our tables, three components 4:2:0.
FINGERPRINT = "fa94156a6b287e72bdf12cd7b6240b3de7c700ab9cfe55632f9415c174a028c6"


def check_jpeg(jpeg: bytes) -> tuple[int, int]:
    """Return width and height in pixels; raises PhotoRefused("unsafe_result").

    Refused is everything but SOI, the nine segments exactly as `profile.encode` writes them, the
    coded pixels, and EOI as the last two bytes.
    """
    segments, pixels_at = _walk(jpeg)
    frame = segments[FRAME]
    width, height = int.from_bytes(frame[WIDTH]), int.from_bytes(frame[HEIGHT])
    segments[FRAME] = frame[: HEIGHT.start] + frame[WIDTH.stop :]
    if fingerprint(segments) != FINGERPRINT or not (width and height):
        raise PhotoRefused("unsafe_result")
    marker = ANY_MARKER.search(jpeg, pixels_at)
    if not marker or jpeg[marker.start() :] != END:
        raise PhotoRefused("unsafe_result")
    return width, height


def fingerprint(segments: Sequence[bytes]) -> str:
    """Return SHA-256, in hexadecimal, of the contents of segments and where each one ends."""
    digest = sha256()
    for content in segments:
        digest.update(len(content).to_bytes(2) + content)
    return digest.hexdigest()


def _walk(jpeg: bytes) -> tuple[list[bytes], int]:
    """Return the contents of all segments, and where the coded pixels start."""
    if not jpeg.startswith(START):
        raise PhotoRefused("unsafe_result")
    contents, at = [], len(START)
    for marker in MARKERS:
        length = int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at : at + 2] != bytes([0xFF, marker]):
            raise PhotoRefused("unsafe_result")
        contents.append(jpeg[at + 4 : at + 2 + length])
        at += 2 + length
    return contents, at
