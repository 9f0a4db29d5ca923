"""The pages of the ledger get their part of the sums with the next full build."""

from django.db import migrations


def mark(apps, schema_editor):
    if apps.get_model("press", "LedgerPage").objects.exists():
        apps.get_model("core", "StaleKey").objects.create(key="*")


class Migration(migrations.Migration):
    dependencies = [("press", "0002_sums_in_parts"), ("core", "0001_initial")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
