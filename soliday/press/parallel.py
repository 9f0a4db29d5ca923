"""Many pages at once: one process for each core renders, packs and writes; one keeps the ledger.

The processes are forked, so each has every page at hand and reads the database for itself.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from django.db import connection, connections

from soliday.core.pages import PublicPage

Batch = Sequence[PublicPage]
Result = TypeVar("Result")
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
    begin: Callable[[Batch], None],
    work: Callable[[Batch], Result],
    go_on: Callable[[], bool],
) -> Iterator[tuple[Batch, Result]]:
    """Call `begin` here before each batch, and `work` in another process; yield what it gave.

    When `go_on` says no, no further batch is begun, and those begun are still finished.
    """
    connections.close_all()
    ends = [_start(batches, work) for _ in range(min(cores(), len(batches)))]
    waiting = iter(range(len(batches)))
    busy: dict[Any, int] = {}
    try:
        for end, _ in ends:
            _give(end, batches, next(waiting), begin, busy)
        while busy:
            for end in [each for each in wait(list(busy)) if isinstance(each, Connection)]:
                number = busy.pop(end)
                yield batches[number], _answer(end)
                if go_on() and (following := next(waiting, None)) is not None:
                    _give(end, batches, following, begin, busy)
    finally:
        for end, _ in ends:  # all of them first: a younger process holds its elders' ends open
            end.close()
        for _, process in ends:
            process.join()


def _give(
    end: Connection,
    batches: Sequence[Batch],
    number: int,
    begin: Callable[[Batch], None],
    busy: dict[Any, int],
) -> None:
    begin(batches[number])
    end.send(number)
    busy[end] = number


def _answer(end: Connection) -> Any:
    try:
        return end.recv()
    except EOFError as error:
        raise WorkerDied from error


def _start(batches: Sequence[Batch], work: Callable[[Batch], Any]) -> tuple[Connection, Any]:
    ours, theirs = get_context("fork").Pipe()
    process = get_context("fork").Process(target=_serve, args=(ours, theirs, batches, work))
    process.start()
    theirs.close()
    return ours, process


def _serve(
    ours: Connection, end: Connection, batches: Sequence[Batch], work: Callable[[Batch], Any]
) -> None:
    ours.close()
    gc.enable()
    gc.freeze()  # what was there before is not looked through again, for it does not go
    while True:
        try:
            number = end.recv()
        except EOFError:  # nothing more to do, or whoever gave it is gone
            return
        end.send(work(batches[number]))
