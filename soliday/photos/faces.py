"""Propose where faces are, if OpenCV is installed (`pip install soliday[faces]`).

A detector finds some faces and sees others where there are none, so it only ever proposes. Its
cascades come inside the package. It looks at a clean picture in a child of its own, confined as
the decoder is: this file is both ends of the pipe, and only the child imports OpenCV.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import Any, cast

from soliday.photos import limits
from soliday.photos.boxes import Box
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import MAX_HEADER, NotAFrame, pack, unpack
from soliday.photos.structure import check_jpeg
from soliday.photos.surrender import surrender

START = "import sys; sys.path.append(sys.argv[1]); from soliday.photos.faces import main; main()"
SOURCE = str(Path(__file__).resolve().parents[2])
MOST = 40
# Several children would be several times the memory; looking for faces is never urgent.
turns = BoundedSemaphore(1)

# The child: which cascades, how fine their steps are, how sure they must be, how small a face is.
CASCADES = ("haarcascade_frontalface_alt2.xml", "haarcascade_profileface.xml")
STEP, NEIGHBOURS, SMALLEST = 1.1, 4, 24
# A cascade frames eyes and mouth; hair, ears and chin tell as much.
MARGIN = 0.2

Place = tuple[float, float, float, float]


def is_installed() -> bool:
    """Whether there is a detector."""
    return find_spec("cv2") is not None


def proposed(jpeg: bytes) -> list[Box]:
    """Return where faces may be in a picture from `door.clean`, the largest first.

    Raises PhotoRefused when it cannot be looked at: "too_slow", "busy", "broken", "unsafe_result".
    """
    check_jpeg(jpeg)
    if not turns.acquire(timeout=limits.WAIT_SECONDS):
        raise PhotoRefused("busy")
    try:
        return _believed(_answer(pack({}, [jpeg])))
    finally:
        turns.release()


def _answer(request: bytes) -> bytes:
    """What a child answers; empty when it was ended or broke."""
    with subprocess.Popen(
        [sys.executable, "-I", "-c", START, SOURCE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        start_new_session=True,
    ) as child:
        end = Timer(limits.DEADLINE_SECONDS, child.kill)
        end.start()
        try:
            assert child.stdin and child.stdout  # noqa: S101 - for the type checker
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(request)
                child.stdin.close()
            return child.stdout.read(MAX_HEADER)
        finally:
            end.cancel()
            child.kill()


def _believed(answer: bytes) -> list[Box]:
    """Boxes, whatever the child said: nothing else is taken from it."""
    if not answer:
        raise PhotoRefused("broken")
    try:
        header, _ = unpack(answer)
        return [Box(*place) for place in cast(list[Place], header["faces"])][:MOST]
    except (NotAFrame, KeyError, TypeError, ValueError) as error:
        raise PhotoRefused("unsafe_result") from error


def main() -> None:
    """The child: load everything, give everything up, look at one picture."""
    # Not there where the extra is not installed.
    cv2: Any = import_module("cv2")
    numpy: Any = import_module("numpy")
    cv2.setNumThreads(1)
    folder = Path(cv2.data.haarcascades)
    cascades = [cv2.CascadeClassifier(str(folder / name)) for name in CASCADES]
    surrender()
    _, [jpeg] = unpack(sys.stdin.buffer.read())
    grey = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_GRAYSCALE)
    places = [place for cascade in cascades for place in _seen(cascade, grey)]
    # Its profiles all look to one side.
    mirrored = _seen(cascades[-1], cv2.flip(grey, 1))
    width = grey.shape[1]
    places += [(width - x - w, y, w, h) for x, y, w, h in mirrored]
    found = [_with_margin(place, grey.shape) for place in _distinct(places)]
    sys.stdout.buffer.write(pack({"faces": found[:MOST]}))


def _seen(cascade: Any, grey: Any) -> list[Place]:
    found = cascade.detectMultiScale(grey, STEP, NEIGHBOURS, 0, (SMALLEST, SMALLEST))
    return [cast(Place, tuple(float(side) for side in place)) for place in found]


def _distinct(places: Sequence[Place]) -> list[Place]:
    """The largest first, without those whose middle lies in one that is there already."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda place: -place[2]):
        middle = place[0] + place[2] / 2, place[1] + place[3] / 2
        if not any(_holds(other, middle) for other in kept):
            kept.append(place)
    return kept


def _holds(place: Place, point: tuple[float, float]) -> bool:
    x, y, width, height = place
    return x <= point[0] <= x + width and y <= point[1] <= y + height


def _with_margin(place: Place, shape: Sequence[int]) -> Place:
    """In fractions of the picture, and never beyond its edges."""
    x, y, width, height = place
    left, top = max(x - MARGIN * width, 0), max(y - MARGIN * height, 0)
    right = min(x + (1 + MARGIN) * width, shape[1])
    bottom = min(y + (1 + MARGIN) * height, shape[0])
    return left / shape[1], top / shape[0], (right - left) / shape[1], (bottom - top) / shape[0]
