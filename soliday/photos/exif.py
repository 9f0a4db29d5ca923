"""The one thing we want to know from EXIF: how the stored picture must be turned.

Read here and not by a library, so that none ever sees the rest of a stranger's block.
Source: TIFF 6.0, section 2, and CIPA DC-008 (EXIF 2.32), 4.6.4 A.
"""

import struct

from PIL.Image import Transpose

PREFIX = b"Exif\0\0"
ORIENTATION_TAG = 0x0112
SHORT = 3
ENTRY_BYTES = 12
AS_STORED = 1
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def turns(block: bytes) -> tuple[Transpose, ...]:
    """Return what makes the picture stand upright: one turn or none."""
    told = orientation(block)
    return (UPRIGHT[told],) if told in UPRIGHT else ()


def orientation(block: bytes) -> int:
    """Return 1 to 8; a broken block says nothing, and the picture stays as it is stored."""
    tiff = block.removeprefix(PREFIX)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return AS_STORED
    try:
        return _orientation(tiff, order)
    except struct.error:
        return AS_STORED


def _orientation(tiff: bytes, order: str) -> int:
    (at,) = struct.unpack_from(order + "I", tiff, 4)
    (entries,) = struct.unpack_from(order + "H", tiff, at)
    for place in range(at + 2, at + 2 + entries * ENTRY_BYTES, ENTRY_BYTES):
        tag, kind, _, value = struct.unpack_from(order + "HHIH", tiff, place)
        if (tag, kind) == (ORIENTATION_TAG, SHORT):
            return value if 1 <= value <= 8 else AS_STORED
    return AS_STORED
