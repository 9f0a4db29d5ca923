"""Counts of prisoners over time: where each lies in a picture of fixed size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, HEIGHT = 480, 320
LEFT, RIGHT, TOP, BOTTOM = 20, 446, 34, 288
ROOM_FOR_A_LABEL = 58


@dataclass(frozen=True)
class Point:
    """value: the block as it was written; x and y: its place; has_label: there is room for one."""

    value: Any
    x: int
    y: int
    has_label: bool

    @property
    def label_y(self) -> int:
        return self.y - (24 if self.value["more_than"] else 11)


@dataclass(frozen=True)
class Tick:
    year: int
    x: int


@dataclass(frozen=True)
class Chart:
    points: list[Point]
    ticks: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BOTTOM
    left: int = LEFT
    right: int = RIGHT
    tick_y: int = BOTTOM + 22


def chart_of(values: Sequence[Any]) -> Chart | None:
    """The chart of dated counts, the earliest first; None for fewer than two: no line of time."""
    ordered = sorted(values, key=lambda value: _day(value["as_of"]))
    if len(ordered) < 2:
        return None
    first = date(_day(ordered[0]["as_of"]).year, 1, 1)
    last = date(_day(ordered[-1]["as_of"]).year + 1, 1, 1)
    most = max(value["count"] for value in ordered) or 1
    points: list[Point] = []
    for value in reversed(ordered):  # the latest count always gets its label
        x = _x(_day(value["as_of"]), first, last)
        y = round(BOTTOM - (BOTTOM - TOP) * value["count"] / most)
        points.insert(0, Point(value, x, y, _has_room(x, points)))
    return Chart(points, _ticks(first, last))


def _has_room(x: int, later: list[Point]) -> bool:
    labelled = [point.x for point in later if point.has_label]
    return not labelled or labelled[0] - x >= ROOM_FOR_A_LABEL


def _ticks(first: date, last: date) -> list[Tick]:
    years = range(first.year, last.year)
    step = 1 if len(years) <= 5 else 2 if len(years) <= 14 else 5
    return [Tick(year, _x(date(year, 1, 1), first, last)) for year in years[::step]]


def _x(day: date, first: date, last: date) -> int:
    return round(LEFT + (RIGHT - LEFT) * (day - first).days / (last - first).days)


def _day(as_of: str) -> date:
    """A month alone stands for its first day."""
    year, month, *day = (int(part) for part in as_of.split("-"))
    return date(year, month, *day or [1])
