"""The child: a keeper that never sees a photo, and for each photo a confined worker of its own.

The keeper has all the libraries loaded and forks a worker ahead. The worker gives everything up,
reads one request from standard input, writes one answer to standard output and ends; so no photo
ever meets what an earlier one left behind. When it has ended, the keeper says how on standard
error, which the worker does not have: one byte, 0 for well, or the signal that ended it.

Frames as in `frames`. A request's header holds "task" ("clean", "redact", "held") and, to
redact, what `redaction.wishes` reads; its one piece is the file. An answer's header holds "fault"
(a reason or null), its pieces are JPEGs; asked for "held", it holds what `surrender` said.
"""

import gc
import os
import select
from collections.abc import Callable
from signal import SIGKILL

from PIL import Image

from soliday.photos import redaction
from soliday.photos.decode import decode
from soliday.photos.faults import PhotoRefused
from soliday.photos.frames import Header, NotAFrame, pack, receive
from soliday.photos.profile import encode
from soliday.photos.surrender import surrender

REQUESTS, ANSWERS, REPORTS = 0, 1, 2
WELL, CRASHED = 0, 255
READ_AT_ONCE = 1 << 20


def main(work: Callable[[], None] | None = None) -> None:
    """Keep a worker ready until the server closes its end of the pipe, or one worker fails."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    keeper = os.getpid()
    warm_up()
    # What is there now is for all workers: looking through it again would copy it.
    gc.freeze()
    ended = WELL
    while ended == WELL:
        worker = os.fork()
        if not worker:
            os.dup2(nowhere, REPORTS)
            os.close(nowhere)
            _end_after(work or work_once, keeper)
        ended = _watch(worker)
        os.write(REPORTS, bytes([ended]))


def warm_up() -> None:
    """Do once, with a picture of our own, what each worker would have to do for the first time."""
    decode(encode(Image.linear_gradient("L").convert("RGB")))


def work_once() -> None:
    """Answer one request; end quietly if there will be none."""
    held = surrender()
    try:
        header, [data] = receive(_read)
    except NotAFrame:
        return
    if header["task"] == "held":
        _write(pack({"fault": None, "held": held}))
    else:
        _write(answer(header, data))


def answer(header: Header, data: bytes) -> bytes:
    """Return the answer to a request, as a frame; never raises for a bad picture."""
    try:
        return pack({"fault": None}, _pictures(header, data))
    except PhotoRefused as refused:
        return pack({"fault": refused.reason})
    except Exception:
        # Decoders fail in too many ways to name, out of memory among them.
        return pack({"fault": "broken"})


def _pictures(header: Header, data: bytes) -> list[bytes]:
    if header["task"] == "clean":
        return [encode(decode(data))]
    return redaction.redact(data, redaction.wishes(header))


def _end_after(work: Callable[[], None], keeper: int) -> None:
    """Whatever happens, a worker must not go on as a second keeper."""
    ended = CRASHED
    try:
        # The keeper may have ended before the worker could ask to end with it.
        if os.getppid() == keeper:
            work()
            ended = WELL
    finally:
        os._exit(ended)


def _watch(worker: int) -> int:
    """Wait for the worker's end, or end it when the server is gone; return how it ended."""
    pid = os.pidfd_open(worker)
    poll = select.poll()
    poll.register(pid, select.POLLIN)
    # Nothing asked for: a pipe that lost its other end says so unasked.
    poll.register(REQUESTS, 0)
    is_left_alone = any(place == REQUESTS for place, _ in poll.poll())
    if is_left_alone:
        os.kill(worker, SIGKILL)
    _, status = os.waitpid(worker, 0)
    os.close(pid)
    if is_left_alone:
        raise SystemExit
    if _is_anything_unread():
        return CRASHED
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else -code


def _is_anything_unread() -> bool:
    """What one worker left unread, the next one must not see."""
    poll = select.poll()
    poll.register(REQUESTS, select.POLLIN)
    return any(events & select.POLLIN for _, events in poll.poll(0))


def _read(size: int) -> bytes:
    parts = []
    while size:
        part = os.read(REQUESTS, min(size, READ_AT_ONCE))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(frame: bytes) -> None:
    left = memoryview(frame)
    while left:
        left = left[os.write(ANSWERS, left) :]
