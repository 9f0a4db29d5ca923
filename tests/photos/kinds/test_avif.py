"""AVIF: the primary picture, cropped, turned and coloured as its properties say."""

from io import BytesIO

import pytest
from PIL import Image

from soliday.photos.child import answer
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import unpack
from soliday.photos.kinds import avif
from tests.photos.carriers import photo, saved
from tests.photos.isobmff import aperture, changed, nclx
from tests.photos.looking import (
    BLUE,
    GREEN,
    RED,
    TURN_BACK,
    assert_close,
    assert_quarters,
    quarters,
    shown,
)

PLAIN = saved(quarters(), "AVIF", quality=95, subsampling="4:4:4")


def test_a_picture() -> None:
    assert_quarters(shown(PLAIN))


@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_grey_and_transparency(mode: str) -> None:
    picture = Image.new("L", (64, 64), 100).convert(mode)
    if mode == "RGBA":
        picture.putalpha(128)
    wanted = 100 if mode == "L" else 177
    assert_close(shown(saved(picture, "AVIF")).getpixel((9, 9)), (wanted,) * 3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_by_its_properties(orientation: int) -> None:
    turn = TURN_BACK[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = saved(stored, "AVIF", exif=exif, quality=95, subsampling="4:4:4")
    assert_quarters(shown(file))


def test_what_was_cropped_is_not_seen_and_turned_afterwards() -> None:
    # The right half, then 90 degrees against the clock.
    seen = shown(changed(PLAIN, properties=(aperture(32, 32, 16, 0), (b"irot", b"\1"))))
    assert seen.size == (32, 32)
    assert_close(seen.getpixel((4, 16)), GREEN)
    # Rows are cut off too: the lower half is blue and grey.
    assert_close(shown(changed(PLAIN, properties=(aperture(64, 16, 0, 8),))).getpixel((8, 8)), BLUE)


@pytest.mark.parametrize("crop", [(66, 32, 0, 0), (32, 32, 17, 0), (0, 0, 0, 0)])
def test_a_crop_outside_the_picture_is_broken(crop: tuple[int, int, int, int]) -> None:
    with pytest.raises(PhotoRefused) as caught:
        shown(changed(PLAIN, properties=(aperture(*crop),)))
    assert caught.value.reason == "broken"


def test_the_first_of_a_sequence_is_shown() -> None:
    later = [Image.new("RGB", (64, 32), BLUE)] * 2
    file = saved(quarters(), "AVIF", save_all=True, append_images=later, quality=95)
    assert_close(shown(file).getpixel((8, 6)), RED, within=12)


@pytest.mark.parametrize(("primaries", "red_stays"), [(1, True), (12, False), (9, False)])
def test_coded_wide_colours_become_srgb(primaries: int, red_stays: bool) -> None:
    file = changed(PLAIN, properties=(nclx(primaries, 13),), without=(b"colr",))
    red = shown(file).getpixel((8, 6))
    assert isinstance(red, tuple)
    assert (abs(red[0] - RED[0]) < 6) == red_stays


def test_memory_is_reckoned_before_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    eight, ten = b"\x81\x00\x0c\0", b"\x81\x00\x4c\0"
    full = b"\x81\x00\x40\0"
    assert avif._bytes_a_pixel("RGB", {b"av1C": eight}) == 2
    assert avif._bytes_a_pixel("RGB", {b"av1C": ten}) == 4
    assert avif._bytes_a_pixel("RGB", {b"av1C": full}) == 8
    assert avif._bytes_a_pixel("RGB", {}) == 8
    assert avif._bytes_a_pixel("RGBA", {b"av1C": full}) > 10
    monkeypatch.setattr(avif, "MAX_DECODING_BYTES", 1000)
    with pytest.raises(PhotoRefused) as caught:
        shown(PLAIN)
    assert caught.value.reason == "too_many_pixels"


@pytest.mark.parametrize("kind", ["4:2:0", "4:2:2", "4:4:4", "4:0:0", "RGBA", "LA"])
def test_strips_are_what_pillow_makes_of_the_whole(kind: str) -> None:
    coloured = Image.merge("RGB", [Image.effect_noise((301, 177), 90) for _ in range(3)])
    if ":" in kind:
        file = saved(coloured, "AVIF", subsampling=kind, speed=10)
    else:
        clear = coloured.convert(kind)
        clear.putalpha(Image.effect_noise((301, 177), 90))
        file = saved(clear, "AVIF", speed=10)
    stored, whole = avif.opened(file), Image.open(BytesIO(file))
    for first, last in ((0, 177), (0, 1), (1, 2), (3, 88), (88, 177), (176, 177)):
        expected = whole.crop((0, first, 301, last))
        assert stored.rows(first, last).tobytes() == expected.tobytes()


def test_the_confined_child_can_read_it() -> None:
    assert clean(saved(photo((2000, 1500)), "AVIF", speed=10)).width == 1600


@pytest.mark.parametrize("end", [-1, 30, 300, -200])
def test_a_file_cut_short_is_broken(end: int) -> None:
    header, _ = unpack(answer({"task": "clean"}, PLAIN[:end]))
    assert header == {"fault": "broken"}
