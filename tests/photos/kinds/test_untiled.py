"""HEIF in one piece: planes by libheif, strips of which become RGB as libheif would make it."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageStat
from pillow_heif.heif import open_heif

from soliday.photos.faults import PhotoRefused
from soliday.photos.kinds import heif
from soliday.photos.kinds.libheif import Primary
from soliday.photos.kinds.untiled import decoded
from tests.photos.carriers import deep_heic, heic, photo
from tests.photos.isobmff import changed, coded, overlay
from tests.photos.looking import assert_close, assert_quarters, quarters, shown

Make = Callable[..., bytes]
SIZE = (301, 177)
CHROMA = {"4:2:0": 420, "4:2:2": 422, "4:4:4": 444}


def noise(mode: str) -> Image.Image:
    return Image.merge(mode, [Image.effect_noise(SIZE, 90) for _ in mode])


@pytest.mark.parametrize("kind", ["4:2:0", "4:2:2", "4:4:4", "L", "LA", "RGBA"])
@pytest.mark.parametrize("made", [heic, deep_heic])
def test_strips_are_parts_of_the_whole(kind: str, made: Make) -> None:
    chroma = {"chroma": CHROMA[kind]} if kind in CHROMA else {}
    stored = heif.opened(made(noise("RGB" if chroma else kind), **chroma))
    assert stored.size == SIZE
    whole = stored.rows(0, 177)
    for first, last in ((0, 1), (1, 2), (3, 88), (88, 177), (176, 177)):
        expected = whole.crop((0, first, 301, last))
        assert stored.rows(first, last).tobytes() == expected.tobytes()


@pytest.mark.parametrize("kind", CHROMA)
@pytest.mark.parametrize("made", [heic, deep_heic])
@pytest.mark.parametrize("code", [None, (1, True), (1, False), (2, True), (6, False), (9, True)])
def test_colours_are_those_of_libheif(kind: str, made: Make, code: tuple[int, bool] | None) -> None:
    file = made(photo((302, 178)), chroma=CHROMA[kind])
    own = (coded(*code),) if code else ()
    file = changed(file, properties=own, without=(b"colr",))
    theirs = open_heif(io.BytesIO(file), convert_hdr_to_8bit=True)[0].to_pillow()
    difference = ImageChops.difference(decoded(Primary(file))(0, 178), theirs)
    # libheif repeats the colours that pixels share, libavif goes softly from one to the next.
    assert max(ImageStat.Stat(difference).mean) < 1.5
    assert max(high for _, high in difference.getextrema()) <= 8


@pytest.mark.parametrize(("mode", "wanted"), [("L", 100), ("LA", 177), ("RGBA", 177)])
def test_ten_bits_of_grey_and_transparency(mode: str, wanted: int) -> None:
    picture = Image.new("L", (64, 64), 100).convert(mode)
    if mode != "L":
        picture.putalpha(128)
    assert_close(shown(deep_heic(picture)).getpixel((9, 9)), (wanted,) * 3)


def test_pictures_laid_over_one_another() -> None:
    """libheif composes them in red, green and blue, without a matrix."""
    tiles = heic(quarters().resize((128, 64), Image.Resampling.NEAREST), tile_size=64)
    seen = shown(overlay(tiles, (128, 64), ((0, 0), (64, 0))))
    assert_quarters(seen.resize((64, 32), Image.Resampling.BOX))


def test_a_matrix_that_is_not_known_is_no_obstacle_for_grey() -> None:
    grey = changed(heic(Image.new("L", (64, 64), 100)), properties=(coded(10, True),))
    assert_close(shown(grey).getpixel((9, 9)), (100,) * 3)


def test_memory_is_reckoned_before_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heif._bytes_a_pixel("RGB", {"bit_depth": 8, "chroma": 420}) < 4
    assert heif._bytes_a_pixel("RGB", {"bit_depth": 10, "chroma": 420}) < 7
    assert heif._bytes_a_pixel("RGBA", {"bit_depth": 10, "chroma": 420}) < 8
    assert heif._bytes_a_pixel("RGB", {"bit_depth": 10, "chroma": 422}) > 8
    assert heif._bytes_a_pixel("RGB", {"bit_depth": 10}) > 12
    assert heif._bytes_a_pixel("I;16", {"bit_depth": 10}) < 5
    monkeypatch.setattr(heif, "MAX_DECODING_BYTES", 1000)
    with pytest.raises(PhotoRefused) as caught:
        shown(heic(photo()))
    assert caught.value.reason == "too_many_pixels"
