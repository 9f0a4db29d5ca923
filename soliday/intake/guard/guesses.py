"""Wrong receipts by one sender: after a few, each makes the wait before the next look-up longer.

A receipt has 139 random bits, so nobody guesses one; this keeps the server free of those who try.
Who shares a sender's name with somebody who guesses waits half a minute at most.
"""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from threading import Lock

from django.conf import settings

FREE_TRIES = 5
FORGOTTEN_AFTER = 10 * 60.0
LONGEST_WAIT = 30
MOST_KEPT = 10_000


class Guesses:
    """Wrong tries by sender, in memory; who is not seen for a while is forgotten."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._tries: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wrong(self, sender: str | None, *, now: float) -> int:
        """Count a wrong receipt; return the seconds to wait before the next try, mostly 0."""
        if sender is None or not settings.CONFIGURATION.is_flood_guarded:
            return 0
        with self._lock:
            last, count = self._tries.pop(sender, (now, 0))
            count = 1 if now - last > FORGOTTEN_AFTER else count + 1
            self._tries[sender] = (now, count)
            while len(self._tries) > MOST_KEPT:
                self._tries.popitem(last=False)
        return _wait_after(count)

    def left(self, sender: str | None, *, now: float) -> int:
        """The seconds to wait before anything is looked up for this sender; mostly 0."""
        with self._lock:
            last, count = self._tries.get(sender or "", (now, 0))
        return max(0, ceil(last + _wait_after(count) - now))


def _wait_after(count: int) -> int:
    return min(2 ** min(count - FREE_TRIES, 20), LONGEST_WAIT) if count > FREE_TRIES else 0


guesses = Guesses()
