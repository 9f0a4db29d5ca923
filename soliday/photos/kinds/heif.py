"""HEIF and HEIC: the primary picture only, cropped, turned and coloured as its properties say.

pillow-heif is not registered with Pillow: its plug-in decodes an embedded thumbnail where one is
large enough, and a thumbnail may show what was cut away.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pillow_heif import options
from pillow_heif.heif import open_heif

from soliday.photos.colours import coded_colours
from soliday.photos.faults import PhotoRefused
from soliday.photos.kinds import untiled
from soliday.photos.kinds.items import crop, properties, turns
from soliday.photos.kinds.libheif import Primary
from soliday.photos.kinds.tiles import Tiles
from soliday.photos.limits import MAX_DECODING_BYTES
from soliday.photos.stored import Rows, Stored, cropped, refuse_size

options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
options.DECODE_THREADS = 0
# Of 4:2:0, 4:2:2 and 4:4:4 the samples a pixel that make grey a colour.
COLOURS = {0: 0, 420: 0.5, 422: 1, 444: 2}
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
    picture, primary, described = file[file.primary_index], Primary(data), properties(data)
    refuse_size(primary.size)
    rows = _rows(primary, picture.mode, picture.info)
    stored = Stored(primary.size, rows, _colours(picture.info), turns(described))
    return cropped(stored, crop(primary.size, described))


def _rows(primary: Primary, mode: str, info: Mapping[str, Any]) -> Rows:
    if "tiling" in info and "A" not in mode:
        return Tiles(primary).rows
    refuse_size(primary.size, most=int(MAX_DECODING_BYTES / _bytes_a_pixel(mode, info)))
    return untiled.decoded(primary)


def _bytes_a_pixel(mode: str, info: Mapping[str, Any]) -> float:
    """What libheif holds at once, as measured: two of the planes, as it copies what it decodes."""
    planes = 1 + COLOURS[info.get("chroma", 0 if mode[0] in "LI" else 444)]
    # Transparency is decoded when there is but one left of the others.
    both = planes + max(planes, 2 * mode.count("A"))
    return both * (1 if info.get("bit_depth") == 8 else 2) + 0.6


def _colours(info: Mapping[str, object]) -> bytes | None:
    profile, code = info.get("icc_profile"), info.get("nclx_profile")
    if isinstance(profile, bytes) and profile:
        return profile
    if not isinstance(code, dict):
        return None
    return coded_colours(int(code["color_primaries"]), int(code["transfer_characteristics"]))
