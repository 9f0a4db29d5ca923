"""Files made to take time or memory, and the largest honest ones."""

import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests.photos.carriers import (
    archive,
    chunk,
    colour_profile,
    deep_heic,
    heic,
    photo,
    riff_chunk,
    saved,
)
from tests.photos.isobmff import WHOLE, box, boxes, joined, moved

FTYP = box(b"ftyp", b"heic\0\0\0\0mif1heic")
LARGE = (8192, 6100)
RED = (200, 30, 30)


def grid(side: int, tile: int) -> bytes:
    """A HEIC grid of `side` by `side` tiles that are all the same one, of `tile` pixels."""
    file = heic(photo((tile * 2, tile * 2)), tile_size=tile)
    two, many = (struct.pack(">HH", tile * n, tile * n) for n in (2, side))
    whole = dict(
        boxes(file.replace(WHOLE[:2] + b"\1\1" + two, WHOLE[:2] + bytes([side - 1] * 2) + many))
    )
    meta = dict(boxes(whole[b"meta"][4:]))
    references = WHOLE
    for name, content in boxes(meta[b"iref"][4:]):
        if name == b"dimg":
            source, first = content[:2], content[4:6]
            content = source + struct.pack(">H", side**2) + first * side**2
        references += box(name, content)
    grown = len(references) - len(meta[b"iref"])
    two, many = (struct.pack(">II", tile * n, tile * n) for n in (2, side))
    meta |= {b"iref": references, b"iprp": meta[b"iprp"].replace(two, many)}
    meta[b"iloc"] = moved(meta[b"iloc"], grown)
    whole[b"meta"] = WHOLE + joined(meta)
    return joined(whole)


def one_piece(mode: str, **options: int) -> bytes:
    """HEIC without tiles, of ten bits a channel."""
    picture = Image.new("RGBA", LARGE, (*RED, 99)).convert(mode)
    return deep_heic(picture, enc_params={"preset": "ultrafast"}, **options)


def nested(name: bytes) -> bytes:
    content = b""
    for _ in range(20_000):
        content = box(name, WHOLE + content)
    return FTYP + (content if name == b"meta" else box(b"meta", WHOLE + content))


def png(width: int, height: int, *chunks: bytes, colour_type: int = 2) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + rows + chunk(b"IEND", b"")


def jpeg(width: int, height: int, *, scans: int = 1) -> bytes:
    plain = saved(photo((320, 240)), "JPEG", progressive=True)
    at = plain.index(b"\xff\xc2") + 5
    last = plain[plain.rindex(b"\xff\xda") : -2]
    sized = plain[:at] + struct.pack(">HH", height, width) + plain[at + 4 : -2]
    return sized + last * (scans - 1) + plain[-2:]


def webp(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def frames(kind: str) -> bytes:
    later = [Image.new("RGB", (16, 16), (n % 256, n // 256, 9)) for n in range(1500)]
    return saved(photo((16, 16)), kind, save_all=True, append_images=later)


# Refused, with the reason.
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "png pixels": (lambda: png(50_001, 50_001), "too_many_pixels"),
    "jpeg pixels": (lambda: jpeg(65_500, 65_500), "too_many_pixels"),
    "webp pixels": (
        lambda: webp(riff_chunk(b"VP8L", b"\x2f" + struct.pack("<I", 0x3FFE | 0x3FFE << 14))),
        "too_many_pixels",
    ),
    "heic pixels": (
        lambda: heic(photo((64, 64))).replace(
            struct.pack(">II", 64, 64), struct.pack(">II", 9000, 9000)
        ),
        "too_many_pixels",
    ),
    "heic grid": (lambda: grid(64, 64), "broken"),
    "heic large grid": (lambda: grid(200, 64), "broken"),
    "heic nested boxes": (lambda: nested(b"meta"), "broken"),
    "heic nested properties": (lambda: nested(b"iprp"), "broken"),
    "avif many boxes": (
        lambda: box(b"ftyp", b"avif\0\0\0\0") + box(b"free", b"") * 9000,
        "too_slow",
    ),
    "png palette": (
        lambda: png(4, 1, chunk(b"PLTE", bytes(9_000_000)), colour_type=3),
        "broken",
    ),
    "png chunks": (lambda: png(4, 1, *[chunk(b"prVt", b"")] * 1_000_000), "too_slow"),
    "webp chunks": (lambda: webp(riff_chunk(b"prVt", b"") * 1_000_000), "too_slow"),
    "jpeg segments": (lambda: b"\xff\xd8" + b"\xff\xfe\0\2" * 4_000_000, "too_slow"),
    "jpeg scans": (lambda: jpeg(320, 240, scans=200), "too_slow"),
    "jpeg scans of a large picture": (lambda: jpeg(8000, 6000, scans=30), "too_slow"),
}
# Taken, because what is bad in them is never looked at.
DUDS: dict[str, Callable[[], bytes]] = {
    "png text": lambda: png(4, 1, chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(100_000_000)))),
    "png profile": lambda: png(4, 1, chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100_000_000)))),
    "png frames": lambda: frames("PNG"),
    "webp frames": lambda: frames("WEBP"),
    "jpeg profile": lambda: saved(photo(), "JPEG", icc_profile=colour_profile() * 6000),
    "zip in the tail": lambda: saved(photo(), "JPEG") + archive() * 50_000,
}
# Fifty megapixels as somebody may send them.
LARGEST: dict[str, Callable[[], bytes]] = {
    "progressive jpeg": lambda: saved(
        Image.new("RGB", LARGE, RED), "JPEG", progressive=True, subsampling="4:4:4"
    ),
    "png": lambda: saved(Image.new("RGBA", LARGE, (*RED, 99)), "PNG", compress_level=1),
    "webp": lambda: saved(Image.new("RGB", LARGE, RED), "WEBP", method=0),
    "heic": lambda: grid(27, 256),
    "heic in one piece": lambda: one_piece("RGB"),
    "heic in one piece, clear": lambda: one_piece("RGBA"),
    "heic in one piece, 4:2:2": lambda: one_piece("RGB", chroma=422),
    "avif": lambda: saved(Image.new("RGB", LARGE, RED), "AVIF", speed=10),
    "avif, clear": lambda: saved(
        Image.new("RGBA", LARGE, (*RED, 99)), "AVIF", speed=10, subsampling="4:4:4"
    ),
}
