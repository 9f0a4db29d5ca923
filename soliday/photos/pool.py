"""Children started ahead: a photo does not wait for libraries to load, only for its turn."""

import atexit
import os
from threading import BoundedSemaphore, Lock

from soliday.photos import limits
from soliday.photos.faults import PhotoRefused
from soliday.photos.process import Child


class Pool:
    """At most so many photos at work at once in this process, each in a child of the pool."""

    def __init__(self, size: int) -> None:
        self._turns = BoundedSemaphore(size)
        self._lock = Lock()
        self._idle: list[Child] = []
        self._owner = os.getpid()
        self.faults_count = 0

    def ask(self, request: bytes) -> bytes:
        """Return a child's answer; raises PhotoRefused("busy") if no turn comes soon."""
        if not self._turns.acquire(timeout=limits.WAIT_SECONDS):
            raise PhotoRefused("busy")
        try:
            return self._ask(request)
        finally:
            self._turns.release()

    def start_ahead(self) -> None:
        """Start one child, so that not even the first photo waits for it."""
        child = Child()
        with self._lock:
            self._idle.append(child)

    def end(self) -> None:
        """End all children that are not at work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _ask(self, request: bytes) -> bytes:
        child = self._taken()
        try:
            return child.ask(request)
        except PhotoRefused:
            # What was wrong with a photo stands in an answer; this is what was wrong with a child.
            self.faults_count += 1
            raise
        finally:
            self._give_back(child)

    def _taken(self) -> Child:
        while True:
            with self._lock:
                if os.getpid() != self._owner:
                    # Of a server that forked: those children are its parent's.
                    self._idle, self._owner = [], os.getpid()
                child = self._idle.pop() if self._idle else None
            if child is None:
                return Child()
            if child.is_fit():
                return child
            child.end()

    def _give_back(self, child: Child) -> None:
        if not child.is_fit():
            child.end()
            # If the system is too full for that now, the next photo will try again, and tell.
            try:
                child = Child()
            except (OSError, PhotoRefused):
                return
        with self._lock:
            self._idle.append(child)


pool = Pool(limits.JOBS_AT_ONCE)
atexit.register(pool.end)
