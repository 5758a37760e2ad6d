import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import portal.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funnels', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportReceipt',
            fields=[
                ('id', models.UUIDField(default=portal.ids.time_ordered_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('created', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('taken', models.PositiveIntegerField(default=0)),
                ('lines', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.AddField(
            model_name='importbatch',
            name='started_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importchunk',
            name='kept',
            field=models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
        ),
        migrations.AddField(
            model_name='importchunk',
            name='overruled',
            field=models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(django.db.models.functions.text.Lower('name'), name='account_name_in_any_case'),
        ),
        migrations.AddField(
            model_name='importreceipt',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='funnels.importbatch'),
        ),
        migrations.AddField(
            model_name='importreceipt',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='importreceipt',
            constraint=models.UniqueConstraint(fields=('batch', 'person', 'at'), name='receipt_once'),
        ),
    ]
