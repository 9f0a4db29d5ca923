"""Frames: what was packed comes back; anything else is no frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soliday.photos.frames import MAX_HEADER, NotAFrame, pack, unpack

FRAME = pack({"task": "clean"}, [b"one", b"", b"three"])


@given(st.dictionaries(st.text(), st.integers() | st.text()), st.lists(st.binary()))
def test_what_was_packed_comes_back(header: dict[str, object], pieces: list[bytes]) -> None:
    header.pop("lengths", None)
    assert unpack(pack(header, pieces)) == (header, pieces)


@given(st.binary())
def test_any_bytes_are_a_frame_or_not(data: bytes) -> None:
    with pytest.raises(NotAFrame):
        unpack(data)


def test_a_frame_cut_short_or_drawn_out_is_none() -> None:
    for length in range(len(FRAME)):
        with pytest.raises(NotAFrame):
            unpack(FRAME[:length])
    with pytest.raises(NotAFrame):
        unpack(FRAME + b"\0")


@pytest.mark.parametrize(
    "header",
    [
        b"[]",
        b"{}",
        b"null",
        b'{"lengths": 5}',
        b'{"lengths": [-5, 10]}',
        b'{"lengths": [true, true, true, true, true]}',
        b'{"lengths": ["5"]}',
        b"[" * 60_000,
        b'{"lengths": [' + b"9" * 5000 + b"]}",
        b"\xff",
        b'{"lengths": [5]}' + b" " * MAX_HEADER,
    ],
    ids=range(11),
)
def test_a_strange_header_is_refused(header: bytes) -> None:
    with pytest.raises(NotAFrame):
        unpack(len(header).to_bytes(4) + header + b"12345")
