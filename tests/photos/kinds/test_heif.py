"""HEIF and HEIC: the primary picture, once upright, in sRGB."""

import struct

import pytest
from PIL import Image

from soliday.photos.child import answer
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import unpack
from soliday.photos.sniffing import sniff
from tests.photos.carriers import AUXILIARIES, deep_heic, exif_block, heic, photo, with_auxiliary
from tests.photos.isobmff import aperture, box, boxes, changed, joined, nclx
from tests.photos.looking import (
    BLUE,
    GREEN,
    GREY,
    RED,
    TURN_BACK,
    assert_close,
    assert_quarters,
    quarters,
    shown,
)

WIDE = quarters().resize((128, 64), Image.Resampling.NEAREST)
PLAIN = heic(WIDE)


def assert_wide_quarters(data: bytes) -> None:
    seen = shown(data)
    assert seen.size == (128, 64)
    assert_quarters(seen.resize((64, 32), Image.Resampling.BOX))


@pytest.mark.parametrize(
    ("brand", "others", "kind"),
    [
        (b"heic", b"mif1", "HEIF"),
        (b"heix", b"", "HEIF"),
        (b"mif1", b"heicmiaf", "HEIF"),
        (b"msf1", b"hevc", "HEIF"),
        (b"mif1", b"avifmiaf", "AVIF"),
        (b"avis", b"avif", "AVIF"),
    ],
)
def test_it_is_known_by_its_brands(brand: bytes, others: bytes, kind: str) -> None:
    assert sniff(box(b"ftyp", brand + bytes(4) + others) + b"...") == kind


@pytest.mark.parametrize("brand", [b"isom", b"mp42", b"qt  ", b"crx ", b"M4A "])
def test_films_and_other_boxes_are_not_photos(brand: bytes) -> None:
    with pytest.raises(PhotoRefused) as caught:
        sniff(box(b"ftyp", brand + bytes(4) + brand) + bytes(100))
    assert caught.value.reason == "not_a_photo"


@pytest.mark.parametrize("options", [{}, {"tile_size": 64}, {"chroma": 444}])
def test_a_picture_and_a_grid(options: dict[str, object]) -> None:
    assert_wide_quarters(heic(WIDE, **options))


@pytest.mark.parametrize("options", [{}, {"tile_size": 64}, {"chroma": 444}])
def test_ten_bits_a_channel(options: dict[str, object]) -> None:
    assert_wide_quarters(deep_heic(WIDE, **options))


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA"])
def test_grey_and_transparency(mode: str) -> None:
    picture = Image.new("L", (64, 64), 100).convert(mode)
    if mode != "L":
        picture.putalpha(128)
    wanted = 100 if mode == "L" else 177
    assert_close(shown(heic(picture)).getpixel((9, 9)), (wanted,) * 3)


@pytest.mark.parametrize("tile_size", [0, 64])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_once_whatever_exif_says(orientation: int, tile_size: int) -> None:
    turn = TURN_BACK[orientation]
    stored = WIDE if turn is None else WIDE.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    # Pillow-heif writes irot and imir for the orientation in EXIF.
    file = heic(stored, exif=exif.tobytes(), tile_size=tile_size)
    assert_wide_quarters(file)
    # A phone leaves the orientation in EXIF too, where it must not be asked.
    say_again = file.replace(b"\x01\x12\0\3\0\0\0\1\0\1", b"\x01\x12\0\3\0\0\0\1\0\6")
    assert_wide_quarters(say_again)


def test_exif_alone_does_not_turn_it() -> None:
    block = b"\0\0\0\0Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    assert_wide_quarters(heic(WIDE, exif=exif_block()).replace(exif_block()[:30], block[4:34]))


@pytest.mark.parametrize("tile_size", [0, 64])
def test_what_was_cropped_is_not_seen(tile_size: int) -> None:
    # The right half: green above grey. No padding of the encoder, so no other aperture.
    whole = heic(WIDE, tile_size=tile_size)
    seen = shown(changed(whole, properties=(aperture(64, 64, 32, 0),)))
    assert seen.size == (64, 64)
    assert_close(seen.getpixel((8, 8)), GREEN)
    turned = shown(changed(whole, properties=(aperture(64, 64, 32, 0), (b"irot", b"\1"))))
    assert_close(turned.getpixel((8, 55)), GREEN)
    assert_close(turned.getpixel((55, 55)), GREY)


def test_tiles_are_put_where_they_belong() -> None:
    large = photo((500, 350))
    whole, tiles = (shown(heic(large, tile_size=size)) for size in (0, 128))
    for place in ((5, 5), (127, 300), (400, 128), (499, 349)):
        assert_close(tiles.getpixel(place), whole.getpixel(place), within=8)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_of_several_the_primary_one_is_shown(number: int) -> None:
    pictures = [Image.new("RGB", (64, 64), BLUE) for _ in range(3)]
    pictures[number] = Image.new("RGB", (64, 64), RED)
    first, *more = pictures
    file = heic(first, save_all=True, append_images=more, primary_index=number)
    assert_close(shown(file).getpixel((9, 9)), RED)


@pytest.mark.parametrize("kind", AUXILIARIES)
def test_maps_beside_the_picture_are_left_alone(kind: str) -> None:
    seen, plain = shown(with_auxiliary(AUXILIARIES[kind])), shown(heic(photo()))
    assert seen.tobytes() == plain.tobytes()


def test_a_thumbnail_that_shows_more_is_never_taken() -> None:
    large = heic(photo((3400, 64)), thumbnails=[3200])
    assert shown(large).tobytes() == shown(heic(photo((3400, 64)))).tobytes()


@pytest.mark.parametrize(
    ("primaries", "transfer", "grey", "red_stays"),
    [(1, 13, 128, True), (12, 13, 128, False), (9, 13, 128, False), (2, 2, 128, True)],
)
def test_coded_wide_colours_become_srgb(
    primaries: int, transfer: int, grey: int, red_stays: bool
) -> None:
    file = changed(PLAIN, properties=(nclx(primaries, transfer),), without=(b"colr",))
    seen = shown(file)
    assert_close(seen.getpixel((110, 50)), (grey,) * 3)
    red = seen.getpixel((16, 12))
    assert isinstance(red, tuple)
    assert (abs(red[0] - RED[0]) < 6) == red_stays


@pytest.mark.parametrize(("transfer", "paper"), [(16, 148), (18, 191)])
def test_paper_white_of_a_bright_picture_is_nearly_white(transfer: int, paper: int) -> None:
    """203 nits in PQ and HLG, by BT.2408; what is brighter still differs."""
    file = heic(Image.new("RGB", (64, 64), (paper,) * 3))
    bright = changed(file, properties=(nclx(9, transfer),), without=(b"colr",))
    assert_close(shown(bright).getpixel((9, 9)), (238,) * 3, within=8)


@pytest.mark.parametrize("codec", [(b"vvc1", b"vvcC"), (b"av01", b"av1C"), (b"zzz1", b"zzzC")])
def test_a_codec_that_is_not_known_is_told(codec: tuple[bytes, bytes]) -> None:
    parts = dict(boxes(PLAIN))
    parts[b"meta"] = parts[b"meta"].replace(b"hvc1", codec[0]).replace(b"hvcC", codec[1])
    header, _ = unpack(answer({"task": "clean"}, joined(parts)))
    assert header["fault"] == "unsupported"


def test_the_confined_child_can_read_it() -> None:
    assert clean(heic(photo((700, 500)), tile_size=256)).width == 700


@pytest.mark.parametrize("end", [-1, 30, 300, -200])
def test_a_file_cut_short_is_broken(end: int) -> None:
    header, _ = unpack(answer({"task": "clean"}, PLAIN[:end]))
    assert header == {"fault": "broken"}
