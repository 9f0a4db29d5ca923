"""pillow-heif's own libheif, asked directly: pillow-heif itself makes RGB of whole pictures only.

Source: libheif/heif.h, heif_tiling.h, heif_decoding.h, heif_image.h, heif_color.h; what is asked
for here has been the same since version 1.19.
"""

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_void_p

import _pillow_heif  # type: ignore[import-not-found, unused-ignore]

from soliday.photos.stored import Size

# heif_colorspace_RGB, heif_chroma_interleaved_RGB; "undefined" leaves both as they are coded.
RGB, INTERLEAVED_RGB, AS_CODED = 1, 10, 99


class Fault(Structure):
    _fields_ = [("code", c_int), ("detail", c_int), ("message", c_char_p)]


class Tiling(Structure):
    _fields_ = [
        ("version", c_int),
        *((name, c_uint32) for name in ("columns", "rows", "tile_width", "tile_height")),
        *((name, c_uint32) for name in ("width", "height", "top", "left")),
        ("more_dimensions", c_uint8),
        ("their_sizes", c_uint32 * 8),
    ]


class Options(Structure):
    """The beginning of `heif_decoding_options`, which libheif allocates and may make longer."""

    _fields_ = [("version", c_uint8), ("ignore_transformations", c_uint8)]


class Coded(Structure):
    """The beginning of `heif_color_profile_nclx`, with numbers of ITU-T H.273."""

    _fields_ = [
        ("version", c_uint8),
        *((name, c_int) for name in ("primaries", "transfer", "matrix")),
        ("is_full_range", c_uint8),
    ]


libheif = ctypes.CDLL(_pillow_heif.__file__)
libheif.heif_context_alloc.restype = c_void_p
libheif.heif_context_set_max_decoding_threads.argtypes = [c_void_p, c_int]
libheif.heif_decoding_options_alloc.restype = POINTER(Options)
libheif.heif_image_get_plane_readonly.restype = c_void_p
for name, arguments in {
    "heif_context_read_from_memory_without_copy": [c_void_p, c_char_p, c_size_t, c_void_p],
    "heif_context_get_primary_image_handle": [c_void_p, POINTER(c_void_p)],
    "heif_image_handle_get_image_tiling": [c_void_p, c_int, POINTER(Tiling)],
    "heif_decode_image": [c_void_p, POINTER(c_void_p), c_int, c_int, POINTER(Options)],
    "heif_image_handle_decode_image_tile": [
        *(c_void_p, POINTER(c_void_p), c_int, c_int, POINTER(Options)),
        *(c_uint32, c_uint32),
    ],
    "heif_image_get_nclx_color_profile": [c_void_p, POINTER(POINTER(Coded))],
}.items():
    getattr(libheif, name).argtypes, getattr(libheif, name).restype = arguments, Fault
libheif.heif_image_get_plane_readonly.argtypes = [c_void_p, c_int, POINTER(c_int)]
for name in ("get_primary_width", "get_primary_height", "get_colorspace", "get_chroma_format"):
    getattr(libheif, f"heif_image_{name}").argtypes = [c_void_p]
for name in ("get_width", "get_height", "get_bits_per_pixel_range", "has_channel"):
    getattr(libheif, f"heif_image_{name}").argtypes = [c_void_p, c_int]
libheif.heif_image_release.argtypes = [c_void_p]


class Primary:
    """The primary picture of a file, to be decoded as it is stored: neither cropped nor turned.

    Nothing of it is ever freed: the process ends with the picture.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data  # libheif reads in it for as long as something is decoded
        context = libheif.heif_context_alloc()
        libheif.heif_context_set_max_decoding_threads(context, 0)
        _checked(libheif.heif_context_read_from_memory_without_copy(context, data, len(data), None))
        self._handle, self.tiling = c_void_p(), Tiling()
        _checked(libheif.heif_context_get_primary_image_handle(context, byref(self._handle)))
        _checked(libheif.heif_image_handle_get_image_tiling(self._handle, 0, byref(self.tiling)))
        self._options = libheif.heif_decoding_options_alloc()
        self._options.contents.ignore_transformations = 1
        self.size: Size = (self.tiling.width, self.tiling.height)

    def tile(self, column: int, row: int) -> c_void_p:
        """Return one tile as RGB of 8 bits, a `heif_image`."""
        image = c_void_p()
        decode = libheif.heif_image_handle_decode_image_tile
        wanted = RGB, INTERLEAVED_RGB, self._options
        _checked(decode(self._handle, byref(image), *wanted, column, row))
        return image

    def whole(self) -> c_void_p:
        """Return all of it in planes as they are coded, a `heif_image`."""
        image = c_void_p()
        _checked(
            libheif.heif_decode_image(self._handle, byref(image), AS_CODED, AS_CODED, self._options)
        )
        return image


def _checked(fault: Fault) -> None:
    if fault.code:
        raise ValueError((fault.message or b"").decode(errors="replace"))
