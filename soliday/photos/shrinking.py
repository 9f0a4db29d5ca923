"""From rows of any mode to one small picture, without a second copy of the large one."""

from collections.abc import Callable

from PIL import Image

from soliday.photos.limits import PAGE_LONGEST
from soliday.photos.stored import Stored

# Whole pixels are averaged first, down to twice what is wanted; then the good filter shrinks.
SPARE = 2
# As good for shrinking as the bicubic one, and half the time.
FILTER = Image.Resampling.HAMMING
STRIP = 256
# So many pixels are no matter for memory, and quicker shrunk at once.
AT_ONCE = 4_000_000
PLAIN_MODES = {"RGB", "L", "CMYK"}


def shrunk(stored: Stored) -> Image.Image:
    """Return the picture in a plain mode, its longest side at most PAGE_LONGEST."""
    width, height = stored.size
    scale = min(1.0, PAGE_LONGEST / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if width * height <= AT_ONCE:
        picture = _plain(stored.rows(0, height))
        return picture if scale == 1 else picture.resize(size, FILTER)
    factor = max(width, height) // (SPARE * PAGE_LONGEST)
    if factor < 2:
        # As Pillow does it, across and then down, but the first never holds the whole picture.
        narrow = _joined(stored, lambda strip: strip.resize((size[0], strip.height), FILTER))
        return narrow.resize(size, FILTER)
    averaged = _joined(stored, lambda strip: strip.reduce(factor), factor)
    # The last averaged pixels may stand for less than `factor` of the stored ones.
    box = (0, 0, width / factor, height / factor)
    return averaged.resize(size, FILTER, box)


def _joined(
    stored: Stored, smaller: Callable[[Image.Image], Image.Image], factor: int = 1
) -> Image.Image:
    """The picture made smaller a strip at a time, by `factor` in height."""
    height, joined = stored.size[1], None
    step = STRIP // factor * factor
    for top in range(0, height, step):
        strip = smaller(_plain(stored.rows(top, min(top + step, height))))
        joined = joined or Image.new(strip.mode, (strip.width, -(-height // factor)))
        joined.paste(strip, (0, top // factor))
    assert joined is not None  # noqa: S101 - a picture has rows
    return joined


def _plain(rows: Image.Image) -> Image.Image:
    """Without palette; on white paper where it is transparent."""
    if rows.mode in PLAIN_MODES and "transparency" not in rows.info:
        return rows
    if rows.has_transparency_data:
        return _on_white(rows)
    return rows.convert("L" if rows.mode == "1" else "RGB")


def _on_white(rows: Image.Image) -> Image.Image:
    if rows.mode in ("LA", "La"):
        grey = rows.convert("LA")
        paper = Image.new("L", rows.size, 255)
        paper.paste(grey.getchannel("L"), mask=grey.getchannel("A"))
        return paper
    clear = rows.convert("RGBA")
    paper = Image.new("RGB", rows.size, "white")
    paper.paste(clear.convert("RGB"), mask=clear.getchannel("A"))
    return paper
