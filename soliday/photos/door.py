"""The door for pictures: a stranger's file goes in, pixels in our one shape come out.

The door itself only looks at sizes, first bytes and the structure of the result; a confined
child decodes. At most two children work at once in one server process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from threading import BoundedSemaphore
from typing import cast

from soliday.photos import limits
from soliday.photos.boxes import Box
from soliday.photos.faults import REASONS, PhotoRefused, Reason
from soliday.photos.frames import NotAFrame, pack, unpack
from soliday.photos.process import ask_child
from soliday.photos.sniffing import sniff
from soliday.photos.structure import check_jpeg

_turns = BoundedSemaphore(limits.JOBS_AT_ONCE)


@dataclass(frozen=True)
class Picture:
    """A clean JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Derived:
    """A redacted picture at the size of a page (1600 pixels) and of the wall (640)."""

    page: Picture
    wall: Picture


def clean(data: bytes) -> Picture:
    """Return the picture in a JPEG or PNG file, upright, its longest side at most 1600 pixels.

    Raises PhotoRefused with any reason in `faults.Reason`.
    """
    if not data:
        raise PhotoRefused("empty")
    if len(data) > limits.MAX_BYTES:
        raise PhotoRefused("too_many_bytes")
    sniff(data)
    [jpeg] = _ask({"task": "clean"}, data, answers=1)
    return _checked(jpeg, longest=limits.PAGE_LONGEST)


def redact(jpeg: bytes, boxes: Sequence[Box]) -> Derived:
    """Return a picture from `clean` with every box filled with one solid colour.

    Raises PhotoRefused ("unsafe_result" if the picture is not from `clean`), and ValueError for
    more than 100 boxes.
    """
    if len(boxes) > limits.MAX_BOXES:
        raise ValueError(f"more than {limits.MAX_BOXES} boxes")
    _checked(jpeg, longest=limits.PAGE_LONGEST)
    request = {"task": "redact", "boxes": [astuple(box) for box in boxes]}
    page, wall = _ask(request, jpeg, answers=2)
    return Derived(
        page=_checked(page, longest=limits.PAGE_LONGEST),
        wall=_checked(wall, longest=limits.WALL_LONGEST),
    )


def _ask(header: Mapping[str, object], data: bytes, *, answers: int) -> list[bytes]:
    if not _turns.acquire(timeout=limits.WAIT_SECONDS):
        raise PhotoRefused("busy")
    try:
        answer = ask_child(pack(header, [data]))
    finally:
        _turns.release()
    return _pieces(answer, answers=answers)


def _pieces(answer: bytes, *, answers: int) -> list[bytes]:
    """What the child says is not believed: a broken-into child may say anything."""
    try:
        header, pieces = unpack(answer)
    except NotAFrame as error:
        raise PhotoRefused("unsafe_result") from error
    fault = header.get("fault")
    if isinstance(fault, str) and fault in REASONS:
        raise PhotoRefused(cast(Reason, fault))
    if fault is not None or len(pieces) != answers:
        raise PhotoRefused("unsafe_result")
    return pieces


def _checked(jpeg: bytes, *, longest: int) -> Picture:
    width, height = check_jpeg(jpeg)
    if max(width, height) > longest:
        raise PhotoRefused("unsafe_result")
    return Picture(jpeg=jpeg, width=width, height=height)
