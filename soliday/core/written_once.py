"""A secret on disk: written once, whole, for the owner only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_once(path: Path, data: bytes) -> None:
    """Write the file unless it is there; of many who try at once, one wins. Durable on return."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # made for the owner only
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # atomic, and never over a key that another process has just drawn
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
