"""One release taken whole, from a site on which publishing goes on.

The sums come first, then every file they list. A file that is another by then belongs to a newer
release: the sums are read again, and only what differs is fetched again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from soliday.press.mirrors.minisig import PublicKey
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS, Root, SumsUnreadable, read_root
from soliday.press.mirrors.verify import Fault, Kind, Tree, listed_files, signature_fault

TRIES, PAUSE, THREADS = 8, 0.5, 4  # attempts, seconds between them, files fetched at once


class NotTaken(Exception):
    """No whole release could be had. `faults` say what was wrong at the last try."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults


@dataclass(frozen=True)
class Release:
    """A signed release: its own two files, its head and parts, and the sum of every file."""

    sums: bytes
    signature: bytes
    root: Root
    listed: Mapping[str, str]


class Store:
    """A folder that a release is gathered in. Files of `previous` are linked, not copied."""

    def __init__(self, folder: Path, previous: Path | None = None) -> None:
        self.folder, self.previous = folder, previous

    def has(self, name: str, sum_: str) -> bool:
        """Whether the file lies here already, or could be linked from the previous release."""
        if _holds(self.folder / name, sum_):
            return True
        if self.previous is None or not _holds(self.previous / name, sum_):
            return False
        place = self._place(name)
        place.unlink(missing_ok=True)
        os.link(self.previous / name, place)
        return True

    def put(self, name: str, data: bytes) -> None:
        """Write a file; one that is linked to a previous release is replaced, not written into."""
        place = self._place(name)
        place.unlink(missing_ok=True)
        place.write_bytes(data)
        place.chmod(0o644)

    def keep_only(self, names: set[str]) -> None:
        """Remove what an earlier try left and this release does not have."""
        for folder, _, files in os.walk(self.folder):
            for name in files:
                path = Path(folder, name)
                if path.relative_to(self.folder).as_posix() not in names:
                    path.unlink()

    def _place(self, name: str) -> Path:
        place = self.folder / name
        for folder in reversed(place.relative_to(self.folder).parents):
            (self.folder / folder).mkdir(exist_ok=True)
            (self.folder / folder).chmod(0o755)
        return place


def take(source: Tree, store: Store, key: PublicKey) -> Release:
    """Gather a whole release in the store; raise NotTaken."""
    faults: list[Fault] = []
    for attempt in range(TRIES):
        time.sleep(PAUSE if attempt else 0)
        release, faults = _read(source, key)
        if release is None:
            if {Kind.WRONG_KEY} & {fault.kind for fault in faults}:
                break
            continue
        faults = _gather(source, store, release)
        if not faults:
            store.keep_only({*release.listed, *release.root.listed})
            store.put(SUMS, release.sums)
            store.put(SIGNATURE, release.signature)
            return release
    raise NotTaken(*faults)


def _read(source: Tree, key: PublicKey) -> tuple[Release | None, list[Fault]]:
    """The release as it is signed at this moment; None while it is being replaced."""
    sums, signature = source.get(SUMS), source.get(SIGNATURE)
    if sums is None:
        return None, [Fault(Kind.MISSING, SUMS)]
    if signature is None:  # signed elsewhere, and not yet
        return None, [Fault(Kind.UNSIGNED, SIGNATURE)]
    if fault := signature_fault(sums, signature, key):
        return None, [fault]
    try:
        root = read_root(sums)
    except SumsUnreadable as unreadable:
        return None, [Fault(Kind.CHANGED, f"{SUMS}: {unreadable}")]
    listed, unread = listed_files(source, root)
    if unread:
        return None, [Fault(Kind.CHANGED, name) for name in sorted(unread)]
    return Release(sums, signature, root, listed), []


def _gather(source: Tree, store: Store, release: Release) -> list[Fault]:
    def fetch(name: str) -> Fault | None:
        if store.has(name, release.listed[name]):
            return None
        data = source.get(name)
        if data is None:
            return Fault(Kind.MISSING, name)
        if sha256(data).hexdigest() != release.listed[name]:
            return Fault(Kind.CHANGED, name)
        store.put(name, data)
        return None

    with ThreadPoolExecutor(THREADS) as pool:
        return [fault for fault in pool.map(fetch, sorted(release.listed)) if fault]


def _holds(path: Path, sum_: str) -> bool:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == sum_
    except OSError:
        return False
