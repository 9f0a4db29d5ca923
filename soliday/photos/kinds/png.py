"""PNG: the coded picture in a new shell. Source: PNG (third edition), 5, 11 and 13.

Of an animation the first frame is shown: the one that the plain chunks hold.
"""

import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngImageFile

from soliday.photos import exif
from soliday.photos.colours import MOST_BYTES, coded_colours
from soliday.photos.faults import PhotoRefused
from soliday.photos.sniffing import PNG_START
from soliday.photos.stored import Stored, refuse_size, rows_of

Chunk = tuple[bytes, bytes]
PIXELS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
LARGEST = {b"IHDR": 13, b"PLTE": 768, b"tRNS": 256}
MOST_CHUNKS = 50_000


def opened(data: bytes) -> Stored:
    """Return the picture in a PNG file."""
    chunks = list(_chunks(data))
    header = _first(chunks, b"IHDR")
    if len(header) != LARGEST[b"IHDR"]:
        raise PhotoRefused("broken")
    refuse_size((int.from_bytes(header[:4]), int.from_bytes(header[4:8])))
    picture = PngImageFile(BytesIO(_shell(data, chunks)))
    picture.load()
    return Stored(
        picture.size,
        _rows(picture, bits=header[8]),
        _colours(chunks),
        exif.turns(_first(chunks, b"eXIf")),
    )


def _chunks(data: bytes) -> Iterator[Chunk]:
    """Name and whole bytes of each chunk up to the end of the picture."""
    at = len(PNG_START)
    for _ in range(MOST_CHUNKS):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        name = data[at + 4 : at + 8]
        if end > len(data):
            raise PhotoRefused("broken")
        yield name, data[at:end]
        if name == b"IEND":
            return
        at = end
    raise PhotoRefused("too_slow")


def _first(chunks: list[Chunk], wanted: bytes) -> bytes:
    """What the first chunk of that name says; nothing if there is none."""
    return next((whole[8:-4] for name, whole in chunks if name == wanted), b"")


def _shell(data: bytes, chunks: list[Chunk]) -> bytes:
    kept = [(name, whole) for name, whole in chunks if name in PIXELS]
    if any(len(whole) - 12 > LARGEST.get(name, len(data)) for name, whole in kept):
        raise PhotoRefused("broken")
    return b"".join([PNG_START, *(whole for _, whole in kept)])


def _rows(picture: Image.Image, *, bits: int) -> Callable[[int, int], Image.Image]:
    transparent = picture.info.get("transparency")
    stored = rows_of(picture)
    if picture.mode == "I;16":
        return lambda first, last: _grey(stored(first, last), transparent)
    if bits == 16 and isinstance(transparent, tuple):
        # Pillow makes 8 bits of the pixels, not of the colour that is to be transparent.
        picture.info["transparency"] = tuple(level >> 8 for level in transparent)
    return stored


def _grey(rows: Image.Image, transparent: int | None) -> Image.Image:
    """8 bits of 16: Pillow's own conversion cuts off at 255 instead of scaling."""
    low_first = rows.tobytes("raw", "I;16")
    grey = Image.frombytes("L", rows.size, low_first[1::2])
    if transparent is None:
        return grey
    low = Image.frombytes("L", rows.size, low_first[::2])
    hit = ImageChops.darker(_where(grey, transparent >> 8), _where(low, transparent & 0xFF))
    grey.paste(255, mask=hit)
    return grey


def _where(grey: Image.Image, level: int) -> Image.Image:
    return grey.point([255 * (value == level) for value in range(256)])


def _colours(chunks: list[Chunk]) -> bytes | None:
    """11.3.2: four bytes of cICP go before the profile in iCCP (name, 0, method, packed)."""
    if len(code := _first(chunks, b"cICP")) == 4:
        return coded_colours(code[0], code[1])
    packed = _first(chunks, b"iCCP").partition(b"\0")[2][1:]
    try:
        return zlib.decompressobj().decompress(packed, MOST_BYTES) or None
    except zlib.error:
        return None
