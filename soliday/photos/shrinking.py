"""From rows of any mode to one small picture, without a second copy of the large one."""

from PIL import Image

from soliday.photos.limits import PAGE_LONGEST
from soliday.photos.stored import Size, Stored

# Whole pixels are averaged first, down to twice what is wanted; then the good filter shrinks.
SPARE = 2
# As good for shrinking as the bicubic one, and half the time.
FILTER = Image.Resampling.HAMMING
STRIP = 256
PLAIN_MODES = {"RGB", "L", "CMYK"}


def shrunk(stored: Stored) -> Image.Image:
    """Return the picture in a plain mode, its longest side at most PAGE_LONGEST."""
    factor = max(1, max(stored.size) // (SPARE * PAGE_LONGEST))
    picture = _whole(stored) if factor == 1 else _averaged(stored, factor)
    scale = min(1.0, PAGE_LONGEST / max(stored.size))
    if scale == 1:
        return picture
    size = max(1, round(stored.size[0] * scale)), max(1, round(stored.size[1] * scale))
    # The last averaged pixels may stand for less than `factor` of the stored ones.
    box = (0, 0, stored.size[0] / factor, stored.size[1] / factor)
    return picture.resize(size, FILTER, box)


def _whole(stored: Stored) -> Image.Image:
    return _plain(stored.rows(0, stored.size[1]))


def _averaged(stored: Stored, factor: int) -> Image.Image:
    size: Size = (-(-stored.size[0] // factor), -(-stored.size[1] // factor))
    step = STRIP // factor * factor
    averaged = None
    for top in range(0, stored.size[1], step):
        strip = _plain(stored.rows(top, min(top + step, stored.size[1]))).reduce(factor)
        averaged = averaged or Image.new(strip.mode, size)
        averaged.paste(strip, (0, top // factor))
    assert averaged is not None  # noqa: S101 - a picture has rows
    return averaged


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
