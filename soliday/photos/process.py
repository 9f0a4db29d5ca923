"""Start a child, hand it requests, take its answers: by pipes only, so nothing meets a disk."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import subprocess
import sys
import time
from errno import EAGAIN, EMFILE, ENOMEM
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from typing import IO, cast

from soliday.photos import limits
from soliday.photos.faults import PhotoRefused

# The child finds this code and the libraries whatever the working directory, and nothing else:
# -I ignores the environment and the user's own packages.
START = "import sys; sys.path.append(sys.argv[1]); from soliday.photos.child import main; main()"
SOURCE = str(Path(__file__).resolve().parents[2])
# Too many processes, too little memory, too many open files: another try may do.
PASSING = {EAGAIN, ENOMEM, EMFILE}
PIPE_BYTES = 1 << 20
# Memory in large pages, where the system has them: a fifth less time for each photo.
ENVIRONMENT = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
# How long a child that is not needed any more may take to end its worker and itself.
LEAVE_SECONDS = 2.0


class Child:
    """One child process; for one request at a time."""

    def __init__(self) -> None:
        """Raise PhotoRefused("busy") when the system is too full, OSError when it never works."""
        self._process = _start()
        pipes = self._process.stdin, self._process.stdout, self._process.stderr
        self._pipes = [cast(IO[bytes], pipe) for pipe in pipes]
        self._requests, self._answers, self._reports = (pipe.fileno() for pipe in self._pipes)
        for pipe in (self._requests, self._answers):
            os.set_blocking(pipe, False)
        with contextlib.suppress(OSError):
            # Fewer turns between the two for a large photo; the system may be short of pipes.
            fcntl.fcntl(self._requests, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self.photos_left = limits.PHOTOS_A_CHILD

    def ask(self, request: bytes) -> bytes:
        """Return the answer to a request frame. The child is of no use after it raised.

        Raises PhotoRefused: "too_slow" when the worker ran out of time, "broken" when it crashed,
        "unsafe_result" when it said too much.
        """
        self.photos_left -= 1
        is_well = False
        try:
            answer = self._exchange(request)
            is_well = True
        finally:
            if not is_well:
                self.photos_left = 0
        return answer

    def is_fit(self) -> bool:
        """Whether it can take another photo."""
        return self.photos_left > 0 and self._process.poll() is None

    def end(self) -> None:
        """End the child, its worker first: it notices that nobody is at the pipe any more."""
        for pipe in self._pipes:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        try:
            self._process.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _exchange(self, request: bytes) -> bytes:
        until = time.monotonic() + limits.DEADLINE_SECONDS
        poll, left, answer = select.poll(), memoryview(request), bytearray()
        poll.register(self._requests, select.POLLOUT)
        poll.register(self._answers, select.POLLIN)
        poll.register(self._reports, select.POLLIN)
        while True:
            ready = dict(poll.poll(max(0, until - time.monotonic()) * 1000))
            if not ready:
                raise PhotoRefused("too_slow")
            if self._requests in ready:
                left = left[self._send(left) :]
                if not left:
                    poll.unregister(self._requests)
            # All that it will ever say is in the pipe once it has ended.
            ended = os.read(self._reports, 2) if self._reports in ready else None
            if self._answers in ready:
                self._take(answer)
            if ended is not None:
                return _believed(ended, answer, left)

    def _send(self, left: memoryview) -> int:
        try:
            return os.write(self._requests, left)
        except (BlockingIOError, BrokenPipeError):
            return 0

    def _take(self, answer: bytearray) -> None:
        with contextlib.suppress(BlockingIOError):
            while part := os.read(self._answers, PIPE_BYTES):
                answer += part
                if len(answer) > limits.MAX_ANSWER_BYTES:
                    raise PhotoRefused("unsafe_result")


def _start() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-c", START, SOURCE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            # Nothing of ours is in its environment: no key, no password.
            env=ENVIRONMENT,
            start_new_session=True,
        )
    except OSError as error:
        if error.errno in PASSING:
            raise PhotoRefused("busy") from error
        raise


def _believed(ended: bytes, answer: bytearray, unread: memoryview) -> bytes:
    """`ended` is empty when the keeper itself is gone, and 255 stands for any other end."""
    if ended in (bytes([SIGKILL]), bytes([SIGXCPU])):
        raise PhotoRefused("too_slow")
    if ended != b"\0" or unread:
        raise PhotoRefused("broken")
    return bytes(answer)
