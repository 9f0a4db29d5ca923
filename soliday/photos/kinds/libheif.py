"""The tiles of a HEIF picture, one at a time, by pillow-heif's own libheif.

pillow-heif decodes whole pictures only, and libheif then takes up to 16 bytes a pixel; cameras
write tiles. Source: libheif/heif.h, heif_tiling.h, heif_decoding.h; what is asked for here has
been the same since version 1.19.
"""

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_void_p

import _pillow_heif  # type: ignore[import-not-found, unused-ignore]
from PIL import Image

from soliday.photos.faults import PhotoRefused
from soliday.photos.stored import Size

# heif_colorspace_RGB, heif_chroma_interleaved_RGB, heif_channel_interleaved.
RGB, INTERLEAVED_RGB, INTERLEAVED = 1, 10, 10


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

    _fields_ = [
        ("version", c_uint8),
        ("ignore_transformations", c_uint8),
        ("progress", c_void_p * 4),
        ("convert_hdr_to_8bit", c_uint8),
    ]


libheif = ctypes.CDLL(_pillow_heif.__file__)
libheif.heif_context_alloc.restype = c_void_p
libheif.heif_context_set_max_decoding_threads.argtypes = [c_void_p, c_int]
libheif.heif_context_read_from_memory_without_copy.argtypes = [
    c_void_p,
    c_char_p,
    c_size_t,
    c_void_p,
]
libheif.heif_context_get_primary_image_handle.argtypes = [c_void_p, POINTER(c_void_p)]
libheif.heif_image_handle_get_image_tiling.argtypes = [c_void_p, c_int, POINTER(Tiling)]
libheif.heif_decoding_options_alloc.restype = POINTER(Options)
libheif.heif_image_handle_decode_image_tile.argtypes = [
    c_void_p,
    POINTER(c_void_p),
    c_int,
    c_int,
    POINTER(Options),
    c_uint32,
    c_uint32,
]
libheif.heif_image_get_plane_readonly.argtypes = [c_void_p, c_int, POINTER(c_int)]
libheif.heif_image_get_plane_readonly.restype = c_void_p
libheif.heif_image_get_primary_width.argtypes = [c_void_p]
libheif.heif_image_get_primary_height.argtypes = [c_void_p]
libheif.heif_image_release.argtypes = [c_void_p]
for name in (
    "heif_context_read_from_memory_without_copy",
    "heif_context_get_primary_image_handle",
    "heif_image_handle_get_image_tiling",
    "heif_image_handle_decode_image_tile",
):
    getattr(libheif, name).restype = Fault


class Tiles:
    """The primary picture as it is stored: neither cropped nor turned, and without transparency.

    Nothing of it is ever freed: the process ends with the picture.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data  # libheif reads in it for as long as there are tiles
        context = libheif.heif_context_alloc()
        libheif.heif_context_set_max_decoding_threads(context, 0)
        _checked(libheif.heif_context_read_from_memory_without_copy(context, data, len(data), None))
        self._handle, self._tiling = c_void_p(), Tiling()
        _checked(libheif.heif_context_get_primary_image_handle(context, byref(self._handle)))
        _checked(libheif.heif_image_handle_get_image_tiling(self._handle, 0, byref(self._tiling)))
        self._options = libheif.heif_decoding_options_alloc()
        self._options.contents.ignore_transformations = 1
        self._options.contents.convert_hdr_to_8bit = 1
        self.size: Size = (self._tiling.width, self._tiling.height)
        self._band: tuple[int, Image.Image] | None = None

    def rows(self, first: int, last: int) -> Image.Image:
        """Return some rows as RGB; asked from the top down, each tile is decoded once."""
        picture = Image.new("RGB", (self.size[0], last - first))
        tall = self._tiling.tile_height
        for row in range(first // tall, -(-last // tall)):
            picture.paste(self._decoded_band(row), (0, row * tall - first))
        return picture

    def _decoded_band(self, row: int) -> Image.Image:
        if self._band is None or self._band[0] != row:
            band = Image.new("RGB", (self.size[0], self._tiling.tile_height))
            for column in range(self._tiling.columns):
                band.paste(self._decoded(column, row), (column * self._tiling.tile_width, 0))
            self._band = row, band
        return self._band[1]

    def _decoded(self, column: int, row: int) -> Image.Image:
        image, stride = c_void_p(), c_int()
        decode = libheif.heif_image_handle_decode_image_tile
        wanted = RGB, INTERLEAVED_RGB, self._options
        _checked(decode(self._handle, byref(image), *wanted, column, row))
        width = libheif.heif_image_get_primary_width(image)
        height = libheif.heif_image_get_primary_height(image)
        pixels = libheif.heif_image_get_plane_readonly(image, INTERLEAVED, byref(stride))
        if not pixels or width <= 0 or height <= 0:
            raise PhotoRefused("broken")
        raw = ctypes.string_at(pixels, stride.value * height)
        libheif.heif_image_release(image)
        return Image.frombuffer("RGB", (width, height), raw, "raw", "RGB", stride.value, 1)


def _checked(fault: Fault) -> None:
    if fault.code:
        raise ValueError((fault.message or b"").decode(errors="replace"))
