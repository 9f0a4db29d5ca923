"""AVIF: the primary picture by Pillow's libavif, which neither crops nor turns nor colours it."""

from collections.abc import Callable
from struct import unpack

from PIL import Image, _avif

from soliday.photos import exif
from soliday.photos.colours import coded_colours
from soliday.photos.faults import PhotoRefused
from soliday.photos.kinds.items import Property, properties
from soliday.photos.limits import MAX_AVIF_BYTES
from soliday.photos.stored import Size, Stored, refuse_size

THREADS = 1
DEEP, GREY, NARROW, LOW = 0x40, 0x10, 0x08, 0x04
Corners = tuple[int, int, int, int]


def opened(data: bytes) -> Stored:
    """Return the primary picture, or the first of a sequence."""
    described = properties(data)
    decoder = _avif.AvifDecoder(data, "auto", THREADS)
    size, _, mode, profile, _, orientation, _ = decoder.get_info()
    refuse_size(size)
    refuse_size(size, most=MAX_AVIF_BYTES // _bytes_a_pixel(mode, dict(described)))
    pixels, *_ = decoder.get_frame(0)
    corners = _crop(size, dict(described).get(b"clap"))
    return Stored(
        (corners[2] - corners[0], corners[3] - corners[1]),
        _rows(memoryview(pixels), size, mode, corners),
        profile or _colours(described),
        orientation if 1 <= orientation <= 8 else exif.AS_STORED,
    )


def _bytes_a_pixel(mode: str, described: dict[bytes, bytes]) -> int:
    """What decoding holds at once: the coded planes, and two copies of what is made of them.

    From the codec's configuration (AV1-ISOBMFF, 2.3.3); a grid has none, so the worst is assumed.
    """
    configuration = described.get(b"av1C", b"")
    flags = configuration[2] if len(configuration) > 2 else DEEP
    colour = 0 if flags & GREY else 1 if flags & LOW else 2
    planes = (1 + colour + mode.count("A")) * (2 if flags & DEEP else 1)
    return planes + 2 * len(mode)


def _rows(
    pixels: memoryview, size: Size, mode: str, corners: Corners
) -> Callable[[int, int], Image.Image]:
    left, top, right, _ = corners
    stride = size[0] * len(mode)

    def rows(first: int, last: int) -> Image.Image:
        part = pixels[(top + first) * stride : (top + last) * stride]
        whole = Image.frombuffer(mode, (size[0], last - first), bytes(part), "raw", mode, stride, 1)
        return (
            whole if (left, right) == (0, size[0]) else whole.crop((left, 0, right, last - first))
        )

    return rows


def _crop(size: Size, aperture: bytes | None) -> Corners:
    """ISO 14496-12, 12.1.4: what was cropped in this way must not be seen, so it is cut off."""
    if aperture is None:
        return 0, 0, *size
    if len(aperture) != 32:
        raise PhotoRefused("broken")
    numbers = unpack(">IIIIiIiI", aperture)
    if 0 in numbers[1::2]:
        raise PhotoRefused("broken")
    width, height, across, down = (numbers[at] / numbers[at + 1] for at in (0, 2, 4, 6))
    left, top = across + (size[0] - width) / 2, down + (size[1] - height) / 2
    corners = round(left), round(top), round(left + width), round(top + height)
    if not (0 <= corners[0] < corners[2] <= size[0] and 0 <= corners[1] < corners[3] <= size[1]):
        raise PhotoRefused("broken")
    return corners


def _colours(described: list[Property]) -> bytes | None:
    """ISO 14496-12, 12.1.5: primaries and transfer, two bytes each."""
    for name, content in described:
        if name == b"colr" and content.startswith(b"nclx") and len(content) >= 8:
            return coded_colours(int.from_bytes(content[4:6]), int.from_bytes(content[6:8]))
    return None
