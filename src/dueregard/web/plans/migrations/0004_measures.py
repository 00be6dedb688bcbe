import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0001_initial'),
        ('plans', '0003_said'),
    ]

    operations = [
        migrations.CreateModel(
            name='AttentionRules',
            fields=[
                ('council', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='attention_rules', serialize=False, to='organisation.council')),
                ('soon_days', models.PositiveSmallIntegerField()),
                ('stalled_rounds', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name_plural': 'attention rules',
            },
        ),
        migrations.AddField(
            model_name='measure',
            name='compared_with',
            field=models.TextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='group',
            field=models.TextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='kind',
            field=models.CharField(blank=True, choices=[('gap', 'gap')], max_length=10, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='level',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='plans.level'),
        ),
        migrations.AddField(
            model_name='subaction',
            name='completed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='subaction',
            name='post',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='action_parts', to='organisation.post'),
        ),
        migrations.AlterField(
            model_name='measure',
            name='action',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='plans.action'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(fields=('level', 'position'), name='measure_position_once_in_level'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', False), ('level__isnull', True)), models.Q(('action__isnull', True), ('level__isnull', False)), _connector='OR'), name='measure_of_action_or_level'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('compared_with__isnull', True), ('group__isnull', True), ('kind__isnull', True)), models.Q(('group__isnull', False), ('kind', 'gap'), ('kind__isnull', False)), _connector='OR'), name='measure_gap_says_whose'),
        ),
        migrations.AddConstraint(
            model_name='attentionrules',
            constraint=models.CheckConstraint(condition=models.Q(('soon_days__gte', 1), ('soon_days__lte', 365)), name='attention_soon_in_a_year'),
        ),
        migrations.AddConstraint(
            model_name='attentionrules',
            constraint=models.CheckConstraint(condition=models.Q(('stalled_rounds__gte', 2), ('stalled_rounds__lte', 12)), name='attention_stalled_in_rounds'),
        ),
    ]
