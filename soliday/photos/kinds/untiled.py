"""A HEIF picture in one piece, or with transparency: decoded to planes, RGB only in strips.

libheif itself would make RGB of the whole picture beside the planes: up to 16 bytes a pixel.
"""

from ctypes import POINTER, byref, c_int, c_void_p

from PIL import Image

from soliday.photos.faults import PhotoRefused
from soliday.photos.kinds.libheif import RGB, Coded, Primary, libheif
from soliday.photos.kinds.planes import GREY, Plane, Planes, laid, strips
from soliday.photos.stored import Rows, Size

YCBCR, MONOCHROME = 0, 2
# Of each colour space the channels. Red, green and blue stand where H.273 has them for matrix 0.
CHANNELS = {YCBCR: (0, 1, 2), RGB: (4, 5, 3), MONOCHROME: (0,)}
ALPHA = 6
# Of `heif_chroma` 4:0:0, 4:2:0, 4:2:2, 4:4:4 the pixel format.
FORMS = {0: GREY, 1: 3, 2: 2, 3: 1}
NO_MATRIX = 0


def decoded(primary: Primary) -> Rows:
    """Decode the picture; return what gives its rows, with transparency where it has some."""
    image = primary.whole()
    colours = _colours(image, primary.size)
    rows = strips(colours, "L" if colours.form == GREY else "RGB")
    if not libheif.heif_image_has_channel(image, ALPHA):
        return rows
    return _veiled(rows, strips(laid([_plane(image, ALPHA)], GREY, primary.size), "L"))


def _veiled(rows: Rows, veil: Rows) -> Rows:
    def both(first: int, last: int) -> Image.Image:
        picture = rows(first, last)
        picture.putalpha(veil(first, last))
        return picture

    return both


def _colours(image: c_void_p, size: Size) -> Planes:
    space = libheif.heif_image_get_colorspace(image)
    form = FORMS.get(libheif.heif_image_get_chroma_format(image))
    if space not in CHANNELS or form is None:
        raise PhotoRefused("unsupported")
    planes = laid([_plane(image, channel) for channel in CHANNELS[space]], form, size)
    if space == RGB:
        planes.matrix = NO_MATRIX
    else:
        _code(planes, image)
    return planes


def _code(planes: Planes, image: c_void_p) -> None:
    """Say what the numbers mean; both libraries take those of files that do not say for BT.601."""
    coded = POINTER(Coded)()
    if libheif.heif_image_get_nclx_color_profile(image, byref(coded)).code:
        return
    planes.is_full_range = coded.contents.is_full_range
    # Grey has no use for a matrix, but libavif would refuse one that it does not know.
    if planes.form != GREY:
        planes.primaries, planes.matrix = coded.contents.primaries, coded.contents.matrix


def _plane(image: c_void_p, channel: int) -> Plane:
    row_bytes = c_int()
    start = libheif.heif_image_get_plane_readonly(image, channel, byref(row_bytes))
    size = (
        libheif.heif_image_get_width(image, channel),
        libheif.heif_image_get_height(image, channel),
    )
    depth = libheif.heif_image_get_bits_per_pixel_range(image, channel)
    return Plane(start, row_bytes.value, size, depth)
