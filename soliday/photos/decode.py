"""From a stranger's file to upright sRGB pixels. Runs in the confined child only."""

import struct
import warnings
from importlib import import_module
from io import BytesIO

from PIL import Image, ImageCms

from soliday.photos.faults import PhotoRefused
from soliday.photos.limits import MAX_PIXELS, MAX_SCANS, PAGE_LONGEST
from soliday.photos.sniffing import JPEG, PNG, sniff

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
Image.preinit()
# Pillow imports these late (EXIF, photos with a second picture), when no file can be opened here.
for late in ("PIL.TiffImagePlugin", "PIL.MpoImagePlugin"):
    import_module(late)

SCAN_MARKER = b"\xff\xda"
PNG_END = b"IEND\xae\x42\x60\x82"
SRGB = ImageCms.createProfile("sRGB")
ORIENTATION_TAG = 0x0112
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
    picture = _opened(data)
    orientation = _orientation(picture)
    colours = picture.info.get("icc_profile")
    # One name for all, so that each large picture is freed as soon as the next one is there.
    picture = _continuous(picture)
    picture.thumbnail((PAGE_LONGEST, PAGE_LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    rgb = _in_srgb(_on_white(picture), colours)
    return rgb.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else rgb


def _opened(data: bytes) -> Image.Image:
    kind = sniff(data)
    if kind == JPEG and data.count(SCAN_MARKER) > MAX_SCANS:
        raise PhotoRefused("too_slow")
    try:
        picture = Image.open(BytesIO(data), formats=(kind,))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PhotoRefused("too_many_pixels") from error
    # Pillow itself shows a PNG whose end is missing.
    if kind == PNG and PNG_END not in data:
        raise PhotoRefused("broken")
    return picture


def _orientation(picture: Image.Image) -> int:
    """1 to 8; a broken EXIF block says nothing, and the picture stays as it is stored."""
    try:
        return int(picture.getexif().get(ORIENTATION_TAG, 1))
    except (SyntaxError, ValueError, OverflowError, struct.error):
        return 1


def _continuous(picture: Image.Image) -> Image.Image:
    """The picture in a mode that can be shrunk: 8 bits, no palette, transparency as a channel."""
    if picture.mode.startswith("I"):
        # Pillow's own conversion from 16 bits cuts off at 255 instead of scaling.
        grey = picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
        grey.info.clear()
        return grey
    if picture.mode in ("1", "P") or "transparency" in picture.info:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture.convert("RGBA")).convert("RGB")


def _in_srgb(picture: Image.Image, colours: bytes | None) -> Image.Image:
    if not colours:
        return picture.convert("RGB")
    try:
        return _by_profile(picture, ImageCms.ImageCmsProfile(BytesIO(colours)))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture.convert("RGB")


def _by_profile(picture: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(picture, profile, SRGB, outputMode="RGB")
    if converted is None:
        raise ValueError("no picture came out of the colour conversion")
    return converted
