"""Tables of reports WITHOUT ROWID on SQLite: the last step of every migration that changes them.

Django remakes a table to change it, and the new one would number its rows again.
"""

from typing import Any

TABLES = ("reports_report", "reports_package")


def without_rowid(_apps: Any, schema_editor: Any) -> None:
    """Rebuild both tables; on another database than SQLite do nothing."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            _rebuild(cursor, table)


def _rebuild(cursor: Any, table: str) -> None:
    cursor.execute(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table]
    )
    rows = cursor.fetchall()
    create = next(sql for kind, sql in rows if kind == "table")
    cursor.execute(create.replace(f'"{table}"', f'"{table}_new"', 1) + " WITHOUT ROWID")
    cursor.execute(f'INSERT INTO "{table}_new" SELECT * FROM "{table}"')  # noqa: S608 - TABLES
    cursor.execute(f'DROP TABLE "{table}"')
    cursor.execute(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
    for kind, sql in rows:
        if kind == "index":
            cursor.execute(sql)
