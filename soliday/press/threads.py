"""Work beside the one who goes on: for what runs outside the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

THREADS = 2  # more wait for each other, and for whoever goes on

Begin = Callable[..., Callable[[], Any]]


@contextmanager
def beside() -> Iterator[Begin]:
    """Gives what begins a call, and returns what waits for its result."""
    with ThreadPoolExecutor(THREADS) as pool:
        yield lambda work, *args: pool.submit(work, *args).result
