from django.db import migrations, models

from soliday.reports.rowids import without_rowid


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('reports', '0002_without_rowid'),
    ]

    operations = [
        migrations.AddField(
            model_name='package',
            name='keyholders_digest',
            field=models.CharField(db_index=True, default='', max_length=16),
        ),
        migrations.AddField(
            model_name='report',
            name='has_news',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='report',
            name='is_in_slow_lane',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='package',
            name='kind',
            field=models.CharField(choices=[('text', 'Text'), ('photo', 'Photo'), ('proposal', 'Proposal'), ('answer', 'Answer'), ('message', 'Message')], max_length=10),
        ),
        migrations.AlterField(
            model_name='report',
            name='state',
            field=models.CharField(choices=[('waiting', 'waiting'), ('proposed', 'accepted by one, waiting'), ('accepted', 'published'), ('corrected', 'published, corrected since'), ('declined', 'declined'), ('withdrawn', 'withdrawn'), ('erased', 'erased')], default='waiting', max_length=12),
        ),
        migrations.RunPython(without_rowid, migrations.RunPython.noop),
    ]
