"""The look at the result: only what our profile writes passes, byte by byte."""

import pytest
from PIL import Image

from soliday.photos import structure
from soliday.photos.faults import PhotoRefused
from soliday.photos.profile import QUALITY, encode
from soliday.photos.structure import check_jpeg
from tests.photos.carriers import colour_profile, exif_block, photo, saved, segment

CLEAN = encode(photo((70, 50)))
HEADER_BYTES = 623
PROFILE = {"quality": QUALITY, "subsampling": "4:2:0"}


def assert_refused(jpeg: bytes) -> None:
    with pytest.raises(PhotoRefused) as caught:
        check_jpeg(jpeg)
    assert caught.value.reason == "unsafe_result"


def test_what_the_profile_writes_passes() -> None:
    assert check_jpeg(CLEAN) == (70, 50)
    assert check_jpeg(encode(Image.new("RGB", (1, 1600), "white"))) == (1, 1600)


def test_the_profile_is_the_one_that_is_pinned() -> None:
    segments, pixels_at = structure._walk(CLEAN)
    segments[structure.FRAME] = segments[structure.FRAME][:1] + segments[structure.FRAME][5:]
    assert structure.fingerprint(segments) == structure.FINGERPRINT
    assert pixels_at == HEADER_BYTES


@pytest.mark.parametrize(
    "options",
    [
        {"exif": exif_block()},
        {"comment": b"hello"},
        {"icc_profile": colour_profile()},
        {"xmp": b"<x/>"},
        {"progressive": True},
        {"optimize": True},
        {"quality": QUALITY + 1},
        {"subsampling": "4:4:4"},
        {"dpi": (72, 72)},
        {"restart_marker_blocks": 2},
    ],
    ids=lambda options: next(iter(options)),
)
def test_any_other_profile_is_refused(options: dict[str, object]) -> None:
    assert_refused(saved(photo((70, 50)), "JPEG", **(PROFILE | options)))


def test_grey_is_refused() -> None:
    assert_refused(saved(photo((70, 50), "L"), "JPEG", quality=QUALITY))


@pytest.mark.parametrize("marker", [*range(0xE0, 0xF0), 0xFE, 0xDD, 0xDB, 0xC4])
def test_a_further_segment_is_refused_wherever_it_stands(marker: int) -> None:
    further = segment(marker, b"more")
    at = 2
    while at < HEADER_BYTES:
        assert_refused(CLEAN[:at] + further + CLEAN[at:])
        at += 2 + int.from_bytes(CLEAN[at + 2 : at + 4])
    assert_refused(CLEAN[:HEADER_BYTES] + further + CLEAN[HEADER_BYTES:])
    assert_refused(CLEAN[:-2] + further + CLEAN[-2:])


def test_a_change_in_any_byte_of_the_header_is_refused() -> None:
    size_at = CLEAN.index(b"\xff\xc0") + 5
    for place in range(HEADER_BYTES):
        changed = bytearray(CLEAN)
        changed[place] ^= 1
        if not size_at <= place < size_at + 4:
            assert_refused(bytes(changed))


@pytest.mark.parametrize("tail", [b"\0", b"\xff\xd9", b"PK\3\4", CLEAN])
def test_anything_after_the_end_is_refused(tail: bytes) -> None:
    assert_refused(CLEAN + tail)


def test_a_picture_cut_short_anywhere_is_refused() -> None:
    for length in range(len(CLEAN)):
        assert_refused(CLEAN[:length])


def test_a_picture_without_pixels_is_refused() -> None:
    size_at = CLEAN.index(b"\xff\xc0") + 5
    assert_refused(CLEAN[:size_at] + bytes(4) + CLEAN[size_at + 4 :])
