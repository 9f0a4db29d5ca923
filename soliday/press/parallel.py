"""Many pages at once: one process for each core renders, packs and writes; one keeps the ledger.

The processes are forked, so each has every page at hand and reads the database for itself.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from django.db import connection, connections

from soliday.core.pages import PublicPage
from soliday.press.cycles import look_seldom

Batch = Sequence[PublicPage]
Begun = TypeVar("Begun")
Result = TypeVar("Result")
Work = Callable[[Batch, Callable[[], object]], Result]
MANY = 2000  # pages; below, starting processes costs more than it saves


class WorkerDied(Exception):
    """A process ended before its batch was done; the next build does it again."""


def cores() -> int:
    return len(os.sched_getaffinity(0))


def is_worth_it(pages: Sequence[PublicPage]) -> bool:
    """Whether to fork: never with half a change in hand, which the others could not see."""
    return len(pages) >= MANY and cores() > 1 and not connection.in_atomic_block


def each_done(
    batches: Sequence[Batch],
    begin: Callable[[Batch], Begun],
    work: Work[Result],
    go_on: Callable[[], bool],
) -> Iterator[tuple[Batch, Begun, Result]]:
    """Call `work` in another process and `begin` here, for each batch; yield what both gave.

    Both go on at once. `work` gets the batch, and what returns as soon as `begin` is through; if
    that failed it never returns, and the process ends.

    When `go_on` says no, no further batch is begun, and those begun are still finished.
    """
    connections.close_all()
    shares = _shares(len(batches), min(cores(), len(batches)))
    processes: list[Any] = []
    own: dict[Any, deque[int]] = {}  # what each process is still to be given
    busy: dict[Any, tuple[int, Begun]] = {}
    try:
        for share in shares:
            end, process = _start(batches, work)
            processes.append(process)
            own[end] = share
        for end in own:
            _give(end, batches, _next(own, end), begin, busy)
        while busy:
            for end in [each for each in wait(list(busy)) if isinstance(each, Connection)]:
                (number, begun), answer = busy.pop(end), _answer(end)
                if go_on() and any(own.values()):
                    _give(end, batches, _next(own, end), begin, busy)
                yield batches[number], begun, answer  # while the processes are at work
    finally:
        for end in own:  # all of them first: a younger process holds its elders' ends open
            end.close()
        for process in processes:
            process.join()


def _shares(count: int, processes: int) -> list[deque[int]]:
    """Neighbours to the same process: what one batch has read is at hand for the next."""
    ends = [count * number // processes for number in range(processes + 1)]
    return [deque(range(first, last)) for first, last in pairwise(ends)]


def _next(own: dict[Any, deque[int]], end: Any) -> int:
    """Of its own share; then, from the other side, of the one who is furthest behind."""
    return own[end].popleft() if own[end] else max(own.values(), key=len).pop()


def _give(
    end: Connection,
    batches: Sequence[Batch],
    number: int,
    begin: Callable[[Batch], Begun],
    busy: dict[Any, tuple[int, Begun]],
) -> None:
    with suppress(ConnectionError):  # a process that is gone is told of where it should answer
        end.send(number)
    busy[end] = number, begin(batches[number])
    with suppress(ConnectionError):
        end.send(None)  # begun


def _answer(end: Connection) -> Any:
    try:
        return end.recv()
    except (EOFError, ConnectionError) as error:
        raise WorkerDied from error


def _start(batches: Sequence[Batch], work: Work[Any]) -> tuple[Connection, Any]:
    ours, theirs = get_context("fork").Pipe()
    process = get_context("fork").Process(target=_serve, args=(ours, theirs, batches, work))
    process.start()
    theirs.close()
    return ours, process


def _serve(ours: Connection, end: Connection, batches: Sequence[Batch], work: Work[Any]) -> None:
    ours.close()
    look_seldom()
    with suppress(EOFError):  # nothing more to do, or whoever gave it is gone
        while True:
            number = end.recv()
            begun = cache(end.recv)
            result = work(batches[number], begun)
            begun()
            end.send(result)
