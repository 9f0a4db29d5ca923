"""Which software this is: a digest of it."""

from __future__ import annotations

import hashlib
from importlib.metadata import distributions
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
    installed = (each.metadata for each in distributions())  # read from disk at each call
    for name in sorted(f"{each['Name']} {each['Version']}" for each in installed):
        digest.update(f"{name}\n".encode())
    return digest.hexdigest()
