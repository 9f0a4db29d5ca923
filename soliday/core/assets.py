"""The public stylesheet, icons and script, under names that hold a digest of their bytes."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

FOLDER = Path(__file__).with_name("assets")
KINDS = (".css", ".js", ".svg")


class AssetNotKnown(LookupError):
    """No file of this name lies in core/assets."""


def asset_names() -> list[str]:
    """The names as the source has them: `soliday.css`."""
    return sorted(path.name for path in FOLDER.iterdir() if path.suffix in KINDS)


@functools.cache
def asset_path(name: str) -> str:
    """Where the asset stands on the site: `/assets/soliday.1f2e3d4c5b6a.css`."""
    stem, _, suffix = name.rpartition(".")
    digest = hashlib.sha256(asset_bytes(name)).hexdigest()[:12]
    return f"/assets/{stem}.{digest}.{suffix}"


def asset_bytes(name: str) -> bytes:
    """The file itself. Raises AssetNotKnown."""
    for path in FOLDER.iterdir():
        if path.name == name:
            return path.read_bytes()
    raise AssetNotKnown(name)
