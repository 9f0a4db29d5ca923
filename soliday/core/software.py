"""Which software this is: a digest of it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
LEFT_OUT = frozenset({".pyc", ".mo"})  # made from what is counted already


def software_digest() -> str:
    """Changes with any file of ours and any installed package."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix not in LEFT_OUT:
            digest.update(f"{path.relative_to(PACKAGE)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in sorted(_installed()):
        digest.update(f"{name}\n".encode())
    return digest.hexdigest()


def _installed() -> Iterator[str]:
    """Names that tell name and version, as `django-5.2.19.dist-info`; see "Recording installed
    projects" in the Python Packaging User Guide. To read what is in them took longer than all of
    ours."""
    for folder in map(Path, sys.path):
        for kind in ("*.dist-info", "*.egg-info"):
            yield from (found.name for found in folder.glob(kind))
