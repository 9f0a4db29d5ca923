"""Whether the disk has room for what people send. When it is nearly full the form closes early."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.conf import settings

MEGABYTE = 1024**2
LEAST, MOST = 64 * MEGABYTE, 1024 * MEGABYTE
SECONDS_BETWEEN_LOOKS = 3.0

_looked: dict[Path, tuple[float, bool]] = {}


def is_room_left() -> bool:
    """Whether a report may be taken in. Looks at the disk every few seconds at most."""
    now = time.monotonic()
    looked_at, answer = _looked.get(settings.DATA, (-SECONDS_BETWEEN_LOOKS, False))
    if now - looked_at >= SECONDS_BETWEEN_LOOKS:
        answer = _is_room_left(settings.DATA)
        _looked[settings.DATA] = (now, answer)
    return answer


def least_free(total: int) -> int:
    """How many of so many bytes must be free: as the host set it, or a twentieth within limits."""
    chosen: int | None = settings.CONFIGURATION.least_free_mb
    return min(max(total // 20, LEAST), MOST) if chosen is None else chosen * MEGABYTE


def forget() -> None:
    """Look again at the next question."""
    _looked.clear()


def _is_room_left(folder: Path) -> bool:
    disk = shutil.disk_usage(folder)
    return disk.free >= least_free(disk.total)
