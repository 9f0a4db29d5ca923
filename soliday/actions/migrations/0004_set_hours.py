"""Accepted actions may wait for a set hour before they appear."""

from django.db import migrations, models

STATES = [
    ("draft", "draft"),
    ("waiting", "waits for its hour"),
    ("published", "published"),
    ("withdrawn", "withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_count_what_is_there")]
    operations = [
        migrations.AddField(
            model_name="action",
            name="appears_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="action",
            name="state",
            field=models.CharField(choices=STATES, default="draft", max_length=10),
        ),
    ]
