"""WebP: lossy, lossless, transparent, animated; by libwebp itself."""

import struct

import pytest
from PIL import Image

from soliday.photos.child import answer
from soliday.photos.decode import decode
from soliday.photos.door import clean
from soliday.photos.frames import unpack
from tests.photos.carriers import photo, riff_chunk, saved
from tests.photos.looking import (
    BLUE,
    RED,
    TURN_BACK,
    WHITE,
    assert_close,
    assert_quarters,
    quarters,
    shown,
)

PLAIN = saved(quarters(), "WEBP", lossless=True)


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 95}])
def test_a_picture(options: dict[str, object]) -> None:
    seen = shown(saved(quarters(), "WEBP", **options))
    assert seen.size == (64, 32)
    assert_close(seen.getpixel((8, 6)), RED, within=12)


@pytest.mark.parametrize("lossless", [True, False])
def test_transparency_looks_as_on_white_paper(lossless: bool) -> None:
    picture = Image.new("RGBA", (40, 40), (255, 0, 0, 128))
    picture.paste((9, 9, 9, 0), (0, 20, 40, 40))
    seen = shown(saved(picture, "WEBP", lossless=lossless, quality=95))
    assert_close(seen.getpixel((20, 8)), (255, 127, 127), within=8)
    assert_close(seen.getpixel((20, 30)), WHITE)


@pytest.mark.parametrize("lossless", [True, False])
def test_a_large_one_is_shrunk_as_by_pillow(lossless: bool) -> None:
    large = photo((3600, 2400))
    file = saved(large, "WEBP", lossless=lossless, quality=95, method=0)
    seen = decode(file)
    assert seen.size in ((1600, 1066), (1600, 1067))
    wanted = large.resize(seen.size, Image.Resampling.LANCZOS)
    for place in ((100, 100), (800, 500), (1500, 1000)):
        assert_close(seen.getpixel(place), wanted.getpixel(place), within=5)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 95}])
def test_the_first_frame_of_an_animation_is_shown(options: dict[str, object]) -> None:
    later = [Image.new("RGBA", (64, 32), (*BLUE, 200))] * 3
    first = quarters().convert("RGBA")
    file = saved(first, "WEBP", save_all=True, append_images=later, **options)
    assert_close(shown(file).getpixel((8, 6)), RED, within=12)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_orientations_end_upright(orientation: int) -> None:
    turn = TURN_BACK[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert_quarters(shown(saved(stored, "WEBP", exif=exif, lossless=True)))


def test_the_confined_child_can_read_it() -> None:
    assert clean(saved(photo((2000, 1500)), "WEBP")).width == 1600


@pytest.mark.parametrize("end", [-2, 13, 20, -200])
@pytest.mark.parametrize("lossless", [True, False])
def test_a_file_cut_short_is_broken(lossless: bool, end: int) -> None:
    whole = saved(photo(), "WEBP", lossless=lossless)
    header, _ = unpack(answer({"task": "clean"}, whole[:end]))
    assert header == {"fault": "broken"}


@pytest.mark.parametrize(
    ("chunks", "fault"),
    [
        (riff_chunk(b"VP8 ", bytes(50)), "broken"),
        (riff_chunk(b"VP8X", bytes(10)), "broken"),
        (riff_chunk(b"ANMF", bytes(16) + riff_chunk(b"ANMF", bytes(16))), "broken"),
        (riff_chunk(b"JUNK", b"") * 6000, "too_slow"),
        # A VP8L header of 16,383 by 16,383 pixels.
        (
            riff_chunk(b"VP8L", b"\x2f" + struct.pack("<I", 0x3FFE | 0x3FFE << 14)),
            "too_many_pixels",
        ),
    ],
)
def test_strange_files_are_refused(chunks: bytes, fault: str) -> None:
    file = b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
    header, _ = unpack(answer({"task": "clean"}, file))
    assert header == {"fault": fault}
