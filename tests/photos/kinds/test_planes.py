"""Planes of other libraries are looked at before libavif reads in them."""

import ctypes

import pytest

from soliday.photos.faults import PhotoRefused
from soliday.photos.kinds.planes import GREY, Plane, laid, strips

FULL, NARROW, LOW = 1, 2, 3
SIZE = (5, 3)
MEMORY = ctypes.create_string_buffer(4096)


def plane(size: tuple[int, int] = SIZE, depth: int = 8, row_bytes: int = 16) -> Plane:
    return Plane(ctypes.addressof(MEMORY), row_bytes, size, depth)


@pytest.mark.parametrize(
    ("form", "coloured"), [(FULL, (5, 3)), (NARROW, (3, 3)), (LOW, (3, 2)), (GREY, None)]
)
@pytest.mark.parametrize("depth", [8, 10, 12])
def test_planes_that_fit_give_rows(form: int, coloured: tuple[int, int] | None, depth: int) -> None:
    more = [plane(coloured, depth), plane(coloured, depth)] if coloured else []
    rows = strips(laid([plane(depth=depth), *more], form, SIZE), "RGB")
    assert rows(1, 3).size == (5, 2)


@pytest.mark.parametrize(
    "parts",
    [
        [plane((5, 2)), plane((3, 2)), plane((3, 2))],
        [plane((4, 3)), plane((3, 2)), plane((3, 2))],
        [plane(), plane((3, 2)), plane((3, 1))],
        [plane(), plane((2, 2)), plane((3, 2))],
        [plane(), plane((3, 2), depth=10), plane((3, 2))],
        [plane(), plane((3, 2))._replace(start=None), plane((3, 2))],
        [plane(row_bytes=4), plane((3, 2)), plane((3, 2))],
        [plane(depth=10), plane((3, 2), 10, row_bytes=5), plane((3, 2), 10)],
        [plane(row_bytes=-16), plane((3, 2)), plane((3, 2))],
        [plane(), plane((3, 2))],
        [plane()],
    ],
)
def test_planes_that_do_not_fit_are_broken(parts: list[Plane]) -> None:
    with pytest.raises(PhotoRefused) as caught:
        laid(parts, LOW, SIZE)
    assert caught.value.reason == "broken"


@pytest.mark.parametrize("depth", [-1, 0, 1, 9, 14])
def test_a_depth_that_libavif_does_not_know_is_told(depth: int) -> None:
    with pytest.raises(PhotoRefused) as caught:
        laid([plane(depth=depth)], GREY, SIZE)
    assert caught.value.reason == "unsupported"
