"""What the door and its child say to each other over the pipes.

A frame is four bytes (big-endian length of the header), the header (a JSON object whose
"lengths" lists the sizes of the pieces) and the pieces, one behind the other.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

PREFIX = 4
MAX_HEADER = 65_536


class NotAFrame(ValueError):
    """The bytes are not exactly one frame."""


def pack(header: Mapping[str, object], pieces: Sequence[bytes] = ()) -> bytes:
    """Return one frame."""
    lengths = [len(piece) for piece in pieces]
    head = json.dumps({**header, "lengths": lengths}).encode()
    return b"".join([len(head).to_bytes(PREFIX), head, *pieces])


def unpack(frame: bytes) -> tuple[dict[str, object], list[bytes]]:
    """Return header and pieces; raises NotAFrame for anything but one whole frame."""
    start = PREFIX + int.from_bytes(frame[:PREFIX])
    if start > min(len(frame), PREFIX + MAX_HEADER):
        raise NotAFrame("the header is cut short or too long")
    header = _header(frame[PREFIX:start])
    lengths = header.pop("lengths", None)
    if not isinstance(lengths, list) or not all(
        type(size) is int and size >= 0 for size in lengths
    ):
        raise NotAFrame("the lengths are no list of sizes")
    if sum(lengths) != len(frame) - start:
        raise NotAFrame("the pieces are not as long as announced")
    return header, list(_cut(frame, start, lengths))


def _header(text: bytes) -> dict[str, object]:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFrame("the header is not JSON") from error
    if not isinstance(header, dict):
        raise NotAFrame("the header is not an object")
    return header


def _cut(frame: bytes, start: int, lengths: Sequence[int]) -> Iterator[bytes]:
    for length in lengths:
        yield frame[start : start + length]
        start += length
