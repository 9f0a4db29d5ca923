"""Files of the site: each appears whole, stays whole, and goes away in all its forms.

Files are written as drafts, flushed together, and renamed to their places; the folders are
flushed after that. A page that is new comes in its folder, with one rename. Nothing here takes a
lock: only the holder of `turns.only_worker` may write.
"""

from __future__ import annotations

import ctypes
import errno
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import brotli

from soliday.press.compression import SMALLEST, Forms, expand, forms_of_each, is_text
from soliday.press.drafts import (
    DRAFTS,
    is_link,
    new_draft,
    own_drafts,
    remove,
    set_aside,
    write_draft,
    write_draft_folder,
)
from soliday.press.paths import FORMS, PATH, PathUnsafe
from soliday.press.threads import beside

PAGE = "index.html"  # the one file of its folder
FEW_FOLDERS = 8
SYNCFS = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


@dataclass(frozen=True)
class Draft:
    """A form of a file that is not yet in its place; no draft: this form is to go.

    page: the name of a file; then it is the new folder for that file, with all its forms.
    """

    target: str
    draft: str | None
    page: str = ""


def open_site(site: Path) -> None:
    """Make the site's folder, readable by everybody, and one for drafts in it."""
    site.parent.mkdir(parents=True, exist_ok=True)
    for above in _make_folder(os.fspath(site)):
        _flush_folder(above)
    (site / DRAFTS).mkdir(mode=0o700, exist_ok=True)


def write_page(site: Path, file_name: str, data: bytes) -> None:
    """Write one file in all its forms; when this returns it is durable."""
    write_pages(site, [(file_name, data)])


def write_pages(site: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write files, which appear in the order given; when this returns they are durable."""
    with beside() as begin:
        begun = [begin(drafted, site, name, data) for name, data in files]
        put(site, [draft for drafts in begun for draft in drafts()])


def drafted(site: Path, file_name: str, data: bytes) -> list[Draft]:
    """The file in all its forms, for `put`."""
    return all_drafted(site, [(file_name, data)])


def all_drafted(site: Path, files: Sequence[tuple[str, bytes]]) -> list[Draft]:
    """The same of many files: compressed first, and then written."""
    packed = zip(files, forms_of_each(files), strict=True)
    return [each for (name, _), forms in packed for each in _drafted(site, name, forms)]


def _drafted(site: Path, file_name: str, packed: Forms) -> list[Draft]:
    target = _target(site, file_name)
    folder, _, name = target.rpartition("/")
    with own_drafts(site) as own:
        if name == PAGE and not os.path.lexists(folder):
            files = {name + form: each for form, each in packed.items() if each is not None}
            return [Draft(folder, write_draft_folder(new_draft(own), files), name)]
        return [
            Draft(target + form, None if each is None else write_draft(new_draft(own), each))
            for form, each in packed.items()
        ]


def put(site: Path, drafts: Sequence[Draft]) -> None:
    """Flush the drafts and give each its place, in the order given; then they are durable."""
    if not drafts:
        return
    folders = {os.path.dirname(draft.target) for draft in drafts}
    new = {folder for folder in folders if not os.path.isdir(folder)}
    there = [
        draft.target
        for draft in drafts
        if not draft.page and os.path.dirname(draft.target) not in new
    ]
    with own_drafts(site) as own:
        flush_disk(own)
        old = [path for target in there if (path := set_aside(own, target))]
        folders = folders.union(*[_make_folder(folder) for folder in new])
        for draft in drafts:
            _put(own, draft)
        _unlink(old)
    if len(folders) > FEW_FOLDERS:
        flush_disk(site)
        return
    for folder in folders:
        _flush_folder(folder)


def _unlink(old: Sequence[Path]) -> None:
    """Several at once: each waits for the disk to free its blocks."""
    with beside() as begin:
        for gone in [begin(Path.unlink, path) for path in old]:
            gone()


def flush_disk(folder: str | Path) -> None:
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
    with own_drafts(site) as own:
        for name in file_names:
            target = _target(site, name)
            for form in (*FORMS, ""):
                remove(own, target + form)
            folders.add(Path(target).parent)
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
    return not any(os.path.lexists(target + form) for form in FORMS)


def read_page(site: Path, file_name: str) -> bytes:
    """What lies there; empty if it cannot be read."""
    try:
        return Path(_target(site, file_name)).read_bytes()
    except OSError:
        return b""


def in_all_forms(file_names: Iterable[str]) -> set[str]:
    return {name + form for name in file_names for form in ("", *FORMS)}


def strays(site: Path, file_names: Iterable[str]) -> list[str]:
    """Files in the site's folder that belong to none of these names."""
    known = in_all_forms(file_names)
    found = (path[len(os.fspath(site)) + 1 :] for path in _files_below(os.fspath(site)))
    return sorted(name for name in found if name not in known)


def _files_below(folder: str) -> Iterator[str]:
    """Whatever is no folder; links are not followed, whatever they lead to."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(entry.path)
            else:
                yield entry.path


def remove_stray(site: Path, name: str) -> None:
    """Remove a file by the name that `strays` gave it."""
    with own_drafts(site) as own:
        remove(own, site / name)
    _prune(site, (site / name).parent)


def _target(site: Path, file_name: str) -> str:
    """Where the file goes: below the site's folder, and through no link out of it."""
    *folders, last = file_name.split("/")
    if not PATH.fullmatch(f"/{file_name}") or not last:
        raise PathUnsafe(file_name)
    at = os.fspath(site)
    for left, folder in enumerate(folders, 1 - len(folders)):
        at = f"{at}/{folder}"
        if is_link(at, is_shared=left < 0):
            raise PathUnsafe(file_name)
    return f"{at}/{last}"


def _holds(target: str, form: str, data: bytes) -> bool:
    try:
        with open(target + form, "rb", buffering=0) as file:
            return expand(form, file.readall()) == data
    except (OSError, EOFError, zlib.error, brotli.error):
        return False


def _put(own: str, draft: Draft) -> None:
    """Give a draft its place."""
    if draft.draft is None:
        remove(own, draft.target)
        return
    try:
        os.replace(draft.draft, draft.target)
    except OSError as error:
        if not draft.page or error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        _put_each(own, draft)


def _put_each(own: str, folder: Draft) -> None:
    """Where a page below came first, the folder is there by now."""
    for form in ("", *FORMS):
        draft = f"{folder.draft}/{folder.page}{form}"
        is_there = os.path.lexists(draft)
        _put(own, Draft(f"{folder.target}/{folder.page}{form}", draft if is_there else None))
    os.rmdir(str(folder.draft))


def _make_folder(folder: str) -> list[str]:
    """Return the folders that got a new one, still to be flushed."""
    if os.path.isdir(folder):
        return []
    above = os.path.dirname(folder)
    changed = _make_folder(above)
    with suppress(FileExistsError):
        os.mkdir(folder)
    os.chmod(folder, 0o755)  # noqa: S103  everybody may read the site
    return [*changed, above]


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


def _flush_folder(folder: str | Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
