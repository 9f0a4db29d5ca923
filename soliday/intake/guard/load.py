"""How much is arriving in this process: the reports of the last minute, the photos that wait.

A sender who can be told apart counts for the others only up to a limit: nobody alone can make it
harder for everybody. All of it is memory, and forgotten after a minute.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from soliday.photos.limits import JOBS_AT_ONCE

SECONDS = 60.0
MANY_POSTS = 60  # in a minute, in one process; more than a committee could read anyway
MANY_BY_ONE = 20
MANY_WAITING_PHOTOS = 2
MOST_KEPT = 4096
# Pressure below 1 is calm, and nothing is asked. From here on it is a flood.
BUSY, FLOOD = 1.0, 5.0


class Load:
    """Posts of the last minute by sender, and photos at work or waiting."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._posts: deque[tuple[float, str | None]] = deque()
        self._counts: Counter[str | None] = Counter()
        self._photos_count = 0

    def note(self, sender: str | None, *, now: float) -> None:
        """Somebody has sent a form."""
        with self._lock:
            self._drop_old(now)
            if len(self._posts) < MOST_KEPT:
                self._posts.append((now, sender))
                self._counts[sender] += 1

    @contextmanager
    def photo(self) -> Iterator[None]:
        """Count a report's photos while they are made safe."""
        with self._lock:
            self._photos_count += 1
        try:
            yield
        finally:
            with self._lock:
                self._photos_count -= 1

    def pressure(self, sender: str | None, *, now: float) -> float:
        """How hard it is just now, for this sender; below BUSY it is calm."""
        with self._lock:
            self._drop_old(now)
            own = self._counts[sender] if sender else 0
            waiting = max(0, self._photos_count - JOBS_AT_ONCE)
            return max(
                self._shared() / MANY_POSTS, own / MANY_BY_ONE, waiting / MANY_WAITING_PHOTOS
            )

    def _shared(self) -> int:
        named = (min(count, MANY_BY_ONE) for name, count in self._counts.items() if name)
        return sum(named) + self._counts[None]

    def _drop_old(self, now: float) -> None:
        while self._posts and self._posts[0][0] <= now - SECONDS:
            _, sender = self._posts.popleft()
            self._counts[sender] -= 1
            if not self._counts[sender]:
                del self._counts[sender]


load = Load()
