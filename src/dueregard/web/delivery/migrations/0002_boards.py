import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("delivery", "0001_rounds"),
        ("organisation", "0001_initial"),
        ("plans", "0003_said"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('place', models.CharField(blank=True, default='', max_length=200)),
                ('called_off_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='organisation.board')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='organisation.council')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('on',),
            },
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('issued', 'Issued')], default='draft', max_length=10)),
                ('narrative', models.TextField(blank=True, default='')),
                ('what_changed', models.TextField(blank=True, default='')),
                ('document', models.JSONField(blank=True, default=dict)),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('sha256', models.CharField(blank=True, default='', max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('issued_at', models.DateTimeField(blank=True, null=True)),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='delivery.meeting')),
            ],
            options={
                'ordering': ('-version',),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(blank=True, default='', max_length=300)),
                ('kind', models.CharField(choices=[('question', 'question'), ('challenge', 'challenge'), ('decision', 'decision')], max_length=10)),
                ('text', models.TextField()),
                ('asked_on', models.DateField()),
                ('asked_name', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('open', 'open'), ('answered', 'answered'), ('closed', 'closed')], default='open', max_length=10)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='board_questions', to='plans.action')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='organisation.board')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_questions', to='organisation.council')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='delivery.meeting')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.post')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-asked_on', '-recorded_at'),
            },
        ),
        migrations.CreateModel(
            name='QuestionTurn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('answer', 'Answer'), ('again', 'Again'), ('closed', 'Closed')], max_length=10)),
                ('text', models.TextField(blank=True, default='')),
                ('on', models.DateField()),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='delivery.question')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('called_off_at__isnull', True)), fields=('council', 'board', 'on'), name='meeting_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.UniqueConstraint(fields=('meeting', 'version'), name='pack_version_once'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('meeting',), name='pack_one_draft_a_meeting'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', True), ('issued_by__isnull', True)), models.Q(('issued_at__isnull', False), ('issued_by__isnull', False)), _connector='OR'), name='pack_issued_pair'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', True), ('sha256', ''), ('state', 'draft')), models.Q(('issued_at__isnull', False), ('state', 'issued'), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='pack_issued_is_frozen'),
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('version', 1), models.Q(('what_changed', ''), _negated=True), _connector='OR'), name='pack_correction_says_what'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['council', 'state', 'due_on'], name='question_council_state'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['action'], name='question_action'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='question_has_words'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('asked_name', ''), _negated=True), name='question_says_who'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['question', 'challenge', 'decision'])), name='question_kind_is_ours'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'answered', 'closed'])), name='question_state_is_ours'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('due_on__gte', models.F('asked_on')), _connector='OR'), name='question_due_after_asking'),
        ),
        migrations.AddConstraint(
            model_name='questionturn',
            constraint=models.UniqueConstraint(fields=('question', 'position'), name='question_turn_once'),
        ),
        migrations.AddConstraint(
            model_name='questionturn',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'closed'), models.Q(('text', ''), _negated=True), _connector='OR'), name='question_turn_has_words'),
        ),
    ]
