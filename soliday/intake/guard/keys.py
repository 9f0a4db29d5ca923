"""Keys that die with the process: derived from a seed that is in memory only."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def keyed(purpose: str, text: str) -> bytes:
    """A name for a text, 32 bytes, that nobody can compute without the seed."""
    return hmac.digest(key(purpose), text.encode(), hashlib.sha256)


def key(purpose: str) -> bytes:
    """All workers of one start share it; the next start has another."""
    return hmac.digest(settings.MEMORY_SEED, f"flood guard, {purpose}".encode(), hashlib.sha256)
