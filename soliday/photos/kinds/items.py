"""What a HEIF or AVIF file says of its primary picture, without decoding it.

Source: ISO 14496-12, 8.11 (meta, pitm, iprp) and ISO 23008-12, 6.5 (the properties).
"""

from collections.abc import Iterator
from struct import unpack

from PIL.Image import Transpose

from soliday.photos.faults import PhotoRefused
from soliday.photos.stored import Corners, Size

Property = tuple[bytes, bytes]
MOST_BOXES = 5_000
WHOLE_BOX = 4  # version and flags
TURNS: dict[bytes, tuple[Transpose | None, ...]] = {
    b"irot": (None, Transpose.ROTATE_90, Transpose.ROTATE_180, Transpose.ROTATE_270),
    b"imir": (Transpose.FLIP_TOP_BOTTOM, Transpose.FLIP_LEFT_RIGHT),
}


def properties(data: bytes) -> list[Property]:
    """Return name and content of the primary picture's properties, in the order they apply."""
    meta = _within(data, b"meta")[WHOLE_BOX:]
    primary = _within(meta, b"pitm")
    described = _within(meta, b"iprp")
    known = list(_boxes(_within(described, b"ipco")))
    item = int.from_bytes(primary[WHOLE_BOX:])
    return [
        known[index - 1]
        for index in _indices(_within(described, b"ipma"), item)
        if 0 < index <= len(known)
    ]


def crop(size: Size, described: list[Property]) -> Corners:
    """ISO 14496-12, 12.1.4: what was cropped in this way must not be seen, so it is cut off."""
    apertures = [content for name, content in described if name == b"clap"]
    if not apertures:
        return 0, 0, *size
    if len(apertures) > 1 or len(apertures[0]) != 32:
        raise PhotoRefused("broken")
    names = [name for name, _ in described]
    if TURNS.keys() & set(names[: names.index(b"clap")]):
        # Against the standard (MIAF, 7.3.6.7), and it would cut off something else.
        raise PhotoRefused("unsupported")
    numbers = unpack(">IIIIiIiI", apertures[0])
    if 0 in numbers[1::2]:
        raise PhotoRefused("broken")
    width, height, across, down = (numbers[at] / numbers[at + 1] for at in (0, 2, 4, 6))
    left, top = across + (size[0] - width) / 2, down + (size[1] - height) / 2
    corners = round(left), round(top), round(left + width), round(top + height)
    if not (0 <= corners[0] < corners[2] <= size[0] and 0 <= corners[1] < corners[3] <= size[1]):
        raise PhotoRefused("broken")
    return corners


def turns(described: list[Property]) -> tuple[Transpose, ...]:
    """ISO 23008-12, 6.5.10 and 12: quarters against the clock, and mirrors, in their order."""
    told = [
        TURNS[name][content[0] % len(TURNS[name])]
        for name, content in described
        if name in TURNS and content
    ]
    return tuple(turn for turn in told if turn is not None)


def _within(data: bytes, name: bytes) -> bytes:
    return next((content for found, content in _boxes(data) if found == name), b"")


def _boxes(data: bytes) -> Iterator[Property]:
    at = 0
    for _ in range(MOST_BOXES):
        if at + 8 > len(data):
            return
        length, start = int.from_bytes(data[at : at + 4]), at + 8
        if length == 1:
            length, start = int.from_bytes(data[at + 8 : at + 16]), at + 16
        end = at + length if length else len(data)
        if end < start:
            raise PhotoRefused("broken")
        yield data[at + 4 : at + 8], data[start:end]
        at = end
    raise PhotoRefused("too_slow")


def _indices(associations: bytes, item: int) -> list[int]:
    """Which properties belong to the item, counted from 1."""
    version, is_wide = associations[:1] > b"\0", associations[3:4] > b"\0"
    id_bytes, index_bytes = (4 if version else 2), (2 if is_wide else 1)
    at = 8
    while at + id_bytes < len(associations):
        found = int.from_bytes(associations[at : at + id_bytes])
        count, at = associations[at + id_bytes], at + id_bytes + 1
        end = at + count * index_bytes
        if found == item:
            essential = 1 << (8 * index_bytes - 1)
            places = range(at, min(end, len(associations)), index_bytes)
            return [int.from_bytes(associations[p : p + index_bytes]) & ~essential for p in places]
        at = end
    return []
