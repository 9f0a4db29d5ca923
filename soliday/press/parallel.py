"""Many pages at once: one process for each core renders, packs and writes; one keeps the ledger.

The processes are forked, so each has every page at hand and reads the database for itself.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
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
Share = list[deque[int]]  # of one process: numbers of batches by group
Work = Callable[[Batch, Callable[[], object]], Result]
MANY = 2000  # pages; below, starting processes costs more than it saves


class WorkerDied(Exception):
    """A process ended before its batch was done; the next build does it again."""


def cores() -> int:
    return len(os.sched_getaffinity(0))


def is_worth_it(pages: int) -> bool:
    """Whether to fork: never with half a change in hand, which the others could not see."""
    return pages >= MANY and cores() > 1 and not connection.in_atomic_block


def each_done(
    groups: Sequence[Sequence[Batch]],
    begin: Callable[[Batch], Begun],
    work: Work[Result],
    go_on: Callable[[], bool],
) -> Iterator[tuple[Batch, Begun, Result]]:
    """Call `work` in another process and `begin` here, for each batch; yield what both gave.

    Both go on at once. `work` gets the batch, and what returns as soon as `begin` is through and
    all batches of the groups before are done; if one failed it never returns, and the process ends.

    When `go_on` says no, no further batch is begun, and those begun are still finished.
    """
    connections.close_all()
    batches = [batch for group in groups for batch in group]
    group_of = [number for number, group in enumerate(groups) for _ in group]
    own: dict[Any, Share] = {}
    processes: list[Any] = []
    try:
        for share in _shares([len(group) for group in groups], min(cores(), len(batches))):
            end, process = _start(batches, work)
            processes.append(process)
            own[end] = share
        pool = _Pool(batches, group_of, own, begin)
        for end in own:
            pool.give(end)
        while pool.busy:
            for end in [each for each in wait(list(pool.busy)) if isinstance(each, Connection)]:
                done = pool.take(end)
                if go_on():
                    pool.give(end)
                yield done  # while the processes are at work
    finally:
        for end in own:  # all of them first: a younger process holds its elders' ends open
            end.close()
        for process in processes:
            process.join()


@dataclass
class _Pool:
    """own: what each process is still to be given, numbers of batches by group. busy: what it has
    in hand. held: those who have not been told to go on with that."""

    batches: Sequence[Batch]
    group_of: Sequence[int]
    own: dict[Any, Share]
    begin: Callable[[Batch], Any]
    busy: dict[Any, tuple[int, Any]] = field(default_factory=dict)
    held: list[Any] = field(default_factory=list)

    def give(self, end: Connection) -> None:
        """The next batch, if there is one."""
        number = _next(self.own, end)
        if number is None:
            return
        with suppress(ConnectionError):  # a process that is gone is told of where it should answer
            end.send(number)
        self.busy[end] = number, self.begin(self.batches[number])
        self.held.append(end)
        self._let_go_on()

    def take(self, end: Connection) -> tuple[Batch, Any, Any]:
        """What it has done."""
        (number, begun), answer = self.busy.pop(end), _answer(end)
        self._let_go_on()
        return self.batches[number], begun, answer

    def _let_go_on(self) -> None:
        """All who are in the earliest group that is at work."""
        at_work = {end: self.group_of[number] for end, (number, _) in self.busy.items()}
        first = min(at_work.values(), default=0)
        for end in [each for each in self.held if at_work[each] == first]:
            self.held.remove(end)
            with suppress(ConnectionError):
                end.send(None)


def _shares(counts: Sequence[int], processes: int) -> list[Share]:
    """Neighbours to the same process: what one batch has read is at hand for the next."""
    shares: list[Share] = [[] for _ in range(processes)]
    first = 0
    for count in counts:
        ends = [first + count * number // processes for number in range(processes + 1)]
        for share, (start, end) in zip(shares, pairwise(ends), strict=True):
            share.append(deque(range(start, end)))
        first += count
    return shares


def _next(own: dict[Any, Share], end: Any) -> int | None:
    """Of the first group with any left: of its own share; then, from the other side, of the one who
    is furthest behind."""
    for group, share in enumerate(own[end]):
        if share:
            return share.popleft()
        if longest := max((each[group] for each in own.values()), key=len):
            return longest.pop()
    return None


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
