"""Pictures that tell by their colours how they were turned, cropped and coloured."""

import io

from PIL import Image

from soliday.photos.decode import decode
from soliday.photos.profile import encode
from soliday.photos.structure import check_jpeg

Colour = tuple[int, ...]
RED, GREEN, BLUE, GREY = (220, 30, 30), (30, 200, 40), (30, 40, 220), (128, 128, 128)
WHITE = (255, 255, 255)
TURN_BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters() -> Image.Image:
    """64 by 32 pixels: red, green above blue, grey."""
    picture = Image.new("RGB", (64, 32), RED)
    for colour, corner in ((GREEN, (32, 0)), (BLUE, (0, 16)), (GREY, (32, 16))):
        picture.paste(colour, (*corner, corner[0] + 32, corner[1] + 16))
    return picture


def shown(data: bytes) -> Image.Image:
    jpeg = encode(decode(data))
    opened = Image.open(io.BytesIO(jpeg))
    assert (opened.mode, opened.size) == ("RGB", check_jpeg(jpeg))
    return opened


def assert_close(seen: object, wanted: Colour, *, within: int = 6) -> None:
    assert isinstance(seen, tuple)
    assert all(abs(a - b) <= within for a, b in zip(seen, wanted, strict=True)), (seen, wanted)


def assert_quarters(picture: Image.Image) -> None:
    assert picture.size == (64, 32)
    for colour, place in ((RED, (8, 6)), (GREEN, (56, 6)), (BLUE, (8, 26)), (GREY, (56, 26))):
        assert_close(picture.getpixel(place), colour)
