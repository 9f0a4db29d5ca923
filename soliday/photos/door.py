"""The door for pictures: a stranger's file goes in, pixels in our one shape come out.

The door itself only looks at sizes, first bytes and the structure of the result; a confined
child decodes. So many work at once as `limits.JOBS_AT_ONCE` says, in one server process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import cast

from soliday.photos import limits
from soliday.photos.boxes import TURNS, WHOLE, Box
from soliday.photos.faults import REASONS, PhotoRefused, Reason
from soliday.photos.frames import NotAFrame, pack, unpack
from soliday.photos.pool import pool
from soliday.photos.sniffing import sniff
from soliday.photos.structure import check_jpeg


@dataclass(frozen=True)
class Picture:
    """A clean JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Derived:
    """A picture at the size of a page (1600 pixels) and of the wall (640)."""

    page: Picture
    wall: Picture


def clean(data: bytes) -> Picture:
    """Return the picture in a JPEG, PNG, WebP, HEIF or AVIF file, at most 1600 pixels long.

    It stands upright. Of several pictures in one file it is the primary or the first one.

    Raises PhotoRefused with any reason in `faults.Reason`.
    """
    _first_look(data)
    [jpeg] = _ask({"task": "clean"}, data, answers=1)
    return _checked(jpeg, longest=limits.PAGE_LONGEST)


def redact(jpeg: bytes, boxes: Sequence[Box], *, turn: int = 0, crop: Box | None = None) -> Derived:
    """Return a picture from `clean`, turned, cropped, and with every box filled with one colour.

    First it is turned clockwise by `turn` degrees (0, 90, 180, 270), then cropped to `crop`, a box
    of the turned picture; `boxes` are boxes of the turned and cropped picture. The crop is narrowed
    by up to 17 pixels a side, so that nothing of what was around it has coloured what is left.

    Raises PhotoRefused ("unsafe_result" if the picture is not from `clean`), and ValueError for
    more than 100 boxes, another turn, or a crop that leaves nothing.
    """
    if len(boxes) > limits.MAX_BOXES:
        raise ValueError(f"more than {limits.MAX_BOXES} boxes")
    if turn not in TURNS:
        raise ValueError("pictures turn by 0, 90, 180 or 270 degrees")
    picture, crop = _checked(jpeg, longest=limits.PAGE_LONGEST), crop or WHOLE
    crop.turned(-turn).kept_pixels((picture.width, picture.height))
    sides = [astuple(box) for box in boxes]
    request = {"task": "redact", "turn": turn, "crop": astuple(crop), "boxes": sides}
    return _derived(_ask(request, jpeg, answers=2))


def _first_look(data: bytes) -> None:
    if not data:
        raise PhotoRefused("empty")
    if len(data) > limits.MAX_BYTES:
        raise PhotoRefused("too_many_bytes")
    sniff(data)


def _ask(header: Mapping[str, object], data: bytes, *, answers: int) -> list[bytes]:
    return _pieces(pool.ask(pack(header, [data])), answers=answers)


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


def _derived(jpegs: Sequence[bytes]) -> Derived:
    page, wall = jpegs
    return Derived(
        page=_checked(page, longest=limits.PAGE_LONGEST),
        wall=_checked(wall, longest=limits.WALL_LONGEST),
    )
