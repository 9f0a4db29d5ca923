"""PNG: the plain picture; what else a file holds is never unpacked."""

import struct
import zlib

import pytest
from PIL import Image

from soliday.photos.child import answer
from soliday.photos.frames import unpack
from soliday.photos.stored import refuse_size
from tests.photos.carriers import chunk, photo, png_with, saved
from tests.photos.looking import RED, WHITE, assert_close, assert_quarters, quarters, shown


def test_a_transparent_grey_of_16_bits_becomes_white() -> None:
    row = b"\x10\x64" * 10 + b"\x11\x64" * 10
    plain = saved(Image.frombytes("I;16", (20, 20), row * 20), "PNG")
    seen = shown(plain[:33] + chunk(b"tRNS", b"\x64\x11") + plain[33:])
    # Alike in 8 bits, but only one of them is meant.
    assert_close(seen.getpixel((2, 10)), (100,) * 3)
    assert_close(seen.getpixel((17, 10)), WHITE)


def test_a_transparent_colour_of_16_bits_becomes_white() -> None:
    pixel = struct.pack(">HHH", 0xDC00, 0x1E00, 0x1E00)
    header = struct.pack(">IIBBBBB", 20, 20, 16, 2, 0, 0, 0)
    parts = [
        (b"IHDR", header),
        (b"tRNS", pixel),
        (b"IDAT", zlib.compress((b"\0" + pixel * 20) * 20)),
    ]
    file = b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in [*parts, (b"IEND", b"")])
    assert_close(shown(file).getpixel((9, 9)), WHITE)


def test_a_coded_colour_space_goes_before_a_profile() -> None:
    p3 = png_with(chunk(b"cICP", bytes([12, 13, 0, 1])), picture=quarters())
    red = shown(p3).getpixel((8, 6))
    assert isinstance(red, tuple)
    assert red[0] > RED[0] + 6


def test_a_large_one_with_a_palette_is_shrunk_in_colour() -> None:
    stripes = Image.new("RGB", (3300, 100), RED)
    stripes.paste((0, 0, 0), (1650, 0, 3300, 100))
    seen = shown(saved(stripes.quantize(4), "PNG"))
    assert seen.size == (1600, 48)
    assert_close(seen.getpixel((400, 20)), RED)


@pytest.mark.parametrize("size", [(6401, 9), (6400, 7), (9700, 3)])
def test_rows_that_do_not_divide_are_shrunk_all_the_same(size: tuple[int, int]) -> None:
    seen = shown(saved(Image.new("RGB", size, RED), "PNG"))
    assert seen.width == 1600
    assert_close(seen.getpixel((1599, seen.height - 1)), RED)


def test_a_broken_note_does_no_harm() -> None:
    plain = saved(quarters(), "PNG")
    broken = chunk(b"iTXt", b"x")[:-1] + b"?"
    assert_quarters(shown(plain[:33] + broken + chunk(b"acTL", b"") + plain[33:]))


def test_very_many_chunks_are_too_slow() -> None:
    many = png_with(*[chunk(b"prVt", b"")] * 60_000)
    header, _ = unpack(answer({"task": "clean"}, many))
    assert header == {"fault": "too_slow"}


def test_a_size_just_right_passes() -> None:
    refuse_size((10_000, 5_000))
    assert shown(saved(photo((5, 3)), "PNG")).size == (5, 3)
