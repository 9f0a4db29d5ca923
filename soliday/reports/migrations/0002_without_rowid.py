"""Rebuild the tables of reports WITHOUT ROWID on SQLite.

An ordinary SQLite table numbers its rows as they arrive, even where the primary key is
random: a seized database would tell who came after whom. See docs/decisions/no-order-of-arrival.md.
"""

from typing import Any

from django.db import migrations

TABLES = ("reports_report", "reports_package")


def without_rowid(apps: Any, schema_editor: Any) -> None:
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
    cursor.execute(f'INSERT INTO "{table}_new" SELECT * FROM "{table}"')
    cursor.execute(f'DROP TABLE "{table}"')
    cursor.execute(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
    for kind, sql in rows:
        if kind == "index":
            cursor.execute(sql)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(without_rowid, migrations.RunPython.noop)]
