"""AVIF: the primary picture by Pillow's libavif, which neither crops nor turns nor colours it."""

from collections.abc import Callable

from PIL import Image, _avif

from soliday.photos.colours import coded_colours
from soliday.photos.kinds.items import Property, crop, properties, turns
from soliday.photos.limits import MAX_DECODING_BYTES
from soliday.photos.stored import Size, Stored, cropped, refuse_size

THREADS = 1
DEEP, GREY, NARROW, LOW = 0x40, 0x10, 0x08, 0x04


def opened(data: bytes) -> Stored:
    """Return the primary picture, or the first of a sequence."""
    described = properties(data)
    decoder = _avif.AvifDecoder(data, "auto", THREADS)
    size, _, mode, profile, *_ = decoder.get_info()
    refuse_size(size)
    refuse_size(size, most=MAX_DECODING_BYTES // _bytes_a_pixel(mode, dict(described)))
    pixels, *_ = decoder.get_frame(0)
    stored = Stored(
        size,
        _rows(memoryview(pixels), size, mode),
        profile or _colours(described),
        turns(described),
    )
    return cropped(stored, crop(size, described))


def _bytes_a_pixel(mode: str, described: dict[bytes, bytes]) -> int:
    """What decoding holds at once: the coded planes, and two copies of what is made of them.

    From the codec's configuration (AV1-ISOBMFF, 2.3.3); a grid has none, so the worst is assumed.
    """
    configuration = described.get(b"av1C", b"")
    flags = configuration[2] if len(configuration) > 2 else DEEP
    colour = 0 if flags & GREY else 1 if flags & LOW else 2
    planes = (1 + colour + mode.count("A")) * (2 if flags & DEEP else 1)
    return planes + 2 * len(mode)


def _rows(pixels: memoryview, size: Size, mode: str) -> Callable[[int, int], Image.Image]:
    stride = size[0] * len(mode)

    def rows(first: int, last: int) -> Image.Image:
        part = bytes(pixels[first * stride : last * stride])
        return Image.frombuffer(mode, (size[0], last - first), part, "raw", mode, stride, 1)

    return rows


def _colours(described: list[Property]) -> bytes | None:
    """ISO 14496-12, 12.1.5: primaries and transfer, two bytes each."""
    for name, content in described:
        if name == b"colr" and content.startswith(b"nclx") and len(content) >= 8:
            return coded_colours(int.from_bytes(content[4:6]), int.from_bytes(content[6:8]))
    return None
