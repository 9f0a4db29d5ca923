"""What stands around a live page, the same for everybody: read anew every few seconds.

A page of the committee that changes shows here that much later. Nothing a visitor sent is in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from soliday.campaign.frame import Frame, frame_for
from soliday.campaign.models import Day, IdeaPage
from soliday.campaign.queries import day_page, ideas, main_day

SECONDS = 5.0
_read: dict[tuple[str, ...], tuple[float, Any]] = {}


def forget() -> None:
    """Read everything anew."""
    _read.clear()


def frame(language: str) -> Frame:
    """The frame of the main day. Raises Day.DoesNotExist and DayPage.DoesNotExist."""
    return cast(Frame, remembered(("frame", language), partial(_frame, language)))


def catalogue(day: Day, language: str) -> list[IdeaPage]:
    """The ideas of a day."""
    name = ("ideas", day.slug, language)
    return cast(list[IdeaPage], remembered(name, partial(ideas, day, language)))


def _frame(language: str) -> Frame:
    return frame_for(day_page(main_day(), language), language)


def remembered(name: tuple[str, ...], read: Callable[[], Any]) -> Any:
    """What was read or made for another visitor a few seconds ago, by any name."""
    until, found = _read.get(name, (0.0, None))
    if time.monotonic() >= until:
        found = read()
        _read[name] = (time.monotonic() + SECONDS, found)
    return found
