"""What a HEIF or AVIF file says of its primary picture, without decoding it.

Source: ISO 14496-12, 8.11 (meta, pitm, iprp) and ISO 23008-12, 6.5 (the properties).
"""

from collections.abc import Iterator

from soliday.photos.faults import PhotoRefused

Property = tuple[bytes, bytes]
MOST_BOXES = 5_000
WHOLE_BOX = 4  # version and flags


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
