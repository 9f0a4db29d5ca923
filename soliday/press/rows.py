"""Many rows of the ledger at once: a full bake writes a hundred thousand pages and their keys.

Django's `bulk_create` makes an object of each row and asks each field how to write it, which took
half the time of the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

Row = tuple[Any, ...]


def add(model: type[Model], columns: Sequence[str], rows: Sequence[Row], conflict: str = "") -> int:
    """Insert rows, in the words that SQLite and PostgreSQL share; return how many it wrote.

    columns: their names in the database. conflict: what to do where one is there already, as SQL.
    """
    if not rows:
        return 0
    values = ", ".join(["%s"] * len(columns))
    into = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        cursor.executemany(f"{into} VALUES ({values}) {conflict}", rows)
        return int(cursor.rowcount)


def replacing(unique: str, columns: Sequence[str]) -> str:
    """For `add`: a row with the same in the column `unique` gets the new values."""
    new = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"ON CONFLICT ({unique}) DO UPDATE SET {new}"
