"""JPEG: what no phone writes is told so; what cameras add is never looked at."""

import struct

import pytest
from PIL import Image

from soliday.photos import limits
from soliday.photos.child import answer
from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import unpack
from soliday.photos.kinds.jpeg import opened
from tests.photos.carriers import jpeg_with, photo, saved, segment
from tests.photos.looking import GREY, assert_close, assert_quarters, quarters, shown

PLAIN = saved(quarters(), "JPEG", quality=95, subsampling="4:4:4")
FRAME = PLAIN.index(b"\xff\xc0")


def fault(data: bytes) -> object:
    header, _ = unpack(answer({"task": "clean"}, data))
    return header["fault"]


def test_twelve_bits_are_unsupported() -> None:
    twelve = PLAIN[: FRAME + 4] + b"\x0c" + PLAIN[FRAME + 5 :]
    assert fault(twelve) == "unsupported"
    with pytest.raises(PhotoRefused) as caught:
        clean(twelve)
    assert caught.value.reason == "unsupported"


@pytest.mark.parametrize("marker", [0xC3, 0xC5, 0xC7, 0xCB, 0xF7])
def test_lossless_and_hierarchical_ones_are_unsupported(marker: int) -> None:
    assert fault(PLAIN.replace(b"\xff\xc0", bytes([0xFF, marker]))) == "unsupported"


def test_two_channels_are_unsupported() -> None:
    assert fault(PLAIN[: FRAME + 9] + b"\2" + PLAIN[FRAME + 10 :]) == "unsupported"


@pytest.mark.parametrize("tail", [b"", b"\0" * 5000, b"\xff\xda" * 5000, b"ftypmp42" * 1000, PLAIN])
def test_what_follows_the_picture_is_not_looked_at(tail: bytes) -> None:
    # A film behind it (“motion photo”) holds start-of-scan markers by mere chance.
    assert_quarters(shown(PLAIN + tail))


@pytest.mark.parametrize(
    "segments",
    [
        (segment(0xE0, b"JFIF\0"),),
        (segment(0xE1, b"Exif\0\0II*\0" + b"\xff" * 30),),
        (segment(0xE1, b"Exif\0\0"), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x")),
        (segment(0xE2, b"MPF\0MM\0*\0\0"),),
        (segment(0xE2, b"ICC_PROFILE\0\1\2broken"),),
        (segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\xff"),),
        (segment(0xFE, b""), b"\xff\xff\xff" + segment(0xFE, b"x")),
    ],
)
def test_broken_notes_of_a_camera_do_no_harm(segments: tuple[bytes, ...]) -> None:
    assert_quarters(shown(PLAIN[:2] + b"".join(segments) + PLAIN[2:]))


@pytest.mark.parametrize("transform", [0, 2])
def test_cmyk_with_and_without_adobe_s_note(transform: int) -> None:
    picture = Image.new("RGB", (64, 32), GREY).convert("CMYK")
    assert_close(shown(saved(picture, "JPEG", quality=95)).getpixel((9, 9)), GREY)


def test_colours_without_a_transform_stay() -> None:
    rgb = saved(quarters(), "JPEG", quality=95, subsampling="4:4:4", keep_rgb=True)
    assert_quarters(shown(rgb))


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 1}])
def test_every_way_of_coding(options: dict[str, object]) -> None:
    assert_quarters(shown(saved(quarters(), "JPEG", quality=95, subsampling="4:4:4", **options)))


def test_an_orientation_behind_other_notes() -> None:
    block = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 3, 0, 0)
    turned = saved(quarters().rotate(180), "JPEG", quality=95, subsampling="4:4:4")
    notes = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0") + segment(0xE1, block)
    assert_quarters(shown(turned[:2] + notes + turned[2:]))


def test_a_large_one_is_shrunk_while_decoding() -> None:
    stored = opened(saved(photo((4032, 3024)), "JPEG"))
    assert stored.size == (2016, 1512)


def test_scans_times_pixels_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    progressive = saved(photo((200, 100)), "JPEG", progressive=True)
    assert fault(progressive) is None
    monkeypatch.setattr(limits, "MAX_SCANNED_PIXELS", 200 * 100 * 5)
    assert fault(progressive) == "too_slow"


def test_very_many_segments_are_too_slow() -> None:
    assert fault(jpeg_with(*[segment(0xFE, b"")] * 6000)) == "too_slow"
