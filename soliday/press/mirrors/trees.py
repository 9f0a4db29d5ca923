"""Where a copy may lie: in a folder, a zip file, or at a web address. Each maps names to bytes."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from soliday.press.files import open_below
from soliday.press.mirrors.web import NotThere, Web

LARGEST = 64 * 1024 * 1024  # bytes of one file; what we publish is far smaller


class Folder(Mapping[str, bytes]):
    """A copy in a folder. No link is followed: what a link leads to is not of the copy."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __getitem__(self, name: str) -> bytes:
        try:
            with open_below(self.root, name) as file:
                if os.fstat(file.fileno()).st_size > LARGEST:
                    raise KeyError(name)
                return file.read()
        except OSError as error:
            raise KeyError(name) from error

    def __contains__(self, name: object) -> bool:
        return (self.root / str(name)).is_file()

    def __iter__(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.root):
            links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
            for name in (*files, *links):
                yield os.path.relpath(os.path.join(folder, name), self.root)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Archive(Mapping[str, bytes]):
    """A copy in a zip file."""

    def __init__(self, path: Path) -> None:
        try:
            self.archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            raise OSError(str(error)) from error

    def __getitem__(self, name: str) -> bytes:
        try:
            if self.archive.getinfo(name).file_size > LARGEST:
                raise KeyError(name)
            return self.archive.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            return b""  # damaged: there is such a file, and it is not what its sum says

    def __iter__(self) -> Iterator[str]:
        return iter(name for name in self.archive.namelist() if not name.endswith("/"))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Site(Mapping[str, bytes]):
    """A copy at a web address. It cannot be listed: what it has beyond its sums stays unseen."""

    def __init__(self, web: Web) -> None:
        self.web = web

    def __getitem__(self, name: str) -> bytes:
        try:
            return self.web.get(name, most=LARGEST).body
        except NotThere as error:
            raise KeyError(name) from error

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
