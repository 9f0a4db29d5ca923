"""Shrinking in strips: the same pixels as at once, and never the whole picture in hand."""

import itertools

import pytest
from PIL import Image, ImageChops

from soliday.photos.limits import PAGE_LONGEST
from soliday.photos.shrinking import FILTER, shrunk
from soliday.photos.stored import Stored, rows_of


def noise(mode: str, size: tuple[int, int]) -> Image.Image:
    bands = [Image.effect_noise(size, 90 + 20 * band) for band in range(len(mode))]
    return Image.merge(mode, bands)


@pytest.mark.parametrize(
    "size", [(2600, 1733), (3100, 3100), (2000, 3150), (1601, 1601), (3199, 2), (1, 2000)]
)
def test_strips_give_the_pixels_of_the_whole(size: tuple[int, int]) -> None:
    picture = noise("RGB", size)
    scale = PAGE_LONGEST / max(size)
    wanted = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    made = shrunk(Stored(size, rows_of(picture)))
    assert made.size == wanted
    # Pillow shrinks tall pictures down before across, so a rounding may differ.
    differences = ImageChops.difference(made, picture.resize(wanted, FILTER)).getextrema()
    assert max(most for _, most in differences) <= (1 if size[1] > size[0] else 0)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA"])
@pytest.mark.parametrize("size", [(1900, 2400), (4100, 3000)])
def test_no_more_than_a_strip_is_asked_for(mode: str, size: tuple[int, int]) -> None:
    picture, asked = noise(mode, size), []

    def rows(first: int, last: int) -> Image.Image:
        asked.append((first, last))
        return picture.crop((0, first, size[0], last))

    made = shrunk(Stored(size, rows))
    assert made.mode == ("L" if mode.startswith("L") else "RGB")
    assert max(last - first for first, last in asked) <= 256
    assert asked[0][0] == 0 and asked[-1][1] == size[1]
    assert all(after[0] == before[1] for before, after in itertools.pairwise(asked))


def test_a_small_picture_keeps_its_size() -> None:
    picture = noise("RGB", (1600, 900))
    assert shrunk(Stored(picture.size, rows_of(picture))).tobytes() == picture.tobytes()
