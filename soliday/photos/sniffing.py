"""What a file is, by its first bytes; what it is called is never asked."""

from typing import Literal

from soliday.photos.faults import PhotoRefused

Kind = Literal["JPEG", "PNG", "WEBP", "HEIF", "AVIF"]

# ISO 10918-1, B.1.1.3 (SOI and the next marker) and PNG (third edition), 5.2.
JPEG_START = b"\xff\xd8\xff"
PNG_START = b"\x89PNG\r\n\x1a\n"
# ISO 14496-12, 4.3: length, "ftyp", the main brand, its version, then all brands the file fits.
BRANDS_AT = 8
MOST_BRANDS = 64
AVIF_BRANDS = {b"avif", b"avis"}
# ISO 23008-12, B and 10: pictures and sequences coded in HEVC, or in anything.
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1"}


def sniff(data: bytes) -> Kind:
    """Return the kind of picture; raises PhotoRefused("not_a_photo")."""
    if data.startswith(JPEG_START):
        return "JPEG"
    if data.startswith(PNG_START):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    brands = _brands(data)
    if brands & AVIF_BRANDS:
        return "AVIF"
    if brands & HEIF_BRANDS:
        return "HEIF"
    raise PhotoRefused("not_a_photo")


def _brands(data: bytes) -> set[bytes]:
    if data[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(data[:4]), BRANDS_AT + 4 * MOST_BRANDS)
    return {data[at : at + 4] for at in range(BRANDS_AT, end, 4)}
