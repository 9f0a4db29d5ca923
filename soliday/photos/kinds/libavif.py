"""The planes of an AVIF picture, by Pillow's own libavif.

Pillow makes RGB of the whole picture, and a copy of that, beside the planes: up to 14 bytes a
pixel. Source: avif/avif.h of libavif 1; its structures only grow at their ends since 1.0.
"""

from ctypes import POINTER, Structure, c_char_p, c_int, c_size_t, c_uint32

from soliday.photos.kinds.planes import Planes, checked, libavif, strips
from soliday.photos.limits import MAX_PIXELS
from soliday.photos.stored import Rows

# As Pillow: files without `pixi`, or with a `clap` that makes no sense, are taken.
LENIENT = 0b11


class Decoder(Structure):
    """The beginning of `avifDecoder`, which libavif allocates."""

    _fields_ = [
        *((name, c_int) for name in ("codec", "threads", "source", "progressive")),
        *((name, c_int) for name in ("incremental", "ignore_exif", "ignore_xmp")),
        *((name, c_uint32) for name in ("most_pixels", "longest", "most_images", "strict")),
        ("image", POINTER(Planes)),
    ]


libavif.avifDecoderCreate.restype = POINTER(Decoder)
libavif.avifDecoderSetIOMemory.argtypes = [POINTER(Decoder), c_char_p, c_size_t]
libavif.avifDecoderParse.argtypes = [POINTER(Decoder)]
libavif.avifDecoderNextImage.argtypes = [POINTER(Decoder)]


def decoded(data: bytes, mode: str) -> Rows:
    """Decode the picture; return what gives its rows in this mode.

    The planes are never freed: the process ends with the picture.
    """
    decoder = libavif.avifDecoderCreate()
    if not decoder:
        raise MemoryError
    decoder.contents.threads, decoder.contents.most_pixels = 1, MAX_PIXELS
    decoder.contents.strict &= ~LENIENT
    checked(libavif.avifDecoderSetIOMemory(decoder, data, len(data)))
    checked(libavif.avifDecoderParse(decoder))
    checked(libavif.avifDecoderNextImage(decoder))
    return strips(decoder.contents.image.contents, mode)
