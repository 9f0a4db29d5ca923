"""Planes of brightness and colour become RGB, a strip at a time, by Pillow's own libavif.

Source: avif/avif.h of libavif 1; its structures only grow at their ends since 1.0.
"""

import ctypes
from collections.abc import Sequence
from ctypes import POINTER, Structure, byref, c_char, c_int, c_size_t, c_uint16, c_uint32, c_void_p
from typing import NamedTuple

from PIL import Image, _avif

from soliday.photos.faults import PhotoRefused
from soliday.photos.stored import Rows, Size

OK, EIGHT_BITS = 0, 8
DEPTHS = (8, 10, 12)
FORMATS = {"RGB": 0, "RGBA": 1, "L": 7, "LA": 8}
# Rows beside a strip, so that colours at its edges are those of the whole picture. Where two rows
# share their colours, a strip begins with the first of them.
MARGIN = 2
# Of `avifPixelFormat` 4:4:4, 4:2:2, 4:2:0, 4:0:0: the pixels that share a colour, across and down.
SHARED = {1: (1, 1), 2: (2, 1), 3: (2, 2), 4: (1, 1)}
GREY = 4


class Plane(NamedTuple):
    """Samples in memory; of more than 8 bits each has two bytes."""

    start: int | None
    row_bytes: int
    size: Size
    depth: int


class Planes(Structure):
    """The beginning of `avifImage`, which libavif allocates."""

    _fields_ = [
        *((name, c_uint32) for name in ("width", "height", "depth")),
        *((name, c_int) for name in ("form", "is_full_range", "siting")),
        ("starts", c_void_p * 3),
        ("row_bytes", c_uint32 * 3),
        ("owns_planes", c_int),
        ("alpha", c_void_p),
        ("alpha_row_bytes", c_uint32),
        *((name, c_int) for name in ("owns_alpha", "is_premultiplied")),
        ("profile", c_void_p),
        ("profile_bytes", c_size_t),
        *((name, c_uint16) for name in ("primaries", "transfer", "matrix")),
    ]


class Rectangle(Structure):
    _fields_ = [(name, c_uint32) for name in ("left", "top", "width", "height")]


class Rgb(Structure):
    """`avifRGBImage`."""

    _fields_ = [
        *((name, c_uint32) for name in ("width", "height", "depth")),
        *((name, c_int) for name in ("format", "upsampling", "downsampling")),
        *((name, c_int) for name in ("avoid_libyuv", "ignore_alpha", "premultiplied")),
        *((name, c_int) for name in ("is_float", "threads")),
        ("pixels", c_void_p),
        ("row_bytes", c_uint32),
    ]


libavif = ctypes.CDLL(_avif.__file__)
libavif.avifImageCreate.argtypes = [c_uint32, c_uint32, c_uint32, c_int]
libavif.avifImageCreate.restype = POINTER(Planes)
libavif.avifImageCreateEmpty.restype = POINTER(Planes)
libavif.avifImageSetViewRect.argtypes = [POINTER(Planes), POINTER(Planes), POINTER(Rectangle)]
libavif.avifImageDestroy.argtypes = [POINTER(Planes)]
libavif.avifRGBImageSetDefaults.argtypes = [POINTER(Rgb), POINTER(Planes)]
libavif.avifRGBImageSetDefaults.restype = None
libavif.avifImageYUVToRGB.argtypes = [POINTER(Planes), POINTER(Rgb)]


def laid(parts: Sequence[Plane], form: int, size: Size) -> Planes:
    """Return planes of this pixel format and size over the memory of their parts, brightness first.

    Refuses parts that do not fit: libavif would read beyond them.
    """
    depth = parts[0].depth
    if depth not in DEPTHS:
        raise PhotoRefused("unsupported")
    sizes = _sizes(form, size)
    if len(parts) != len(sizes) or not all(
        _fits(part, wanted, depth) for part, wanted in zip(parts, sizes, strict=True)
    ):
        raise PhotoRefused("broken")
    planes = libavif.avifImageCreate(*size, depth, form).contents
    for number, part in enumerate(parts):
        planes.starts[number], planes.row_bytes[number] = part.start, part.row_bytes
    return planes


def _sizes(form: int, size: Size) -> list[Size]:
    across, down = SHARED[form]
    coloured = -(-size[0] // across), -(-size[1] // down)
    return [size] if form == GREY else [size, coloured, coloured]


def _fits(part: Plane, size: Size, depth: int) -> bool:
    least = size[0] * (2 if depth > EIGHT_BITS else 1)
    is_like = (part.size, part.depth) == (size, depth)
    return is_like and bool(part.start) and part.row_bytes >= least


def strips(planes: Planes, mode: str) -> Rows:
    """Return what gives some rows of the planes, which must stay where they are, in this mode."""
    width, height = planes.width, planes.height

    def rows(first: int, last: int) -> Image.Image:
        top = max(0, first - first % 2 - MARGIN)
        strip = _strip(planes, Rectangle(0, top, width, min(height, last + MARGIN) - top), mode)
        return strip.crop((0, first - top, width, last - top))

    return rows


def _strip(planes: Planes, where: Rectangle, mode: str) -> Image.Image:
    view, made = libavif.avifImageCreateEmpty(), Rgb()
    checked(libavif.avifImageSetViewRect(view, byref(planes), byref(where)))
    libavif.avifRGBImageSetDefaults(byref(made), view)
    stride = where.width * len(mode)
    pixels = bytearray(stride * where.height)
    made.depth, made.format, made.threads = EIGHT_BITS, FORMATS[mode], 1
    made.pixels, made.row_bytes = ctypes.addressof(c_char.from_buffer(pixels)), stride
    checked(libavif.avifImageYUVToRGB(view, byref(made)))
    libavif.avifImageDestroy(view)
    return Image.frombuffer(mode, (where.width, where.height), pixels, "raw", mode, stride, 1)


def checked(result: int) -> None:
    """Refuse the photo for whatever libavif says but well."""
    if result != OK:
        raise PhotoRefused("broken")
