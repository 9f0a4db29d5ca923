"""Files of the site: each appears whole, stays whole, and goes away in all its forms.

Files are written as drafts, flushed together, and renamed to their places; the folders are
flushed after that. Drafts lie in one folder inside the site (a rename never crosses a disk), closed
to others and out of reach of the server, so that what a killed worker left is swept at once.
Nothing here takes a lock: only the holder of `worker.only_worker` may write.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import zlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import brotli

from soliday.press.compression import SMALLEST, expand, forms, is_text
from soliday.press.paths import FORMS, PATH, PathUnsafe

DRAFTS = ".drafts"
THREADS = 4  # compression runs outside the interpreter's lock
FEW_FOLDERS = 8
SYNCFS = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


@dataclass(frozen=True)
class Draft:
    """A form of a file, safe on disk but not yet in its place; no draft: this form is to go."""

    target: Path
    draft: Path | None


def open_site(site: Path) -> None:
    """Make the site's folder, readable by everybody, and sweep what a killed worker left."""
    site.parent.mkdir(parents=True, exist_ok=True)
    _make_folder(site)
    drafts = site / DRAFTS
    drafts.mkdir(mode=0o700, exist_ok=True)
    for left in drafts.iterdir():
        left.unlink()


def write_page(site: Path, file_name: str, data: bytes) -> None:
    """Write one file in all its forms; when this returns it is durable."""
    write_pages(site, [(file_name, data)])


def write_pages(site: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write files, which appear in the order given; when this returns they are durable."""
    if not files:
        return
    with ThreadPoolExecutor(THREADS) as pool:
        drafts = [each for page in pool.map(lambda f: _drafts(site, *f), files) for each in page]
        flush_disk(site / DRAFTS)
        old = [path for draft in drafts if (path := _set_aside(site / DRAFTS, draft.target))]
        folders = {_put(draft) for draft in drafts}
        list(pool.map(Path.unlink, old))
    if len(folders) > FEW_FOLDERS:
        flush_disk(site)
        return
    for folder in folders:
        _flush_folder(folder)


def flush_disk(folder: Path) -> None:
    """Everything written to the disk that the folder lies on, at once: a hundred files cost what
    one does. Where there is no such call, all disks."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if SYNCFS is None or SYNCFS(number) != 0:
            os.sync()
    finally:
        os.close(number)


def take_down(site: Path, file_names: Iterable[str]) -> None:
    """Remove files in all their forms, and folders that are empty then."""
    folders = set()
    for name in file_names:
        target = _target(site, name)
        for form in (*FORMS, ""):
            target.with_name(target.name + form).unlink(missing_ok=True)
        folders.add(target.parent)
    for folder in sorted(folders, reverse=True):
        _flush_folder(_prune(site, folder))


def is_in_place(site: Path, file_name: str, data: bytes) -> bool:
    """Whether the file lies there with exactly these bytes, in all its forms."""
    target = _target(site, file_name)
    is_packed = is_text(file_name) and len(data) >= SMALLEST
    if not _holds(target, "", data):
        return False
    if is_packed:
        return all(_holds(target, form, data) for form in FORMS)
    return not any(target.with_name(target.name + form).exists() for form in FORMS)


def strays(site: Path, file_names: Iterable[str]) -> list[str]:
    """Files in the site's folder that belong to none of these names."""
    known = {name + form for name in file_names for form in ("", *FORMS)}
    found = (
        os.path.relpath(os.path.join(folder, name), site)
        for folder, subfolders, names in os.walk(site)
        for name in (*names, *(each for each in subfolders if Path(folder, each).is_symlink()))
    )
    return sorted(name for name in found if name not in known)


def remove_stray(site: Path, name: str) -> None:
    """Remove a file by the name that `strays` gave it."""
    (site / name).unlink()
    _prune(site, (site / name).parent)


def _target(site: Path, file_name: str) -> Path:
    """Where the file goes: below the site's folder, and through no link out of it."""
    target = site / file_name
    is_named_well = PATH.fullmatch(f"/{file_name}") and not file_name.endswith("/")
    if not is_named_well or target.parent.resolve() != site.resolve() / Path(file_name).parent:
        raise PathUnsafe(file_name)
    return target


def _holds(target: Path, form: str, data: bytes) -> bool:
    try:
        return expand(form, target.with_name(target.name + form).read_bytes()) == data
    except (OSError, EOFError, zlib.error, brotli.error):
        return False


def _drafts(site: Path, file_name: str, data: bytes) -> list[Draft]:
    target = _target(site, file_name)
    return [
        Draft(
            target.with_name(target.name + form),
            None if packed is None else _write_draft(site / DRAFTS, packed),
        )
        for form, packed in forms(file_name, data).items()
    ]


def _write_draft(folder: Path, data: bytes) -> Path:
    draft = folder / secrets.token_hex(8)
    with open(draft, "xb") as file:
        os.fchmod(file.fileno(), 0o644)  # whatever the umask: nginx may run as somebody else
        file.write(data)
    return draft


def _set_aside(folder: Path, target: Path) -> Path | None:
    """A second name for the old file: to free its blocks takes a disk milliseconds, and a rename
    over its only name would wait for that, one file after the other."""
    name = folder / secrets.token_hex(8)
    try:
        os.link(target, name, follow_symlinks=False)
    except OSError:  # there is none, or the disk knows no second names
        return None
    return name


def _put(draft: Draft) -> Path:
    """Give a draft its place; return the folder, which is still to be flushed."""
    folder = draft.target.parent
    if draft.draft is None:
        draft.target.unlink(missing_ok=True)
    else:
        _make_folder(folder)
        os.replace(draft.draft, draft.target)
    return folder


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    _flush_folder(folder.parent)


def _prune(site: Path, folder: Path) -> Path:
    """Remove empty folders from here upwards; return the first that stays."""
    while folder != site:
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError:  # not empty
            break
        folder = folder.parent
    return folder


def _flush_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
