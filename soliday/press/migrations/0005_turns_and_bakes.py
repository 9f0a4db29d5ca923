"""Whose turn it is at the press, and which full bake a page was settled in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0004_known_mirrors")]
    operations = [
        migrations.AddField("ledgerpage", "bake", models.CharField(max_length=40, default="")),
        migrations.AddField("release", "turn", models.CharField(max_length=16, default="")),
    ]
