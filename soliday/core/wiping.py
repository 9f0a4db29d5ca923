"""Erased means gone: from the pages of the database, and from the log of what was written to it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection

# In a request nobody waits for other readers longer than this; the daily tending does.
A_MOMENT, PATIENCE = 300, 20_000
# Above this, rebuilding would keep writers out for longer than they wait (about 20 s).
LARGEST_REBUILT = 1024**3


@dataclass(frozen=True)
class Wiped:
    """What could be done: the log emptied, the database's pages rebuilt without a gap."""

    is_log_empty: bool
    is_rebuilt: bool


def empty_log() -> bool:
    """On SQLite move the write-ahead log into the database and cut it to nothing.

    Deleted rows are overwritten in the database (secure_delete), but the log still holds their
    pages. False when somebody reads right now, or on another database: then tending does it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    return _checkpoint(A_MOMENT)


def wipe(*, tables: tuple[str, ...], is_something_erased: bool) -> Wiped:
    """Leave nothing of deleted rows where the database lets us; not within a transaction."""
    if connection.vendor == "postgresql":
        return _wipe_postgres(tables, is_something_erased)
    is_rebuilt = is_something_erased and _rebuild()
    return Wiped(is_log_empty=_checkpoint(PATIENCE), is_rebuilt=is_rebuilt)


def _checkpoint(milliseconds: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        try:
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, _pages, _moved = cursor.fetchone()
        except DatabaseError:  # another process is emptying it, or rebuilding
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
    return not is_busy


def _rebuild() -> bool:
    """Write the database anew: a page that was split may keep a copy of a row in a gap."""
    if _bytes_in_use() > LARGEST_REBUILT:
        return False
    # What is left is copied once more: beside the database, not in a folder for everybody.
    os.environ["SQLITE_TMPDIR"] = str(Path(connection.settings_dict["NAME"]).parent)
    return _is_done("VACUUM")  # not while somebody writes without pause: tomorrow again


def _bytes_in_use() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (page_count - freelist_count) * page_size"
            " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        )
        return int(cursor.fetchone()[0])


def _wipe_postgres(tables: tuple[str, ...], is_something_erased: bool) -> Wiped:
    """Write the tables anew, in the order of their random keys, and end the log's segment.

    Older segments of the log stay until the server reuses them: docs/host.md says so.
    """
    is_rebuilt = is_something_erased and all([_is_rebuilt(table) for table in tables])
    return Wiped(is_log_empty=_is_done("CHECKPOINT"), is_rebuilt=is_rebuilt)


def _is_rebuilt(table: str) -> bool:
    name, key = (connection.ops.quote_name(each) for each in (table, f"{table}_pkey"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [table])
        (size,) = cursor.fetchone()
    if size > LARGEST_REBUILT:
        _is_done(f"VACUUM {name}")
        return False
    return _is_done(f"CLUSTER {name} USING {key}")


def _is_done(statement: str) -> bool:
    """Whether the database did it: it may be busy, or this not allowed to its user."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return False
    return True
