"""The storage of uploaded files: there is none. Whatever tries to keep one fails."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage


class NoFiles(Storage):
    """Keeps nothing and gives nothing, so that no upload can go past the door for photos."""

    def _open(self, name: str, *_mode: Any, **_options: Any) -> NoReturn:
        raise SuspiciousFileOperation("no file is kept here")

    def _save(self, name: str, content: Any) -> NoReturn:
        raise SuspiciousFileOperation("no file may be kept here")

    def exists(self, name: str) -> bool:
        return False

    def delete(self, name: str) -> None:
        """There is nothing to delete."""

    def url(self, name: str | None) -> NoReturn:
        raise SuspiciousFileOperation("no file is shown from here")
