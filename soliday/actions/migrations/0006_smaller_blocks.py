"""Counts the actions of each block anew: a block is 96 numbers now."""

from collections import Counter

from django.db import migrations

BLOCK = 96


def count(apps, schema_editor):
    blocks = apps.get_model("actions", "CountInBlock")
    published = apps.get_model("actions", "Action").objects.filter(state="published")
    found = Counter(
        (day, (number - 1) // BLOCK)
        for day, number in published.values_list("edition__day_id", "pk").iterator()
    )
    blocks.objects.all().delete()
    blocks.objects.bulk_create(
        blocks(day_id=day, number=number, actions=actions)
        for (day, number), actions in found.items()
    )


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_frozen_files")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
