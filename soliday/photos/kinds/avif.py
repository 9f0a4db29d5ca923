"""AVIF: the primary picture by Pillow's libavif, which neither crops nor turns nor colours it."""

from PIL import _avif

from soliday.photos.colours import coded_colours
from soliday.photos.kinds.items import Property, crop, properties, turns
from soliday.photos.kinds.libavif import decoded
from soliday.photos.limits import MAX_DECODING_BYTES
from soliday.photos.stored import Stored, cropped, refuse_size

DEEP, GREY, NARROW, LOW = 0x40, 0x10, 0x08, 0x04


def opened(data: bytes) -> Stored:
    """Return the primary picture, or the first of a sequence."""
    described = properties(data)
    size, _, mode, profile, *_ = _avif.AvifDecoder(data, "auto", 1).get_info()
    refuse_size(size)
    refuse_size(size, most=int(MAX_DECODING_BYTES / _bytes_a_pixel(mode, dict(described))))
    stored = Stored(size, decoded(data, mode), profile or _colours(described), turns(described))
    return cropped(stored, crop(size, described))


def _bytes_a_pixel(mode: str, described: dict[bytes, bytes]) -> float:
    """What decoding holds at once: the coded planes, and a third more, as measured.

    From the codec's configuration (AV1-ISOBMFF, 2.3.3); a grid has none, so the worst is assumed.
    """
    configuration = described.get(b"av1C", b"")
    flags = configuration[2] if len(configuration) > 2 else DEEP
    colour = 0 if flags & GREY else 0.5 if flags & LOW else 1 if flags & NARROW else 2
    return (1 + colour + mode.count("A")) * (2 if flags & DEEP else 1) * 4 / 3


def _colours(described: list[Property]) -> bytes | None:
    """ISO 14496-12, 12.1.5: primaries and transfer, two bytes each."""
    for name, content in described:
        if name == b"colr" and content.startswith(b"nclx") and len(content) >= 8:
            return coded_colours(int.from_bytes(content[4:6]), int.from_bytes(content[6:8]))
    return None
