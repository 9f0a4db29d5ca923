from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaign", "0002_closings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Portrait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(max_length=40, unique=True)),
                ("page_jpeg", models.BinaryField()),
                ("wall_jpeg", models.BinaryField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("wall_width", models.PositiveSmallIntegerField()),
                ("wall_height", models.PositiveSmallIntegerField()),
                ("descriptions", models.JSONField(default=dict)),
                ("of", models.UUIDField(unique=True)),
            ],
            options={"abstract": False},
        ),
    ]
