"""A picture keeps what a viewer saw: upright, right colours, white behind transparency.

Most tests call what the child calls, without the tenth of a second that starting one takes.
"""

import struct
import zlib

import pytest
from PIL import Image, ImageCms

from soliday.photos.decode import decode
from soliday.photos.door import clean
from soliday.photos.profile import encode
from tests.photos.carriers import chunk, exif_block, photo, png_with, saved
from tests.photos.looking import (
    BLUE,
    GREY,
    RED,
    TURN_BACK,
    WHITE,
    Colour,
    assert_close,
    assert_quarters,
    quarters,
    shown,
)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_all_orientations_end_upright(kind: str, orientation: int) -> None:
    turn = TURN_BACK[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert_quarters(shown(saved(stored, kind, exif=exif)))


@pytest.mark.parametrize(
    "block",
    [
        b"garbage!garbage!",
        b"MM\0*",
        # An orientation that is the text "abc", and one that is endless.
        bytes.fromhex("4d4d002a00000008 0001 0112 0002 00000004 61626300 00000000"),
        bytes.fromhex(
            "4d4d002a00000008 0001 0112 000c 00000001 0000001a 00000000 7ff0000000000000"
        ),
    ],
)
def test_a_broken_exif_block_says_nothing(block: bytes) -> None:
    assert_quarters(shown(png_with(chunk(b"eXIf", block), picture=quarters())))


@pytest.mark.parametrize("size", [(1601, 900), (900, 2000), (2000, 1999), (5000, 1)])
def test_the_longest_side_is_at_most_1600_pixels(size: tuple[int, int]) -> None:
    width, height = shown(saved(photo(size), "PNG")).size
    assert max(width, height) == 1600
    assert abs(width / height - size[0] / size[1]) < 0.01 or 1 in size


@pytest.mark.parametrize("size", [(1600, 1600), (1, 1), (17, 5)])
def test_a_small_picture_keeps_its_size(size: tuple[int, int]) -> None:
    assert shown(saved(photo(size), "JPEG")).size == size


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("P", "PNG"), ("CMYK", "JPEG"), ("RGB", "JPEG")],
)
def test_every_kind_of_colour_picture_keeps_its_colours(mode: str, kind: str) -> None:
    picture = quarters().quantize() if mode == "P" else quarters().convert(mode)
    assert_quarters(shown(saved(picture, kind)))


@pytest.mark.parametrize(
    ("picture", "seen"),
    [
        (Image.new("L", (20, 20), 100), (100,) * 3),
        (Image.new("1", (20, 20), 1), WHITE),
        (Image.new("LA", (20, 20), (0, 0)), WHITE),
        (Image.new("LA", (20, 20), (0, 128)), (127,) * 3),
        (Image.new("RGBA", (20, 20), (255, 0, 0, 0)), WHITE),
        (Image.new("RGBA", (20, 20), (255, 0, 0, 128)), (255, 127, 127)),
        (Image.new("I;16", (20, 20), 0x6400), (100,) * 3),
    ],
)
def test_greys_and_transparency_look_as_on_white_paper(picture: Image.Image, seen: Colour) -> None:
    assert_close(shown(saved(picture, "PNG")).getpixel((10, 10)), seen)


@pytest.mark.parametrize(
    ("picture", "transparent"),
    [
        (Image.new("P", (20, 20), 0), 0),
        (Image.new("RGB", (20, 20), RED), RED),
        (Image.new("L", (20, 20), 7), 7),
    ],
)
def test_a_transparent_colour_becomes_white(picture: Image.Image, transparent: object) -> None:
    seen = shown(saved(picture, "PNG", transparency=transparent))
    assert_close(seen.getpixel((10, 10)), WHITE)


def test_a_transparent_grey_of_16_bits_does_not_break_it() -> None:
    plain = saved(Image.new("I;16", (20, 20), 0x6400), "PNG")
    # 0x64 is what the grey becomes in 8 bits, and no grey of this picture.
    seen = shown(plain[:33] + chunk(b"tRNS", b"\x00\x64") + plain[33:])
    assert_close(seen.getpixel((10, 10)), (100,) * 3)


@pytest.mark.parametrize("colour_type", [2, 6])
def test_16_bits_a_channel(colour_type: int) -> None:
    pixel = struct.pack(">HHHH", 0xDC00, 0x1E00, 0x1E00, 0xFFFF)[: 6 if colour_type == 2 else 8]
    rows = (b"\0" + pixel * 20) * 20
    seen = shown(png(rows, depth=16, colour_type=colour_type))
    assert_close(seen.getpixel((10, 10)), RED)


def test_an_interlaced_png() -> None:
    # PNG 8.2, Adam7: first column, first row, and the steps of each pass.
    passes = "0088 4088 0448 2044 0224 1022 0112"
    rows = b""
    for x, y, across, down in (map(int, numbers) for numbers in passes.split()):
        width, height = -(-(20 - x) // across), -(-(20 - y) // down)
        rows += (b"\0" + bytes(RED) * width) * height
    seen = shown(png(rows, depth=8, colour_type=2, interlaced=True))
    assert_close(seen.getpixel((10, 10)), RED)


def png(rows: bytes, *, depth: int, colour_type: int, interlaced: bool = False) -> bytes:
    header = struct.pack(">IIBBBBB", 20, 20, depth, colour_type, 0, 0, interlaced)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def test_the_first_frame_of_an_animation_is_shown() -> None:
    later = [Image.new("RGB", (64, 32), BLUE)] * 3
    assert_quarters(shown(saved(quarters(), "PNG", save_all=True, append_images=later)))


def test_the_first_picture_of_a_phone_with_two_is_shown() -> None:
    depth_map = Image.new("RGB", (64, 32), BLUE)
    assert_quarters(shown(saved(quarters(), "MPO", save_all=True, append_images=[depth_map])))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_colours_are_brought_to_srgb(kind: str) -> None:
    seen = shown(saved(Image.new("RGB", (20, 20), (255, 0, 0)), kind, icc_profile=red_means_blue()))
    assert_close(seen.getpixel((10, 10)), (0, 0, 255), within=12)


def red_means_blue() -> bytes:
    """sRGB with two primaries exchanged, which the tag table (ICC.1, 7.3) lists by name."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"----", 1).replace(b"bXYZ", b"rXYZ", 1)
    return swapped.replace(b"----", b"bXYZ", 1)


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_a_profile_that_does_not_fit_is_passed_over(mode: str) -> None:
    profile = b"broken" if mode == "RGB" else red_means_blue()
    picture = Image.new("RGB", (20, 20), GREY).convert(mode)
    seen = shown(saved(picture, "JPEG", icc_profile=profile))
    assert_close(seen.getpixel((10, 10)), GREY)


def test_a_png_with_the_exif_of_a_camera() -> None:
    assert shown(png_with(chunk(b"eXIf", exif_block()[6:]))).size == (64, 48)


def test_the_door_gives_the_same_bytes_each_time() -> None:
    data = saved(photo((2000, 1500)), "PNG")
    picture = clean(data)
    assert picture == clean(data)
    assert picture.jpeg == encode(decode(data))
    assert (picture.width, picture.height) == (1600, 1200)
