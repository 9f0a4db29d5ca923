"""A short-lived child that is sent out again and again, and whose failing stops nobody."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

MINUTE, DAY = 60.0, 24 * 60 * 60.0


class Errand:
    """Started a while after the beginning, then once in so many seconds; never two at once."""

    def __init__(
        self,
        name: str,
        arguments: tuple[str, ...],
        environment: dict[str, str],
        *,
        first_after: float = MINUTE,
        every: float = DAY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.command = (sys.executable, *arguments)
        self.environment = environment
        self.every, self.clock = every, clock
        self.due_at = clock() + first_after
        self.process: subprocess.Popen[bytes] | None = None

    def look(self) -> None:
        """Send it out when it is due; say so when it came back with a fault."""
        if self.process is not None:
            self._see_whether_it_is_back(self.process)
        elif self.clock() >= self.due_at:
            self.due_at = self.clock() + self.every
            self.process = self._started()

    def _see_whether_it_is_back(self, process: subprocess.Popen[bytes]) -> None:
        code = process.poll()
        if code is None:
            return
        self.process = None
        if code:
            self._say(f"ended with a fault (code {code}) and is tried again when it is due")

    def _started(self) -> subprocess.Popen[bytes] | None:
        try:
            # What it prints is for who starts it by hand; faults go where ours go.
            return subprocess.Popen(self.command, env=self.environment, stdout=subprocess.DEVNULL)
        except OSError as error:  # no memory for one more process right now
            self._say(f"could not be started ({error.strerror})")
            return None

    def _say(self, words: str) -> None:
        print(f"The {self.name} {words}.", file=sys.stderr, flush=True)
