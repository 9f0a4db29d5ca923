"""Rebuild the tables of reports WITHOUT ROWID on SQLite.

An ordinary SQLite table numbers its rows as they arrive, even where the primary key is
random: a seized database would tell who came after whom. See docs/decisions/no-order-of-arrival.md.
"""

from django.db import migrations

from soliday.reports.rowids import without_rowid


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(without_rowid, migrations.RunPython.noop)]
