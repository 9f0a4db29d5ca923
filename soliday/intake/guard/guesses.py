"""Wrong receipts by one sender: each answer after a few says to wait longer. Right ones never wait.

A receipt has 128 random bits, so nobody guesses one; this keeps the server free of those who try.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from django.conf import settings

FREE_TRIES = 5
FORGOTTEN_AFTER = 10 * 60.0
LONGEST_WAIT = 5 * 60
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
        return min(2 ** min(count - FREE_TRIES, 20), LONGEST_WAIT) if count > FREE_TRIES else 0


guesses = Guesses()
