
import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('roles', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BackgroundFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('reason', models.CharField(blank=True, help_text='One line for editors. Visitors never see it.', max_length=200, verbose_name='why it is asked')),
                ('key', models.CharField(error_messages={'unique': 'Another background question already has this internal name.'}, max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'A key has small letters, digits and underscores only and starts with a letter, for example: budget_management.')], verbose_name='internal name')),
                ('prompt', models.CharField(max_length=200, verbose_name='question')),
                ('hint', models.CharField(blank=True, max_length=200)),
                ('is_multiple', models.BooleanField(default=False, help_text='Tick when a person may choose several.', verbose_name='several answers')),
            ],
            options={
                'verbose_name': 'background question',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('length', models.CharField(choices=[('full', 'full'), ('short', 'short')], default='full', max_length=8)),
                ('answers', models.JSONField(default=dict)),
                ('last_seq', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('result', models.JSONField(null=True)),
                ('statistics_place', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('statistics_quarter', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('went_on', models.BooleanField(default=False, editable=False)),
                ('kept_link', models.CharField(blank=True, default='', max_length=200)),
                ('kept_at', models.DateTimeField(null=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.edition')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('retake_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='retakes', to='assessments.attempt')),
            ],
            options={
                'permissions': [('view_answers', "Can see a person's answers and result"), ('view_impact', 'Can see what the draft would do to results'), ('view_statistics', 'Can see statistics of the questions'), ('export_attempts', 'Can export attempts for research')],
                'default_permissions': ('view', 'delete'),
            },
        ),
        migrations.CreateModel(
            name='EditionSums',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('form', models.JSONField()),
                ('sums', models.JSONField()),
                ('study', models.JSONField(default=dict)),
                ('names_roles', models.BooleanField(default=True)),
                ('counted_at', models.DateTimeField()),
                ('rebuild_started_at', models.DateTimeField(null=True)),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='statistics', to='roles.edition')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='EncodedAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(max_length=12)),
                ('named_role', models.PositiveSmallIntegerField(null=True)),
                ('codes', models.BinaryField(max_length=1024)),
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='encoded', to='assessments.attempt')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.edition')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('level_weight', models.DecimalField(decimal_places=1, help_text='How much it counts in the level of its competency, 0 to 10. As a rule: levels 4, situations 1, background 1.5, choices 0.', max_digits=3)),
                ('error_sd', models.DecimalField(decimal_places=1, help_text='Standard deviation in score points, 1 to 50. As a rule: levels 16, choices 17, interest 21, situations 28, background 19.', max_digits=3, verbose_name='error of the answer')),
                ('key', models.CharField(error_messages={'unique': 'Another evidence rule already has this internal name.'}, max_length=4, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z][0-9]{2,3}$', 'A key is one capital letter and two or three digits, such as B01.')], verbose_name='internal name')),
                ('base', models.ManyToManyField(help_text='The answer with the most points among these counts.', related_name='+', to='assessments.backgroundfact', verbose_name='base')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.competency')),
            ],
            options={
                'verbose_name': 'evidence rule',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FactOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('code', models.CharField(help_text='Fixed name that answers are stored under, such as pm_cert.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z0-9<>+_-]+$', 'A code has small letters, digits and the signs < > + _ - only.')])),
                ('label', models.CharField(max_length=200)),
                ('points', models.PositiveSmallIntegerField(blank=True, help_text='0 to 100: what it gives as the base of evidence.', null=True)),
                ('years', models.DecimalField(blank=True, decimal_places=1, help_text='Years it stands for, such as 4 for “3 to 5 years”. Used by must-haves.', max_digits=4, null=True)),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='assessments.backgroundfact')),
            ],
            options={
                'verbose_name': 'answer',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EvidenceBonus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('points', models.PositiveSmallIntegerField(help_text='0 to 100.')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bonuses', to='assessments.evidence')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessments.factoption')),
            ],
            options={
                'verbose_name': 'bonus',
                'verbose_name_plural': 'bonuses',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeedbackSummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drawn_at', models.DateTimeField()),
                ('document', models.JSONField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feedback_summary', to='assessments.attempt')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Impact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft_hash', models.CharField(max_length=64)),
                ('sums', models.JSONField()),
                ('upto', models.PositiveBigIntegerField(default=0)),
                ('last', models.PositiveBigIntegerField()),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField()),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='roles.edition')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=36)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('asker', models.CharField(blank=True, max_length=60)),
                ('minimum', models.PositiveSmallIntegerField(default=3)),
                ('asks_openly', models.BooleanField(default=False)),
                ('agreed', models.BooleanField(default=False)),
                ('answers', models.JSONField(default=dict, null=True)),
                ('last_seq', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('drawn_at', models.DateTimeField(null=True)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='assessments.attempt')),
            ],
            options={
                'ordering': ['number'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('level_weight', models.DecimalField(decimal_places=1, help_text='How much it counts in the level of its competency, 0 to 10. As a rule: levels 4, situations 1, background 1.5, choices 0.', max_digits=3)),
                ('error_sd', models.DecimalField(decimal_places=1, help_text='Standard deviation in score points, 1 to 50. As a rule: levels 16, choices 17, interest 21, situations 28, background 19.', max_digits=3, verbose_name='error of the answer')),
                ('reason', models.CharField(blank=True, help_text='One line for editors. Visitors never see it.', max_length=200, verbose_name='why it is asked')),
                ('key', models.CharField(error_messages={'unique': 'Another question already has this internal name.'}, help_text='Fixed name, such as B01. Answers are stored under it: never use one again.', max_length=4, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z][0-9]{2,3}$', 'A key is one capital letter and two or three digits, such as B01.')], verbose_name='internal name')),
                ('type', models.CharField(choices=[('bars', 'Levels: six lines that describe what a person has done'), ('fc', 'Choice between two tasks'), ('int', 'How much would you enjoy this?'), ('sjt', 'Situation: pick the best first step')], max_length=4)),
                ('is_active', models.BooleanField(default=True, help_text="Untick to leave it out of the next edition's quiz.", verbose_name='asked')),
                ('stem', models.CharField(blank=True, help_text='Empty for a choice.', max_length=200, verbose_name='question text')),
                ('text_a', models.CharField(blank=True, help_text='Choices only.', max_length=200, verbose_name='side A')),
                ('text_b', models.CharField(blank=True, help_text='Choices only.', max_length=200, verbose_name='side B')),
                ('is_reversed', models.BooleanField(default=False, help_text='Interest only: a high answer means little interest.', verbose_name='high answer means low interest')),
                ('competency', models.ForeignKey(help_text='What it measures. For a choice: what side A stands for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.competency')),
                ('competency_b', models.ForeignKey(blank=True, help_text='Choices only: what side B stands for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.competency', verbose_name='competency of side B')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeptPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=80)),
                ('hours_a_week', models.PositiveSmallIntegerField()),
                ('weeks', models.PositiveSmallIntegerField()),
                ('done', models.JSONField(default=list)),
                ('done_before', models.JSONField(default=list)),
                ('left_out', models.JSONField(default=list)),
                ('wanted', models.JSONField(default=list)),
                ('saved_at', models.DateTimeField()),
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='assessments.attempt')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Panel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.SlugField()),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('kept_link', models.CharField(max_length=200)),
                ('ends_at', models.DateTimeField()),
                ('answers', models.JSONField(default=dict)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.edition')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='QuarterSums',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.PositiveSmallIntegerField()),
                ('sums', models.JSONField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.edition')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ResearchExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exported_at', models.DateTimeField()),
                ('first_date', models.DateField(null=True)),
                ('last_date', models.DateField(null=True)),
                ('file_format', models.CharField(max_length=5)),
                ('lines', models.PositiveIntegerField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.edition')),
                ('exported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-exported_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ResponseOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('text', models.CharField(max_length=200)),
                ('score', models.PositiveSmallIntegerField(help_text='0 to 100. Levels: 0, 20, 40, 60, 80, 100. Situations: 100 for the best step.')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='assessments.item')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ScoringSettings',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveSmallIntegerField(choices=[(3, '3, the first that is published')], default=3, help_text='Which constants score. Published editions keep the revision they have.', verbose_name='revision of the score')),
                ('lambda_fit', models.DecimalField(decimal_places=2, default=Decimal('0.5'), help_text='0.3 to 0.8. The rest of the match is readiness.', max_digits=4, verbose_name='share of fit')),
                ('interest_ratio', models.DecimalField(decimal_places=2, default=Decimal('2'), help_text='1 to 4. How many times as much it counts as strengths.', max_digits=4, verbose_name='weight of interest')),
                ('cap_slope', models.PositiveSmallIntegerField(default=60, help_text='0 to 100. Readiness points lost for a must-have that is missed altogether.', verbose_name='points lost for a missed must-have')),
                ('theta_neither', models.PositiveSmallIntegerField(default=50, help_text="0 to 100. When every role's readiness is below, we name none.", verbose_name='“neither yet” below')),
                ('delta_min', models.DecimalField(decimal_places=2, default=Decimal('10.5'), help_text='0 to 20. Between two roles; with more, shared out.', max_digits=4, verbose_name='smallest difference')),
                ('confidence', models.DecimalField(decimal_places=2, default=Decimal('0.9'), help_text='0.5 to 0.99. 0.9 gives ranges that hold in 90 cases of 100.', max_digits=4, verbose_name='confidence')),
                ('min_coverage', models.DecimalField(decimal_places=2, default=Decimal('0.6'), help_text="0 to 1. Share of a role's weight that must have a level.", max_digits=4, verbose_name='needed coverage')),
                ('min_coverage_fit', models.DecimalField(decimal_places=2, default=Decimal('0.5'), help_text='0 to 1. Share that must have a choice answered.', max_digits=4, verbose_name='needed coverage of interest')),
                ('band_ready', models.PositiveSmallIntegerField(default=85, help_text='0 to 100 points of readiness.', verbose_name='“ready” from')),
                ('band_nearly', models.PositiveSmallIntegerField(default=70, help_text='0 to 100, below “ready”.', verbose_name='“nearly” from')),
                ('band_building', models.PositiveSmallIntegerField(default=50, help_text='0 to 100, below “nearly”.', verbose_name='“building” from')),
            ],
            options={
                'verbose_name': 'scoring settings',
                'verbose_name_plural': 'scoring settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='scoringsettings_one_row', violation_error_message='There is one row of scoring settings. Change that one.'), models.CheckConstraint(condition=models.Q(('revision__in', (3,))), name='scoringsettings_revision', violation_error_message='There is no such revision of the score.'), models.CheckConstraint(condition=models.Q(('interest_ratio__range', (1, 4)), ('lambda_fit__range', ('0.3', '0.8'))), name='scoringsettings_shares', violation_error_message='The share of fit lies between 0.3 and 0.8, the weight of interest between 1 and 4.'), models.CheckConstraint(condition=models.Q(('cap_slope__lte', 100), ('confidence__range', ('0.5', '0.99')), ('delta_min__range', (0, 20)), ('theta_neither__lte', 100)), name='scoringsettings_thresholds', violation_error_message='Points lost and “neither yet” lie between 0 and 100, the smallest difference between 0 and 20, confidence between 0.5 and 0.99.'), models.CheckConstraint(condition=models.Q(('min_coverage__range', (0, 1)), ('min_coverage_fit__range', (0, 1))), name='scoringsettings_coverage', violation_error_message='Coverage is a share between 0 and 1.'), models.CheckConstraint(condition=models.Q(('band_building__lt', models.F('band_nearly')), ('band_nearly__lt', models.F('band_ready')), ('band_ready__lte', 100)), name='scoringsettings_bands_rise', violation_error_message='The bands must rise: building, then nearly, then ready, at most 100.')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=36)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('detail', models.CharField(max_length=8)),
                ('has_picture', models.BooleanField(default=False)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='assessments.attempt')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('key', models.CharField(error_messages={'unique': 'Another step already has this internal name.'}, help_text="Fixed name, such as risk_list. People's bookmarks name steps by it.", max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'A key has small letters, digits and underscores only and starts with a letter, for example: budget_management.')], verbose_name='internal name')),
                ('title', models.CharField(help_text='Starts with a verb: “Run the risk list of a real project”.', max_length=120)),
                ('kind', models.CharField(choices=[('practice', 'Practice task'), ('project', 'Project'), ('shadowing', 'Job shadowing'), ('course', 'Course'), ('certificate', 'Certificate'), ('reading', 'Reading')], max_length=12)),
                ('description', models.TextField(help_text='What to do, and how to tell that it is done. Plain words.', max_length=1000)),
                ('hours', models.PositiveSmallIntegerField(help_text='1 to 500: what it usually takes, with preparation.')),
                ('template', models.TextField(blank=True, help_text='Our own few lines to start from, for people to copy: one line for each thing to write down, which ends with a colon.', max_length=1500, verbose_name='template to fill in')),
                ('evidence', models.CharField(blank=True, help_text='One sentence: what shows that the step is done. “Keep the …”', max_length=300, verbose_name='what to keep as evidence')),
                ('certification', models.ForeignKey(blank=True, help_text='The certificate it leads to, if any.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='roles.certification', verbose_name='certificate')),
                ('prerequisites', models.ManyToManyField(blank=True, help_text='Steps that must be done first.', related_name='+', to='assessments.step', verbose_name='comes after')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StepGain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('gain', models.PositiveSmallIntegerField(help_text='1 to 100 points of the level. 20 points are one level; few steps give as much.')),
                ('ceiling', models.PositiveSmallIntegerField(help_text='1 to 100: the level it can lift somebody to, not above. 40 with help, 60 on your own, 80 hard cases.')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.competency')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gains', to='assessments.step')),
            ],
            options={
                'verbose_name': 'gain',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StepResource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('statement', models.TextField(help_text='The claim, as readers see it.', max_length=4000)),
                ('other_reading', models.TextField(blank=True, help_text='Only where sources differ: what the other source says, and which one it is.', max_length=4000)),
                ('amount', models.PositiveIntegerField(blank=True, help_text="A fee or a year's pay in whole units of the currency, or hours of study.", null=True)),
                ('currency', models.CharField(blank=True, help_text='For example: USD.', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'A currency has three capital letters, for example: USD.')])),
                ('source', models.CharField(help_text='Title of the page that was actually read, and who publishes it.', max_length=200)),
                ('source_url', models.CharField(blank=True, help_text="Address of that exact page, not of the publisher's home page.", max_length=400, validators=[django.core.validators.RegexValidator('^https://\\S+$', 'Give a full address that starts with https://, or leave this empty.')], verbose_name='source address')),
                ('source_date', models.CharField(blank=True, help_text='The date of the page or the stored copy, such as: December 2025.', max_length=40, verbose_name='date of the source')),
                ('read_on', models.DateField(help_text='The day somebody read it there.', verbose_name='read on')),
                ('confidence', models.CharField(choices=[('high', 'High: read at the source, or at two that agree'), ('medium', 'Medium: one other source, or an old copy'), ('disputed', 'Disputed: sources differ')], max_length=10)),
                ('check_again_on', models.DateField(help_text='From this day the desk lists it as due.', verbose_name='check again on')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resources', to='assessments.step')),
            ],
            options={
                'verbose_name': 'free resource',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StudyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wave', models.PositiveSmallIntegerField()),
                ('work', models.CharField(blank=True, choices=[('project-manager', 'Project manager'), ('technical-project-manager', 'Technical project manager'), ('technical', 'Another technical job'), ('other', 'Another job'), ('none', 'Not working at the moment')], max_length=30)),
                ('again', models.PositiveSmallIntegerField(null=True)),
                ('ratings', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='study_answers', to='assessments.attempt')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['finished_at'], name='attempt_finished_at'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('statistics_place__isnull', True)), fields=['id'], name='attempt_not_counted'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('statistics_place__gt', 0), models.Q(('finished_at__isnull', False), ('went_on', True), _connector='OR')), fields=['id'], name='attempt_came_back'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('result__isnull', False), _connector='XOR'), name='attempt_finished_with_result', violation_error_message='An attempt has a result exactly when it is finished.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('length__in', ['full', 'short'])), name='attempt_length_known', violation_error_message='The length of a quiz is “full” or “short”.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('retake_of__isnull', True), models.Q(('retake_of', models.F('id')), _negated=True), _connector='OR'), name='attempt_retakes_another', violation_error_message='An attempt cannot retake itself.'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kept_at__isnull', True), ('kept_link', ''), ('owner__isnull', True)), models.Q(('kept_at__isnull', False), ('owner__isnull', False), models.Q(('kept_link', ''), _negated=True)), _connector='OR'), name='attempt_kept_with_its_link', violation_error_message='An attempt in an account has its link and the time.'),
        ),
        migrations.AddConstraint(
            model_name='encodedanswers',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['one_role', 'too_close', 'neither', 'insufficient', 'inconsistent'])), name='encodedanswers_verdict_known', violation_error_message='A result has one of the known verdicts.'),
        ),
        migrations.AddConstraint(
            model_name='encodedanswers',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', 'one_role'), ('named_role__isnull', True), _connector='XOR'), name='encodedanswers_name_a_role', violation_error_message='A role is named exactly by the verdict for one role.'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('level_weight__range', (0, 10))), name='evidence_level_weight_in_range', violation_error_message='The weight in the level lies between 0 and 10.'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('error_sd__range', (1, 50))), name='evidence_error_sd_in_range', violation_error_message='The error of the answer lies between 1 and 50 points.'),
        ),
        migrations.AddConstraint(
            model_name='factoption',
            constraint=models.UniqueConstraint(fields=('fact', 'code'), name='factoption_fact_code_once', violation_error_message='This question already has an answer with that code.'),
        ),
        migrations.AddConstraint(
            model_name='factoption',
            constraint=models.CheckConstraint(condition=models.Q(('points__isnull', True), ('points__range', (0, 100)), _connector='OR'), name='factoption_points_in_range', violation_error_message='Points lie between 0 and 100.'),
        ),
        migrations.AddConstraint(
            model_name='factoption',
            constraint=models.CheckConstraint(condition=models.Q(('years__isnull', True), ('years__range', (0, 60)), _connector='OR'), name='factoption_years_in_range', violation_error_message='Years lie between 0 and 60.'),
        ),
        migrations.AddConstraint(
            model_name='evidencebonus',
            constraint=models.UniqueConstraint(fields=('evidence', 'option'), name='evidencebonus_evidence_option_once', violation_error_message='This answer already gives a bonus here.'),
        ),
        migrations.AddConstraint(
            model_name='evidencebonus',
            constraint=models.CheckConstraint(condition=models.Q(('points__range', (0, 100))), name='evidencebonus_points_in_range', violation_error_message='Points lie between 0 and 100.'),
        ),
        migrations.AddConstraint(
            model_name='feedbacksummary',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('document__isnull', True), _connector='XOR'), name='feedbacksummary_ended_holds_nothing', violation_error_message='A picture holds something exactly while it is shown.'),
        ),
        migrations.AddConstraint(
            model_name='impact',
            constraint=models.UniqueConstraint(fields=('edition', 'draft_hash'), name='impact_edition_draft_hash_once', violation_error_message='The impact of this draft is being counted already.'),
        ),
        migrations.AddConstraint(
            model_name='impact',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('upto', models.F('last')), _connector='OR'), name='impact_finished_with_everybody', violation_error_message='A count is finished when everybody is in it.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('attempt', 'key'), name='invitation_attempt_key_once', violation_error_message='This link was made already.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='invitation_ends_after_it_begins', violation_error_message='A link ends after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('attempt', 'number'), name='invitation_attempt_number_once', violation_error_message='Each link of a result has a number of its own.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('minimum__gte', 3)), name='invitation_minimum_kept', violation_error_message='Answers are shown together from three on, or later.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('agreed', False), ('asks_openly', True), _connector='OR'), name='invitation_agreed_only_if_asked', violation_error_message='A rater can only agree to what was asked.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('withdrawn_at__isnull', True)), ('answers__isnull', True), _connector='OR'), name='invitation_ended_holds_nothing', violation_error_message='What was withdrawn or stopped holds no answers.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('drawn_at__isnull', True), models.Q(('agreed', False), ('sent_at__isnull', False)), _connector='OR'), name='invitation_drawn_only_if_sent', violation_error_message='Only answers that were sent, and are not shown alone, are drawn together.'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('level_weight__range', (0, 10))), name='item_level_weight_in_range', violation_error_message='The weight in the level lies between 0 and 10.'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('error_sd__range', (1, 50))), name='item_error_sd_in_range', violation_error_message='The error of the answer lies between 1 and 50 points.'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('competency_b__isnull', False), ('stem', ''), ('type', 'fc'), models.Q(('text_a', ''), _negated=True), models.Q(('text_b', ''), _negated=True), models.Q(('competency', models.F('competency_b')), _negated=True)), models.Q(models.Q(('type', 'fc'), _negated=True), ('competency_b__isnull', True), ('text_a', ''), ('text_b', ''), models.Q(('stem', ''), _negated=True)), _connector='OR'), name='item_has_the_parts_of_its_type', violation_error_message='A choice needs sides A and B with two different competencies and no stem; every other question needs a stem and no sides.'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('is_reversed', False), ('type', 'int'), _connector='OR'), name='item_reversed_only_for_interest', violation_error_message='Only an interest question can be turned round.'),
        ),
        migrations.AddConstraint(
            model_name='keptplan',
            constraint=models.CheckConstraint(condition=models.Q(('hours_a_week__range', (1, 60))), name='keptplan_hours_a_week_in_range', violation_error_message='Hours a week lie between 1 and 60.'),
        ),
        migrations.AddConstraint(
            model_name='keptplan',
            constraint=models.CheckConstraint(condition=models.Q(('weeks__range', (1, 104))), name='keptplan_weeks_in_range', violation_error_message='Weeks lie between 1 and 104.'),
        ),
        migrations.AddConstraint(
            model_name='quartersums',
            constraint=models.UniqueConstraint(fields=('edition', 'quarter'), name='quartersums_edition_quarter_once', violation_error_message='This quarter of this edition is counted already.'),
        ),
        migrations.AddConstraint(
            model_name='researchexport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_date__isnull', True), ('last_date__isnull', True)), models.Q(('first_date__isnull', False), ('last_date__gte', models.F('first_date')), ('last_date__isnull', False)), _connector='OR'), name='researchexport_period_in_order', violation_error_message='A period has a first and a last day, in this order.'),
        ),
        migrations.AddConstraint(
            model_name='responseoption',
            constraint=models.CheckConstraint(condition=models.Q(('score__range', (0, 100))), name='responseoption_score_in_range', violation_error_message='A score lies between 0 and 100.'),
        ),
        migrations.AddConstraint(
            model_name='responseoption',
            constraint=models.UniqueConstraint(fields=('item', 'text'), name='responseoption_item_text_once', violation_error_message='This question already has that answer.'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.UniqueConstraint(fields=('attempt', 'key'), name='share_attempt_key_once', violation_error_message='This link was made already.'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='share_ends_after_it_begins', violation_error_message='A link ends after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(('detail__in', ['verdict', 'dials', 'full'])), name='share_detail_known', violation_error_message='A share link shows one of the known levels of detail.'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('hours__range', (1, 500))), name='step_hours_in_range', violation_error_message='A step takes 1 to 500 hours.'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('certification__isnull', True), ('kind__in', ['certificate', 'course']), _connector='OR'), name='step_certificate_of_its_kind', violation_error_message='Only a step of the kind certificate or course leads to a certificate. Change the kind or leave the certificate empty.'),
        ),
        migrations.AddConstraint(
            model_name='stepgain',
            constraint=models.UniqueConstraint(fields=('step', 'competency'), name='stepgain_step_competency_once', violation_error_message='This step already has a gain on that competency.'),
        ),
        migrations.AddConstraint(
            model_name='stepgain',
            constraint=models.CheckConstraint(condition=models.Q(('gain__range', (1, 100))), name='stepgain_gain_in_range', violation_error_message='A gain lies between 1 and 100 points of the level.'),
        ),
        migrations.AddConstraint(
            model_name='stepgain',
            constraint=models.CheckConstraint(condition=models.Q(('ceiling__gte', models.F('gain')), ('ceiling__lte', 100)), name='stepgain_ceiling_holds_the_gain', violation_error_message='The ceiling lies between the gain and 100: nobody starts below level 0.'),
        ),
        migrations.AddConstraint(
            model_name='stepresource',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['high', 'medium', 'disputed'])), name='stepresource_confidence_known', violation_error_message='Choose how sure we are of this fact.'),
        ),
        migrations.AddConstraint(
            model_name='stepresource',
            constraint=models.CheckConstraint(condition=models.Q(('confidence', 'disputed'), ('other_reading', ''), _connector='XOR'), name='stepresource_disputed_has_two_readings', violation_error_message='A disputed fact needs the other reading, and only a disputed one has it.'),
        ),
        migrations.AddConstraint(
            model_name='stepresource',
            constraint=models.CheckConstraint(condition=models.Q(('check_again_on__gte', models.F('read_on'))), name='stepresource_checked_again_later', violation_error_message='Check it again after the day on which it was read.'),
        ),
        migrations.AddConstraint(
            model_name='stepresource',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__range', (1, 10000000)), _connector='OR'), name='stepresource_amount_in_range', violation_error_message='An amount lies between 1 and 10,000,000.'),
        ),
        migrations.AddConstraint(
            model_name='stepresource',
            constraint=models.CheckConstraint(condition=models.Q(('currency', ''), ('amount__isnull', False), _connector='OR'), name='stepresource_currency_of_an_amount', violation_error_message='A currency needs an amount.'),
        ),
        migrations.AddConstraint(
            model_name='stepresource',
            constraint=models.CheckConstraint(condition=models.Q(('source_url', ''), _negated=True), name='stepresource_has_address', violation_error_message='A free resource needs the address of its page.'),
        ),
        migrations.AddConstraint(
            model_name='studyanswer',
            constraint=models.UniqueConstraint(fields=('attempt', 'wave'), name='studyanswer_attempt_wave_once', violation_error_message='This was said already.'),
        ),
    ]
