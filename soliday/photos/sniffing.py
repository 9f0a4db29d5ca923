"""What a file is, by its first bytes; what it is called is never asked."""

from typing import Literal

from soliday.photos.faults import PhotoRefused

JPEG: Literal["JPEG"] = "JPEG"
PNG: Literal["PNG"] = "PNG"
# ISO 10918-1, B.1.1.3 (SOI and the next marker) and PNG (third edition), 5.2.
JPEG_START = b"\xff\xd8\xff"
PNG_START = b"\x89PNG\r\n\x1a\n"


def sniff(data: bytes) -> Literal["JPEG", "PNG"]:
    """Return the kind of picture; raises PhotoRefused("not_a_photo")."""
    if data.startswith(JPEG_START):
        return JPEG
    if data.startswith(PNG_START):
        return PNG
    raise PhotoRefused("not_a_photo")
