"""What the door and its child say to each other over the pipes.

A frame is four bytes (big-endian length of the header), the header (a JSON object whose
"lengths" lists the sizes of the pieces) and the pieces, one behind the other.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

PREFIX = 4
MAX_HEADER = 65_536

Header = dict[str, object]


class NotAFrame(ValueError):
    """The bytes are not exactly one frame."""


def pack(header: Mapping[str, object], pieces: Sequence[bytes] = ()) -> bytes:
    """Return one frame."""
    lengths = [len(piece) for piece in pieces]
    head = json.dumps({**header, "lengths": lengths}).encode()
    return b"".join([len(head).to_bytes(PREFIX), head, *pieces])


def unpack(frame: bytes) -> tuple[Header, list[bytes]]:
    """Return header and pieces; raises NotAFrame for anything but one whole frame."""
    file = BytesIO(frame)
    header, pieces = receive(file.read)
    if file.read(1):
        raise NotAFrame("something follows the frame")
    return header, pieces


def receive(read: Callable[[int], bytes]) -> tuple[Header, list[bytes]]:
    """Return header and pieces of the next frame; `read` returns less only at the end."""
    length = int.from_bytes(_exactly(read, PREFIX))
    if length > MAX_HEADER:
        raise NotAFrame("the header is too long")
    header = _header(_exactly(read, length))
    lengths = header.pop("lengths", None)
    if not isinstance(lengths, list) or not all(
        type(size) is int and size >= 0 for size in lengths
    ):
        raise NotAFrame("the lengths are no list of sizes")
    return header, [_exactly(read, size) for size in lengths]


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    try:
        part = read(size)
    except OverflowError as error:
        raise NotAFrame("no frame is as long as that") from error
    if len(part) != size:
        raise NotAFrame("the frame is cut short")
    return part


def _header(text: bytes) -> Header:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFrame("the header is not JSON") from error
    if not isinstance(header, dict):
        raise NotAFrame("the header is not an object")
    return header
