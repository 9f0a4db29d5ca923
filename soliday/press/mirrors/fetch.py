"""A copy that follows the site: asks for the sums, fetches what changed, then switches over.

In the copy's folder: `site`, a link to the release in force (a web server serves this one),
`releases/`, and `etag`. What was withdrawn goes with the old release, right after the switch.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from soliday.press.compression import forms, is_text
from soliday.press.mirrors.minisig import PublicKey
from soliday.press.mirrors.snapshot import NotTaken, Release, Store, take
from soliday.press.mirrors.sums_file import SUMS, SumsUnreadable, read_root
from soliday.press.mirrors.trees import LARGEST, Folder, Site
from soliday.press.mirrors.unpacking import unpacked
from soliday.press.mirrors.verify import Fault, release_faults, verify
from soliday.press.mirrors.web import Web
from soliday.press.paths import FORMS

CURRENT, RELEASES, INCOMING, ETAG = "site", "releases", "incoming", "etag"


class AnotherFetch(Exception):
    """Somebody fetches into this folder right now."""


def fetch(
    web: Web, folder: Path, *, key: PublicKey, today: date, known_sequence: int | None = None
) -> Release | None:
    """Bring the copy up to date; None: nothing is new. After NotTaken it is as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        current = _current(folder)
        known = max(known_sequence or 0, _sequence(current))
        got = web.get(SUMS, most=LARGEST, etag=_etag(folder) if current else "")
        if got.status == 304 and current:
            root = read_root((current / SUMS).read_bytes())
            _refuse(release_faults(root, today=today, known_sequence=known))
            return None
        release = _gather(web, folder, current, key, today, known)
        switch_over(folder, release.root.head.sequence)
        (folder / ETAG).write_text(got.etag if got.body == release.sums else "")
        return release


def _gather(
    web: Web, folder: Path, current: Path | None, key: PublicKey, today: date, known: int
) -> Release:
    """A whole, true release in the folder for what comes in."""
    incoming = folder / INCOMING  # left by a fetch that was stopped: what it has is used
    incoming.mkdir(exist_ok=True)
    store = Store(incoming, current)
    release = take(Site(web), store, key)
    _refuse(release_faults(release.root, today=today, known_sequence=known))
    _add_forms(store, release)
    _refuse(verify(Folder(incoming), key=key, today=today, known_sequence=known))
    return release


def _add_forms(store: Store, release: Release) -> None:
    """The compressed forms, so that a web server has them at hand; the sums do not list them."""
    for name in [*release.listed, SUMS]:
        data = (store.folder / name).read_bytes()
        if is_text(name) and not _link_forms(store, name, data):
            for form, packed in forms(name, data).items():
                if form and packed is not None:
                    store.put(name + form, packed)


def _link_forms(store: Store, name: str, data: bytes) -> bool:
    """Take the forms of the previous release, if it has both and they hold just this."""
    if store.previous is None:
        return False
    old = {form: store.previous / (name + form) for form in FORMS}
    if not all(_holds(form, path, data) for form, path in old.items()):
        return False
    for form, path in old.items():
        if not (store.folder / (name + form)).exists():
            os.link(path, store.folder / (name + form))
    return True


def _holds(form: str, path: Path, data: bytes) -> bool:
    return path.is_file() and unpacked(form, path.read_bytes(), len(data)) == data


def switch_over(folder: Path, sequence: int) -> None:
    """Readers see one release or the other; then the old one goes, with what was withdrawn."""
    name = f"{sequence}-{secrets.token_hex(4)}"
    target = folder / RELEASES / name
    target.parent.mkdir(exist_ok=True)
    (folder / INCOMING).rename(target)
    for path in (folder, target.parent, target):
        path.chmod(0o755)  # whatever the umask: a web server runs as somebody else
    link = folder / f"{CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(RELEASES, name))
    link.replace(folder / CURRENT)
    for old in target.parent.iterdir():
        if old != target:
            shutil.rmtree(old)


def _refuse(faults: Iterable[Fault]) -> None:
    if found := list(faults):
        raise NotTaken(*found)


def _current(folder: Path) -> Path | None:
    link = folder / CURRENT
    return link.resolve() if link.is_symlink() and link.is_dir() else None


def _sequence(current: Path | None) -> int:
    try:
        return read_root((current / SUMS).read_bytes()).head.sequence if current else 0
    except (OSError, SumsUnreadable):
        return 0


def _etag(folder: Path) -> str:
    try:
        return (folder / ETAG).read_text()
    except FileNotFoundError:
        return ""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    with open(folder / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherFetch(str(folder)) from error
        yield
