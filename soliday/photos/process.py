"""Start the child, hand it a request, take its answer: by pipes only, so nothing meets a disk."""

import subprocess
import sys
from errno import EAGAIN, EMFILE, ENOMEM
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from threading import Thread, Timer
from typing import IO, cast

from soliday.photos import limits
from soliday.photos.faults import PhotoRefused

# The child finds this code and the libraries whatever the working directory, and nothing else:
# -I ignores the environment and the user's own packages.
START = "import sys; sys.path.append(sys.argv[1]); from soliday.photos.child import main; main()"
SOURCE = str(Path(__file__).resolve().parents[2])
# Too many processes, too little memory, too many open files: another try may do.
PASSING = {EAGAIN, ENOMEM, EMFILE}


def ask_child(request: bytes) -> bytes:
    """Return the child's answer to a request frame.

    Raises PhotoRefused: "too_slow" when it ran out of time, "broken" when it crashed,
    "unsafe_result" when it said too much, "busy" when the system is too full to start it. Raises
    OSError when it can never be started.
    """
    child = _start()
    deadline = Timer(limits.DEADLINE_SECONDS, child.kill)
    feeder = Thread(target=_feed, args=(child.stdin, request), daemon=True)
    with cast(IO[bytes], child.stdout) as answers:
        try:
            deadline.start()
            feeder.start()
            return _checked_answer(child, answers.read(limits.MAX_ANSWER_BYTES + 1))
        finally:
            child.kill()
            child.wait()
            deadline.cancel()


def _start() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-c", START, SOURCE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing of ours is in its environment: no key, no password.
            env={},
            start_new_session=True,
        )
    except OSError as error:
        if error.errno in PASSING:
            raise PhotoRefused("busy") from error
        raise


def _feed(pipe: IO[bytes], request: bytes) -> None:
    try:
        with pipe:
            pipe.write(request)
    except BrokenPipeError:
        pass  # The child has ended; how it ended tells the reader enough.


def _checked_answer(child: subprocess.Popen[bytes], answer: bytes) -> bytes:
    if len(answer) > limits.MAX_ANSWER_BYTES:
        raise PhotoRefused("unsafe_result")
    ended = child.wait()
    if ended in (-SIGKILL, -SIGXCPU):
        raise PhotoRefused("too_slow")
    if ended != 0:
        raise PhotoRefused("broken")
    return answer
