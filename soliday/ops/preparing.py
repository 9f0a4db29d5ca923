"""Whether the data folder fits this version of the software; without Django, so in no time."""

from __future__ import annotations

import hashlib
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import unquote

from soliday.configuration import Configuration

PACKAGE = Path(__file__).resolve().parents[1]
LEFT_OUT = frozenset({".pyc", ".mo"})  # made from what is counted already


class NotPrepared(Exception):
    """The data folder is not ready; the message says what to do."""


def is_prepared(configuration: Configuration) -> bool:
    """Whether `soliday init` has come to its end with exactly this software."""
    return _database_is_there(configuration) and _mark(configuration.data) == software_digest()


def was_prepared(configuration: Configuration) -> bool:
    """Whether it has come to its end at all, if with another version."""
    return _database_is_there(configuration) and bool(_mark(configuration.data))


def require_prepared(configuration: Configuration) -> None:
    """Raise NotPrepared before `soliday init` has come to its end once."""
    if not was_prepared(configuration):
        raise NotPrepared("This installation is not prepared yet. Run “soliday init” first.")


def mark_prepared(data: Path) -> None:
    """Call when everything is in place."""
    (data / "prepared").write_text(f"{software_digest()}\n", "ascii")


def software_digest() -> str:
    """Changes with any file of ours and any installed package."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix not in LEFT_OUT:
            digest.update(f"{path.relative_to(PACKAGE)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in sorted(f"{each.name} {each.version}" for each in distributions()):
        digest.update(f"{name}\n".encode())
    return digest.hexdigest()


def _mark(data: Path) -> str:
    try:
        return (data / "prepared").read_text("ascii").strip()
    except FileNotFoundError:
        return ""


def _database_is_there(configuration: Configuration) -> bool:
    kind, _, place = configuration.database_url.partition(":///")
    return kind != "sqlite" or Path(unquote(place)).exists()
