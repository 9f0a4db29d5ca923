"""Careful and affected countries' actions appear at set hours; those of open ones at once."""

from django.db import migrations, models


def open_at_once(apps, schema_editor):
    profiles = apps.get_model("places", "SafetyProfile").objects
    profiles.filter(slug="open").update(goes_out_at_set_hours=False)


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="safetyprofile",
            name="goes_out_at_set_hours",
            field=models.BooleanField(
                default=True, verbose_name="appears at set hours, together with others"
            ),
        ),
        migrations.RunPython(open_at_once, migrations.RunPython.noop),
    ]
