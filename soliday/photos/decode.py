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


def decode(data: bytes) -> Image.Image:
    """Return the picture in `data` as upright RGB, its longest side at most PAGE_LONGEST.

    Raises PhotoRefused, and whatever Pillow raises for a broken file.
    """
    stored = OPENED[sniff(data)](data)
    picture = in_srgb(shrunk(stored), stored.colours)
    for turn in stored.turns:
        picture = picture.transpose(turn)
    return picture
