"""A copy brought to where it is to stand: a folder, another machine by rsync, or a store."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from soliday.press.mirrors.fetch import INCOMING, alone, switch_over
from soliday.press.mirrors.make import Made
from soliday.press.mirrors.s3 import Store, account_from_environment, upload
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS

# `user@host:path`, `host::module/path` or `rsync://`: what rsync itself takes for another machine.
ELSEWHERE = re.compile(r"rsync://[^-\s]\S*|[^-/\s:][^/\s:]*::?\S*")
BY_CONTENT = ("rsync", "--recursive", "--checksum", "--compress", "--chmod=D755,F644")

Making = Callable[[Path], Made]


class NotPushed(Exception):
    """The copy did not arrive; what stood there still stands, or a part of it is newer."""


def push(make: Making, target: str) -> Made:
    """Make a copy and bring it to `s3://bucket/prefix`, `host:path`, `rsync://…`, or a folder."""
    if target.startswith("s3://"):
        return _to_store(make, target)
    return _by_rsync(make, target) if ELSEWHERE.fullmatch(target) else _to_folder(make, target)


def _to_folder(make: Making, target: str) -> Made:
    """As a copy that is fetched: `site` in the folder leads to the release in force."""
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        made = make(folder / INCOMING)
        switch_over(folder, made.sequence)
    return made


def _to_store(make: Making, target: str) -> Made:
    store = Store(target, account_from_environment())
    with TemporaryDirectory() as folder:
        made = make(Path(folder, "copy"))
        upload(Path(folder, "copy"), store, _turn)
    return made


def _turn(name: str) -> int:
    """Files, parts, sums, signature: what is named exists when it is named."""
    if name in (SUMS, SIGNATURE):
        return 2 + (name == SIGNATURE)
    return int(name.startswith("sums/"))


def _by_rsync(make: Making, target: str) -> Made:
    """Files first, then the sums with all that goes: who looks on the way finds the old sums."""
    with TemporaryDirectory() as folder:
        made = make(Path(folder, "copy"))
        source, there = f"{folder}/copy/", target.rstrip("/") + "/"
        later = [f"--exclude=/{name}" for name in (SUMS, SIGNATURE, "sums/")]
        for step in (later, ["--delete-delay"]):
            done = subprocess.run([*BY_CONTENT, *step, "--", source, there])
            if done.returncode:
                raise NotPushed(f"rsync ended with code {done.returncode}")
    return made
