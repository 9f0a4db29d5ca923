"""The planes of an AVIF picture, turned into RGB a strip at a time, by Pillow's own libavif.

Pillow makes RGB of the whole picture, and a copy of that, beside the planes: up to 14 bytes a
pixel. Source: avif/avif.h of libavif 1; its structures only grow at their ends since 1.0.
"""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, Structure, byref, c_char, c_char_p, c_int, c_size_t, c_uint32, c_void_p

from PIL import Image, _avif

from soliday.photos.faults import PhotoRefused
from soliday.photos.limits import MAX_PIXELS
from soliday.photos.stored import Size

OK, EIGHT_BITS = 0, 8
FORMATS = {"RGB": 0, "RGBA": 1, "L": 7, "LA": 8}
# As Pillow: files without `pixi`, or with a `clap` that makes no sense, are taken.
LENIENT = 0b11
# Rows beside a strip, so that colours at its edges are those of the whole picture. Where two rows
# share their colours, a strip begins with the first of them.
MARGIN = 2


class Decoder(Structure):
    """The beginning of `avifDecoder`, which libavif allocates."""

    _fields_ = [
        *((name, c_int) for name in ("codec", "threads", "source", "progressive")),
        *((name, c_int) for name in ("incremental", "ignore_exif", "ignore_xmp")),
        *((name, c_uint32) for name in ("most_pixels", "longest", "most_images", "strict")),
        ("image", c_void_p),
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
libavif.avifDecoderCreate.restype = POINTER(Decoder)
libavif.avifDecoderSetIOMemory.argtypes = [POINTER(Decoder), c_char_p, c_size_t]
libavif.avifDecoderParse.argtypes = [POINTER(Decoder)]
libavif.avifDecoderNextImage.argtypes = [POINTER(Decoder)]
libavif.avifImageCreateEmpty.restype = c_void_p
libavif.avifImageSetViewRect.argtypes = [c_void_p, c_void_p, POINTER(Rectangle)]
libavif.avifImageDestroy.argtypes = [c_void_p]
libavif.avifRGBImageSetDefaults.argtypes = [POINTER(Rgb), c_void_p]
libavif.avifRGBImageSetDefaults.restype = None
libavif.avifImageYUVToRGB.argtypes = [c_void_p, POINTER(Rgb)]


def decoded(data: bytes, size: Size, mode: str) -> Callable[[int, int], Image.Image]:
    """Decode the picture, of this size and mode; return what gives its rows.

    The planes are never freed: the process ends with the picture.
    """
    decoder = libavif.avifDecoderCreate()
    if not decoder:
        raise MemoryError
    decoder.contents.threads, decoder.contents.most_pixels = 1, MAX_PIXELS
    decoder.contents.strict &= ~LENIENT
    _checked(libavif.avifDecoderSetIOMemory(decoder, data, len(data)))
    _checked(libavif.avifDecoderParse(decoder))
    _checked(libavif.avifDecoderNextImage(decoder))
    image = decoder.contents.image

    def rows(first: int, last: int) -> Image.Image:
        top = max(0, first - first % 2 - MARGIN)
        strip = _strip(image, Rectangle(0, top, size[0], min(size[1], last + MARGIN) - top), mode)
        return strip.crop((0, first - top, size[0], last - top))

    return rows


def _strip(image: int, where: Rectangle, mode: str) -> Image.Image:
    view, made = libavif.avifImageCreateEmpty(), Rgb()
    _checked(libavif.avifImageSetViewRect(view, image, byref(where)))
    libavif.avifRGBImageSetDefaults(byref(made), view)
    stride = where.width * len(mode)
    pixels = bytearray(stride * where.height)
    made.depth, made.format, made.threads = EIGHT_BITS, FORMATS[mode], 1
    made.pixels, made.row_bytes = ctypes.addressof(c_char.from_buffer(pixels)), stride
    _checked(libavif.avifImageYUVToRGB(view, byref(made)))
    libavif.avifImageDestroy(view)
    return Image.frombuffer(mode, (where.width, where.height), pixels, "raw", mode, stride, 1)


def _checked(result: int) -> None:
    if result != OK:
        raise PhotoRefused("broken")
