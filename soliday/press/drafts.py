"""Where files of the site are made before they appear, and where they go to disappear.

One folder inside the site (a rename never crosses a disk), closed to others and out of reach of
the server. In it each turn at the press has a folder of its own, and who takes over sweeps all
others away. Every file of the site comes out of such a folder or goes into it: so the renames of
a worker that was frozen and overtaken fail, at whatever step it wakes.
"""

from __future__ import annotations

import os
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

DRAFTS = ".drafts"
_turn: list[str] = []  # the name of the folder that is in use
_plain: set[str] = set()  # folders that were seen in this turn to be no links


class Overtaken(Exception):
    """Another worker took over the press while this one stood still; it writes nothing more."""

    def __init__(self) -> None:
        super().__init__("another worker has taken over the press; this one stops")


@contextmanager
def drafting(site: Path, turn: str, check: Callable[[], None]) -> Iterator[None]:
    """Have a folder for drafts, and sweep those that others left.

    turn: a name for it, new with each change of hands. check: raises if the turn is over.
    """
    own, left = site / DRAFTS / turn, list((site / DRAFTS).iterdir())
    own.mkdir(exist_ok=True)
    check()  # whoever takes over after this finds our folder, and we do not sweep theirs
    for each in left:
        if each != own:
            _sweep(each)
    _turn.append(turn)
    try:
        yield
    finally:
        _turn.clear()
        _plain.clear()
        shutil.rmtree(own, ignore_errors=True)


def drafts_of(site: Path) -> str:
    """Where the drafts of this turn are; outside of turns, of a signature that is handed in."""
    return "/".join((os.fspath(site), DRAFTS, *_turn))


@contextmanager
def own_drafts(site: Path) -> Iterator[str]:
    """The same; raises Overtaken if somebody has swept it away meanwhile."""
    own = drafts_of(site)
    try:
        yield own
    except FileNotFoundError as error:
        if os.path.isdir(own):
            raise
        raise Overtaken from error


def is_link(folder: str, *, is_shared: bool) -> bool:
    """Whether the way into the folder leads elsewhere. One that many files share is looked at
    once in a turn."""
    if folder in _plain:
        return False
    found = os.path.islink(folder)
    if is_shared and _turn and not found:
        _plain.add(folder)
    return found


def new_draft(own: str) -> str:
    """A path that nobody has."""
    return f"{own}/{secrets.token_hex(8)}"


def write_draft(draft: str, data: bytes) -> str:
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.fchmod(number, 0o644)  # whatever the umask: nginx may run as somebody else
        left = memoryview(data)
        while left:
            left = left[os.write(number, left) :]
        os.utime(number, (_time_of(data),) * 2)
    finally:
        os.close(number)
    return draft


def write_draft_folder(draft: str, files: Mapping[str, bytes]) -> str:
    os.mkdir(draft)
    os.chmod(draft, 0o755)  # noqa: S103  everybody may read the site
    for name, data in files.items():
        write_draft(f"{draft}/{name}", data)
    return draft


def _time_of(data: bytes) -> int:
    """A time before 2004 that stands for these bytes, in place of when they were written.

    nginx and Caddy make their ETag of size and time: so it changes with the content, also within a
    second, is the same on every machine, and tells nobody when something was published.
    """
    return zlib.crc32(data) >> 2


def set_aside(own: str, target: str) -> Path | None:
    """A second name for the old file: to free its blocks takes a disk milliseconds, and a rename
    over its only name would wait for that, one file after the other."""
    name = Path(new_draft(own))
    try:
        os.link(target, name, follow_symlinks=False)
    except OSError:  # there is none, or the disk knows no second names
        return None
    return name


def remove(own: str, target: str | Path) -> None:
    """Out of the site in one step, by a rename that fails when our turn is over."""
    gone = Path(new_draft(own))
    try:
        os.replace(target, gone)
    except FileNotFoundError:
        if os.path.lexists(target):
            raise
        return
    gone.unlink()


def _sweep(left: Path) -> None:
    """First out of reach of whoever still works with it."""
    gone = left.with_name(secrets.token_hex(8))
    try:
        os.rename(left, gone)
    except FileNotFoundError:
        return
    if gone.is_dir():
        shutil.rmtree(gone)
    else:
        gone.unlink()
