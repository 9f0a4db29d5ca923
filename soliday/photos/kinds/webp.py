"""WebP: one bitstream, shrunk while decoding by libwebp itself.

Pillow goes the way for animations, which holds four copies of the picture. Its libwebp is asked
directly instead. Source: RFC 9649, and libwebp's src/webp/decode.h.
"""

import ctypes
from collections.abc import Iterator
from ctypes import (
    POINTER,
    Structure,
    byref,
    c_char,
    c_char_p,
    c_int,
    c_size_t,
    c_uint8,
    c_uint32,
    c_void_p,
)

from PIL import Image, _webp

from soliday.photos import exif
from soliday.photos.faults import PhotoRefused
from soliday.photos.limits import PAGE_LONGEST
from soliday.photos.stored import Size, Stored, refuse_size, rows_of

Chunk = tuple[bytes, bytes]
ABI = 0x0210
RGBA = 1
BITSTREAMS = (b"VP8 ", b"VP8L")
MOST_CHUNKS = 5_000
FRAME_HEADER = 16
ALPHA = 0x10


class Features(Structure):
    _fields_ = [
        *((name, c_int) for name in ("width", "height", "has_alpha", "has_animation", "format")),
        ("pad", c_uint32 * 5),
    ]


class Output(Structure):
    """WebPDecBuffer; the union is as long as its other side, WebPYUVABuffer, of 80 bytes."""

    _fields_ = [
        *((name, c_int) for name in ("colorspace", "width", "height", "is_external_memory")),
        ("rgba", c_void_p),
        ("stride", c_int),
        ("size", c_size_t),
        ("rest", c_uint8 * 56),
        ("pad", c_uint32 * 4),
        ("private_memory", c_void_p),
    ]


class Options(Structure):
    _fields_ = [
        *((name, c_int) for name in ("bypass_filtering", "no_fancy_upsampling")),
        ("crop", c_int * 5),
        *((name, c_int) for name in ("use_scaling", "scaled_width", "scaled_height")),
        ("threads_and_dithering", c_int * 4),
        ("pad", c_uint32 * 5),
    ]


class Configuration(Structure):
    _fields_ = [("input", Features), ("output", Output), ("options", Options)]


libwebp = ctypes.CDLL(_webp.__file__)
libwebp.WebPInitDecoderConfigInternal.argtypes = [POINTER(Configuration), c_int]
libwebp.WebPGetFeaturesInternal.argtypes = [c_char_p, c_size_t, POINTER(Features), c_int]
libwebp.WebPDecode.argtypes = [c_char_p, c_size_t, POINTER(Configuration)]


def opened(data: bytes) -> Stored:
    """Return the picture, or the first frame of an animation, at about twice the size we need."""
    chunks = list(_chunks(data[12 : 8 + int.from_bytes(data[4:8], "little")]))
    found = dict(reversed(chunks))
    still = [(name, content) for name, content in chunks if name in (b"ALPH", *BITSTREAMS)]
    if not still:
        still = list(_chunks(found.get(b"ANMF", b"")[FRAME_HEADER:]))
    picture = _decoded(_shell(still))
    return Stored(
        picture.size,
        rows_of(picture),
        found.get(b"ICCP") or None,
        exif.turns(found.get(b"EXIF", b"")),
    )


def _chunks(data: bytes) -> Iterator[Chunk]:
    """Name and content; chunks begin at even places."""
    at = 0
    for _ in range(MOST_CHUNKS):
        if at + 8 > len(data):
            return
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > len(data):
            raise PhotoRefused("broken")
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    raise PhotoRefused("too_slow")


def _shell(chunks: list[Chunk]) -> bytes:
    """A file of one bitstream; VP8X only where a channel of transparency must be announced."""
    bitstreams = [chunk for chunk in chunks if chunk[0] in BITSTREAMS][:1]
    if not bitstreams:
        raise PhotoRefused("broken")
    kept = bitstreams
    channel = [chunk for chunk in chunks if chunk[0] == b"ALPH"][:1]
    if channel and bitstreams[0][0] == b"VP8 ":
        size = _features(_file(bitstreams))
        sides = b"".join((side - 1).to_bytes(3, "little") for side in size)
        kept = [(b"VP8X", bytes([ALPHA, 0, 0, 0]) + sides), *channel, *bitstreams]
    return _file(kept)


def _file(chunks: list[Chunk]) -> bytes:
    body = b"WEBP" + b"".join(
        name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)
        for name, content in chunks
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _features(file: bytes) -> Size:
    features = Features()
    if libwebp.WebPGetFeaturesInternal(file, len(file), byref(features), ABI):
        raise PhotoRefused("broken")
    return features.width, features.height


def _decoded(file: bytes) -> Image.Image:
    size = _features(file)
    refuse_size(size)
    scale = min(1.0, 2 * PAGE_LONGEST / max(size))
    width, height = (max(1, round(side * scale)) for side in size)
    pixels = bytearray(width * height * 4)
    asked = Configuration()
    if not libwebp.WebPInitDecoderConfigInternal(byref(asked), ABI):
        raise PhotoRefused("unsupported")
    asked.output.colorspace, asked.output.is_external_memory = RGBA, 1
    where = (c_char * len(pixels)).from_buffer(pixels)
    asked.output.rgba, asked.output.stride = ctypes.addressof(where), width * 4
    asked.output.size = len(pixels)
    asked.options.use_scaling = int(scale < 1)
    asked.options.scaled_width, asked.options.scaled_height = width, height
    if libwebp.WebPDecode(file, len(file), byref(asked)):
        raise PhotoRefused("broken")
    return Image.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1)
