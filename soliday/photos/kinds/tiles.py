"""The tiles of a HEIF picture, as cameras write them, one row of tiles at a time."""

import ctypes
from ctypes import byref, c_int

from PIL import Image

from soliday.photos.faults import PhotoRefused
from soliday.photos.kinds.libheif import Primary, libheif

# heif_channel_interleaved
INTERLEAVED = 10


class Tiles:
    """The picture without its transparency."""

    def __init__(self, primary: Primary) -> None:
        self._primary = primary
        self._band: tuple[int, Image.Image] | None = None

    def rows(self, first: int, last: int) -> Image.Image:
        """Return some rows as RGB; asked from the top down, each tile is decoded once."""
        picture = Image.new("RGB", (self._primary.size[0], last - first))
        tall = self._primary.tiling.tile_height
        for row in range(first // tall, -(-last // tall)):
            picture.paste(self._decoded_band(row), (0, row * tall - first))
        return picture

    def _decoded_band(self, row: int) -> Image.Image:
        if self._band is None or self._band[0] != row:
            tiling = self._primary.tiling
            band = Image.new("RGB", (self._primary.size[0], tiling.tile_height))
            for column in range(tiling.columns):
                band.paste(self._decoded(column, row), (column * tiling.tile_width, 0))
            self._band = row, band
        return self._band[1]

    def _decoded(self, column: int, row: int) -> Image.Image:
        image, stride = self._primary.tile(column, row), c_int()
        width = libheif.heif_image_get_primary_width(image)
        height = libheif.heif_image_get_primary_height(image)
        pixels = libheif.heif_image_get_plane_readonly(image, INTERLEAVED, byref(stride))
        if not pixels or width <= 0 or height <= 0:
            raise PhotoRefused("broken")
        raw = ctypes.string_at(pixels, stride.value * height)
        libheif.heif_image_release(image)
        return Image.frombuffer("RGB", (width, height), raw, "raw", "RGB", stride.value, 1)
