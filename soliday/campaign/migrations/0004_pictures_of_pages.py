from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaign", "0003_portraits"),
    ]

    operations = [
        migrations.RenameModel("Portrait", "PagePicture"),
        migrations.AlterField("PagePicture", "of", models.UUIDField(db_index=True)),
        migrations.AlterModelOptions("PagePicture", {"ordering": ["id"]}),
    ]
