"""From a stranger's file to upright sRGB pixels. Runs in the confined child only."""

from PIL import Image

from soliday.photos.colours import in_srgb
from soliday.photos.kinds import avif, heif, jpeg, png, webp
from soliday.photos.shrinking import shrunk
from soliday.photos.sniffing import sniff

# Looked at by `kinds` before decoding, with one limit for all.
Image.MAX_IMAGE_PIXELS = None

OPENED = {
    "JPEG": jpeg.opened,
    "PNG": png.opened,
    "WEBP": webp.opened,
    "HEIF": heif.opened,
    "AVIF": avif.opened,
}
# EXIF 2.32, 4.6.4 A: how the stored picture must be turned to stand upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def decode(data: bytes) -> Image.Image:
    """Return the picture in `data` as upright RGB, its longest side at most PAGE_LONGEST.

    Raises PhotoRefused, and whatever Pillow raises for a broken file.
    """
    stored = OPENED[sniff(data)](data)
    picture = in_srgb(shrunk(stored), stored.colours)
    turn = UPRIGHT.get(stored.orientation)
    return picture if turn is None else picture.transpose(turn)
