"""What is no picture, not a whole one or a trap is refused, quickly and with the right reason."""

import os
import resource
import struct
import zlib

import pytest
from PIL import Image

from soliday.photos import limits
from soliday.photos.child import answer
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import unpack
from tests.photos.carriers import archive, chunk, colour_profile, photo, png_with, saved, segment

JPEG = saved(photo((320, 240)), "JPEG")
WITH_COLOURS = saved(photo((320, 240)), "JPEG", icc_profile=colour_profile())
PROGRESSIVE = saved(photo((320, 240)), "JPEG", progressive=True)
PNG = saved(photo((320, 240)), "PNG")


def reason_for(data: bytes) -> str:
    before = child_seconds()
    with pytest.raises(PhotoRefused) as caught:
        clean(data)
    assert child_seconds() - before < 1
    return caught.value.reason


def child_seconds() -> float:
    """CPU time that children took: unlike the clock it does not depend on who else is at work."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def png_header(width: int, height: int, *, depth: int = 8, colour_type: int = 2) -> bytes:
    size = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size)


def png_bomb(width: int, height: int, **options: int) -> bytes:
    rows = chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
    return png_header(width, height, **options) + rows + chunk(b"IEND", b"")


def jpeg_bomb(width: int, height: int) -> bytes:
    at = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:at] + struct.pack(">HH", height, width) + JPEG[at + 4 :]


def scan_bomb() -> bytes:
    last_scan = PROGRESSIVE[PROGRESSIVE.rindex(b"\xff\xda") : -2]
    return PROGRESSIVE[:-2] + last_scan * 200 + b"\xff\xd9"


def test_empty() -> None:
    assert reason_for(b"") == "empty"


@pytest.mark.parametrize("data", [bytes(30_000_000), JPEG + bytes(limits.MAX_BYTES)])
def test_too_many_bytes(data: bytes) -> None:
    assert reason_for(data) == "too_many_bytes"


@pytest.mark.parametrize(
    "data",
    [
        archive(),
        b"%PDF-1.7 ",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        saved(photo(), "GIF"),
        saved(photo(), "BMP"),
        saved(photo(), "TIFF"),
        b"photo.jpg",
        b"\0" + JPEG,
        JPEG[:2],
    ],
)
def test_not_a_photo(data: bytes) -> None:
    assert reason_for(data) == "not_a_photo"


@pytest.mark.parametrize(
    "data",
    [
        png_bomb(50001, 50001),
        png_bomb(50001, 50001, depth=1, colour_type=0),
        png_bomb(limits.MAX_PIXELS + 1, 1, colour_type=0),
        jpeg_bomb(65500, 65500),
        jpeg_bomb(7072, 7072),
    ],
)
def test_too_many_pixels(data: bytes) -> None:
    assert reason_for(data) == "too_many_pixels"


def test_exactly_the_most_pixels_are_accepted() -> None:
    picture = clean(saved(Image.new("1", (10_000, 5_000)), "PNG"))
    assert (picture.width, picture.height) == (1600, 800)


@pytest.mark.parametrize(
    "whole",
    [JPEG, WITH_COLOURS, PROGRESSIVE, PNG],
    ids=["jpeg", "with colours", "progressive", "png"],
)
@pytest.mark.parametrize("part", [0.05, 0.5, 0.98, -1, -2, -9])
def test_a_file_cut_short_is_broken(whole: bytes, part: float) -> None:
    end = int(part) if part < 0 else int(len(whole) * part)
    # What the child calls, without the tenth of a second that starting one takes.
    header, _ = unpack(answer({"task": "clean"}, whole[:end]))
    assert header == {"fault": "broken"}


def test_the_door_says_so_too() -> None:
    assert reason_for(JPEG[:-400]) == "broken"


def palette_bomb() -> bytes:
    palette = chunk(b"PLTE", os.urandom(9_000_000))
    rows = chunk(b"IDAT", zlib.compress(b"\0" + bytes(4)))
    return png_header(4, 1, colour_type=3) + palette + rows + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        palette_bomb(),
        png_header(0, 0),
        png_header(50001, 50001),
        png_bomb(9, 9, depth=3),
        JPEG[:20] + segment(0xC0, b"\x08"),
        b"\xff\xd8\xff" + bytes(500),
    ],
    ids=["palette", "no pixels", "header", "odd depth", "no frame", "nothing"],
)
def test_broken(data: bytes) -> None:
    assert reason_for(data) == "broken"


def test_a_picture_of_hundreds_of_scans_is_too_slow() -> None:
    assert reason_for(scan_bomb()) == "too_slow"


def test_a_bomb_in_what_a_picture_does_not_need_is_never_opened() -> None:
    packed = zlib.compress(bytes(100_000_000))
    before = child_seconds()
    assert clean(png_with(chunk(b"zTXt", b"Comment\0\0" + packed))).width == 64
    assert clean(png_with(chunk(b"iCCP", b"x\0\0" + packed))).width == 64
    assert child_seconds() - before < 1
