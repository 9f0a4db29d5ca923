"""The wall: the newest actions, and an archive whose pages never renumber."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from soliday.actions.day_site import DaySite
from soliday.actions.list_pages import rendered_list
from soliday.actions.listings import neighbours_among
from soliday.actions.queries import (
    NEWEST,
    archive_neighbours,
    archive_number,
)
from soliday.campaign.frame import Frame
from soliday.campaign.rendering import render
from soliday.core.pages import PublicPage


def wall_pages(site: DaySite) -> Iterator[PublicPage]:
    for frame in site.frames.values():
        path = f"{frame.root}actions/"
        yield PublicPage(path, site.keys("wall"), partial(_wall, site, frame, path))
    for number in _numbers(site):
        keys = site.keys() | {f"archive:{site.day.slug}:{number}"}
        for frame in site.frames.values():
            path = archive_path(frame, number)
            made = partial(_archive, site, frame, number)
            yield PublicPage(path, keys, made, near=number * NEWEST + 1)


def archive_path(frame: Frame, number: int) -> str:
    return f"{frame.root}actions/archive/{number}/"


def _numbers(site: DaySite) -> list[int]:
    """The archive pages that hold something, and of these only the stale ones."""
    if site.is_all_stale:
        return list(site.archive_pages())
    named = [int(number) for number in site.named("archive")]
    return [number for number in named if site.archived(number).numbers]


def _wall(site: DaySite, frame: Frame, path: str) -> bytes:
    actions = site.newest()
    latest = archive_number(actions[0].pk) if actions else None
    more: dict[str, Any] = {
        "actions": site.shown(actions, frame),
        "archive": None if latest is None else archive_path(frame, latest),
        "section": "actions",
    }
    return render("actions/wall.html", frame.context(path, **more), language=frame.language)


def _near(site: DaySite, number: int) -> tuple[int | None, int | None]:
    """The older and the newer page; where all are made, no question for each."""
    if site.is_all_stale:
        return neighbours_among(list(site.archive_pages()), number)
    return archive_neighbours(site.day, number)


def _archive(site: DaySite, frame: Frame, number: int) -> bytes:
    near = site.once(("archive", number), partial(_near, site, number))
    with translation.override(frame.language):
        title = gettext("Archive of actions, page %(number)s") % {"number": number + 1}
        heading = gettext("Archive, page %(number)s") % {"number": number + 1}
        name = gettext("Actions")
    return rendered_list(
        frame,
        archive_path(frame, number),
        title=title,
        heading=heading,
        head=(f"{frame.root}actions/", name),
        actions=site.shown(site.archived(number).actions, frame),
        near=[None if each is None else archive_path(frame, each) for each in near],
    )
