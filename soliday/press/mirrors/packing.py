"""What a copy is written into: a folder or a zip file, the same bytes each time."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path
from typing import Protocol

from soliday.press.mirrors.sums_file import SUMS

# The earliest time a zip file can tell; a time of making would differ from run to run.
NO_TIME = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644 << 16
UNIX = 3


class NotACopy(Exception):
    """The folder that a copy was to replace holds something else."""


class Out(Protocol):
    """A copy being written."""

    def add(self, name: str, data: bytes) -> None: ...

    def close(self) -> int:
        """End the writing; how many bytes it takes."""

    def put_in_place(self, target: Path) -> None:
        """Replace what is at `target`."""

    def remove(self) -> None: ...


class FolderOut:
    """A folder of plain files."""

    def __init__(self, path: Path) -> None:
        self.path, self.size = path, 0
        path.mkdir()

    def add(self, name: str, data: bytes) -> None:
        place = self.path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        self.size += len(data)

    def close(self) -> int:
        for folder, _, names in os.walk(self.path):
            Path(folder).chmod(0o755)  # whatever the umask: others are to read it
            for name in names:
                Path(folder, name).chmod(0o644)
        return self.size

    def put_in_place(self, target: Path) -> None:
        if target.exists() and not _is_copy_or_empty(target):
            raise NotACopy(str(target))
        old = self.path.with_name("old")
        if target.exists():
            target.rename(old)
        self.path.rename(target)

    def remove(self) -> None:
        shutil.rmtree(self.path)


class ZipOut:
    """A zip file; names in order, and nothing in it that tells when or by whom it was made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9)

    def add(self, name: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(name, NO_TIME)
        entry.external_attr, entry.create_system = PLAIN_FILE, UNIX
        entry.compress_type = zipfile.ZIP_DEFLATED
        self.archive.writestr(entry, data, compresslevel=9)

    def close(self) -> int:
        self.archive.close()
        self.path.chmod(0o644)
        return self.path.stat().st_size

    def put_in_place(self, target: Path) -> None:
        self.path.replace(target)

    def remove(self) -> None:
        self.path.unlink()


def _is_copy_or_empty(folder: Path) -> bool:
    return (folder / SUMS).is_file() or (folder.is_dir() and not any(folder.iterdir()))
