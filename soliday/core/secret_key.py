"""The installation's secret key: drawn once, kept in its own file, readable by the owner only."""

from __future__ import annotations

import secrets
from pathlib import Path

from soliday.core.written_once import write_once


def secret_key(folder: Path) -> str:
    """Return the key in `folder`, drawing it at the first call. Safe when two processes race."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_once(path, secrets.token_urlsafe(48).encode())
    return path.read_text("ascii").strip()
