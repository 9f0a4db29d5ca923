"""Whether the data folder fits this version of the software; without Django, so in no time."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from soliday.configuration import Configuration
from soliday.core.software import software_digest


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


def _mark(data: Path) -> str:
    try:
        return (data / "prepared").read_text("ascii").strip()
    except FileNotFoundError:
        return ""


def _database_is_there(configuration: Configuration) -> bool:
    kind, _, place = configuration.database_url.partition(":///")
    return kind != "sqlite" or Path(unquote(place)).exists()
