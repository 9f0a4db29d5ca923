"""HEIF and HEIC: the primary picture only, by libheif, which crops, turns and mirrors it itself.

pillow-heif is not registered with Pillow: its plug-in decodes an embedded thumbnail where one is
large enough, and a thumbnail may show what was cut away.
"""

from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image
from pillow_heif import options
from pillow_heif.heif import open_heif

from soliday.photos.colours import coded_colours
from soliday.photos.faults import PhotoRefused
from soliday.photos.kinds.items import crop, properties, turns
from soliday.photos.kinds.libheif import Tiles
from soliday.photos.limits import MAX_DECODING_BYTES
from soliday.photos.stored import Size, Stored, cropped, refuse_size

options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
options.DECODE_THREADS = 0
LIGHT, DEEP = 8, 16
# From libheif's sentences: a codec, or a feature of one, that it was not built with.
NOT_KNOWN = ("unsupported", "not been built in")


def opened(data: bytes) -> Stored:
    """Return the primary picture, as upright as the file says; its EXIF is not asked."""
    try:
        return _opened(data)
    except (RuntimeError, SyntaxError, ValueError, OSError) as error:
        # libheif tells what it does not know by a sentence only.
        is_strange = any(words in str(error).lower() for words in NOT_KNOWN)
        raise PhotoRefused("unsupported" if is_strange else "broken") from error


def _opened(data: bytes) -> Stored:
    file = open_heif(BytesIO(data), convert_hdr_to_8bit=True, remove_stride=False)
    if not len(file):
        raise PhotoRefused("broken")
    picture = file[file.primary_index]
    refuse_size(picture.size)
    colours = _colours(picture.info)
    if "tiling" in picture.info and not picture.has_alpha:
        return _tiled(data, colours)
    refuse_size(picture.size, most=MAX_DECODING_BYTES // _bytes_a_pixel(picture.info))
    pixels = memoryview(picture.data)
    # Only now libheif knows: cropping and turning change the size.
    refuse_size(picture.size)
    return Stored(picture.size, _rows(pixels, picture.size, picture.mode, picture.stride), colours)


def _tiled(data: bytes, colours: bytes | None) -> Stored:
    tiles, described = Tiles(data), properties(data)
    refuse_size(tiles.size)
    stored = Stored(tiles.size, tiles.rows, colours, turns(described))
    return cropped(stored, crop(tiles.size, described))


def _bytes_a_pixel(info: Mapping[str, object]) -> int:
    """What libheif holds at once while it makes RGB of all there is, as measured."""
    return LIGHT if info.get("bit_depth") == 8 else DEEP


def _rows(
    pixels: memoryview, size: Size, mode: str, stride: int
) -> Callable[[int, int], Image.Image]:
    def rows(first: int, last: int) -> Image.Image:
        part = pixels[first * stride : last * stride]
        return Image.frombuffer(mode, (size[0], last - first), bytes(part), "raw", mode, stride, 1)

    return rows


def _colours(info: Mapping[str, object]) -> bytes | None:
    profile, code = info.get("icc_profile"), info.get("nclx_profile")
    if isinstance(profile, bytes) and profile:
        return profile
    if not isinstance(code, dict):
        return None
    return coded_colours(int(code["color_primaries"]), int(code["transfer_characteristics"]))
