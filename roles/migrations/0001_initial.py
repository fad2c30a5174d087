
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200, unique=True)),
                ('file_hash', models.CharField(max_length=64)),
                ('draft_hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('slug', models.CharField(error_messages={'unique': 'Another scenario already has this address.'}, max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$', 'An address has small letters, digits and single hyphens, for example: project-manager.')], verbose_name='address')),
                ('title', models.CharField(max_length=200)),
                ('story', models.TextField(max_length=4000, verbose_name='what happens')),
                ('lesson', models.TextField(blank=True, max_length=4000, verbose_name='what it shows')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('means', models.CharField(error_messages={'unique': 'There already is a row for these words. Add to that one.'}, help_text='As they stand on the page that it should lead to, such as: pay and outlook.', max_length=200, unique=True, verbose_name='words of this site')),
                ('typed', models.TextField(help_text='Words or whole questions, separated by commas, such as: salary, earn, wage.', max_length=4000, verbose_name='what people type')),
            ],
            options={
                'verbose_name': 'search word',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='admin.logentry')),
                ('changes', models.JSONField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Certification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('slug', models.CharField(error_messages={'unique': 'Another certificate already has this address.'}, help_text='Last part of the web address, for example: pmp.', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$', 'An address has small letters, digits and single hyphens, for example: project-manager.')], verbose_name='address')),
                ('name', models.CharField(max_length=200)),
                ('issuer', models.CharField(max_length=200)),
                ('category', models.CharField(help_text='Which answer in the quiz it belongs to: pm_cert, agile_cert, cloud_cert, testing_cert or other_tech_cert.', max_length=60, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'A key has small letters, digits and underscores only and starts with a letter, for example: budget_management.')])),
                ('summary', models.TextField(help_text='What it shows, in a sentence or two.', max_length=4000)),
                ('goal', models.CharField(choices=[('manage_projects', 'Leading projects'), ('agile_teams', 'Working with agile teams'), ('technical_depth', 'Technical depth'), ('service_management', 'Running IT services'), ('programs', 'Leading programs and portfolios')], help_text='The certificate chooser suggests it to people who want this.', max_length=20, verbose_name='helps most with')),
                ('renewal_months', models.PositiveSmallIntegerField(blank=True, help_text='For the renewal calendar. Leave empty if it never expires or sources differ.', null=True, verbose_name='renewal after (months)')),
                ('renewal_effort', models.CharField(blank=True, help_text='For example: 60 PDUs.', max_length=200, verbose_name='renewal needs')),
                ('expects_practice', models.BooleanField(default=False, help_text='There are no entry requirements, but it is not an exam for beginners.', verbose_name='is about work done already')),
                ('surpassed_by', models.ManyToManyField(blank=True, help_text='Higher certificates of the same family, whose holders have no use for this.', related_name='+', to='roles.certification', verbose_name='not needed with')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CertificationFact',
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
                ('kind', models.CharField(choices=[('requirements', 'Before the exam'), ('exam', 'Exam'), ('fee', 'Fee'), ('study', 'Usual study time'), ('renewal', 'Renewal'), ('note', 'Also good to know')], max_length=15)),
                ('certification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='roles.certification')),
            ],
            options={
                'verbose_name': 'fact',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('key', models.CharField(error_messages={'unique': 'Another competency already has this internal name.'}, help_text='Fixed name used by questions and results. Never change it once it is published.', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'A key has small letters, digits and underscores only and starts with a letter, for example: budget_management.')], verbose_name='internal name')),
                ('name', models.CharField(max_length=200)),
                ('group', models.CharField(choices=[('pm', 'Project management'), ('tpm', 'Technical'), ('soft', 'Soft skills')], help_text='Used to check whether answers are consistent. Never shown in the quiz.', max_length=10)),
                ('gloss', models.CharField(help_text='A few words that anybody understands.', max_length=200, verbose_name='in plain words')),
            ],
            options={
                'verbose_name_plural': 'competencies',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('group__in', ['pm', 'tpm', 'soft'])), name='competency_group_known', violation_error_message='Choose one of the three groups.')],
            },
        ),
        migrations.CreateModel(
            name='CertifiedLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('level', models.PositiveSmallIntegerField(help_text='0 to 100. 60 means on their own, 80 means hard cases.')),
                ('certification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='roles.certification')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.competency')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DepthLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('key', models.CharField(error_messages={'unique': 'Another depth level already has this internal name.'}, max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'A key has small letters, digits and underscores only and starts with a letter, for example: budget_management.')], verbose_name='internal name')),
                ('title', models.CharField(max_length=200)),
                ('summary', models.TextField(max_length=4000)),
                ('level', models.PositiveSmallIntegerField(help_text='1 to 100: the level of technical expertise it stands for.')),
                ('artefact_title', models.CharField(max_length=200)),
                ('artefact_kind', models.CharField(choices=[('quote', 'Text, shown line by line as it is'), ('table', 'Table: a row a line, cells separated by |, headings first'), ('sequence', 'Sequence diagram: a message a line, such as Shop -> Bank: pay')], max_length=10, verbose_name='shown as')),
                ('artefact', models.TextField(max_length=4000)),
                ('reading', models.TextField(blank=True, max_length=4000, verbose_name='how to read it')),
                ('question', models.CharField(max_length=200, verbose_name='one-minute check')),
                ('explanation', models.TextField(max_length=4000, verbose_name='why the answer is right')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('level__range', (1, 100))), name='depthlevel_level_in_range', violation_error_message='The level lies between 1 and 100.'), models.CheckConstraint(condition=models.Q(('artefact_kind__in', ['quote', 'table', 'sequence'])), name='depthlevel_artefact_kind_known', violation_error_message='Choose how the artefact is shown.')],
            },
        ),
        migrations.CreateModel(
            name='CheckOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('text', models.CharField(max_length=200)),
                ('is_right', models.BooleanField(default=False, verbose_name='the right answer')),
                ('depth_level', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='roles.depthlevel')),
            ],
            options={
                'verbose_name': 'answer',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DraftCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='draftcount_one_row', violation_error_message='There is one version of the draft.')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('document', models.JSONField()),
                ('content_hash', models.CharField(max_length=64)),
                ('note', models.CharField(max_length=500, verbose_name='for readers: what changed and why')),
                ('internal_note', models.CharField(blank=True, db_default='', default='', max_length=500, verbose_name='for the staff only')),
                ('corrections', models.PositiveIntegerField(db_default=0, default=0, editable=False, help_text='How often the notes of editions were corrected since it was published.')),
                ('changes', models.PositiveIntegerField(editable=False, help_text='How many differ from the edition before.', null=True, verbose_name='changes')),
                ('published_at', models.DateTimeField()),
                ('is_scheduled', models.BooleanField(db_default=False, default=False, editable=False)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'permissions': [('publish_edition', 'Can publish an edition')],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='EligibilityRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('title', models.CharField(help_text="For example: With a bachelor's degree.", max_length=200)),
                ('education', models.CharField(choices=[('none', 'None required'), ('secondary', 'Secondary school diploma'), ('associate', 'Associate degree'), ('bachelor', "Bachelor's degree or higher"), ('accredited', 'Degree accredited by the issuer')], default='none', help_text='At least this.', max_length=12)),
                ('months_leading', models.PositiveSmallIntegerField(default=0, help_text='0 to 600. 0: not asked.', verbose_name='months leading projects')),
                ('months_agile', models.PositiveSmallIntegerField(default=0, help_text='0 to 600. 0: not asked.', verbose_name='months of agile work')),
                ('months_programs', models.PositiveSmallIntegerField(default=0, help_text='0 to 600. 0: not asked.', verbose_name='months leading programs')),
                ('months_complex', models.PositiveSmallIntegerField(default=0, help_text='0 to 600. 0: not asked.', verbose_name='months leading complex projects')),
                ('within_years', models.PositiveSmallIntegerField(default=0, help_text='0 to 40. 0: at any time.', verbose_name='within the last (years)')),
                ('training_hours', models.PositiveSmallIntegerField(default=0, help_text='0 to 2000 hours. 0: not asked.')),
                ('check_yourself', models.TextField(blank=True, help_text='What the site cannot work out. The exam is then open “if this is true as well”.', max_length=4000, verbose_name='condition to check yourself')),
                ('certification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routes', to='roles.certification')),
                ('holds', models.ManyToManyField(blank=True, help_text='A certificate that a person must already hold; one of these is enough.', related_name='+', to='roles.certification', verbose_name='holds one of')),
                ('training_instead', models.ManyToManyField(blank=True, help_text='Anyone who holds one of these needs no training hours.', related_name='+', to='roles.certification', verbose_name='instead of the training')),
            ],
            options={
                'verbose_name': 'way to the exam',
                'verbose_name_plural': 'ways to the exam',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('slug', models.CharField(error_messages={'unique': 'Another question already has this address.'}, help_text='Last part of the web address, for example: do-i-have-to-code.', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$', 'An address has small letters, digits and single hyphens, for example: project-manager.')], verbose_name='address')),
                ('question', models.CharField(max_length=200)),
                ('also_asked', models.TextField(blank=True, help_text='Other wordings that people type into a search, one a line.', max_length=4000, verbose_name='also asked as')),
                ('topic', models.CharField(choices=[('choosing', 'Choosing between the roles'), ('work', 'The work'), ('getting_in', 'Getting in'), ('certificates', 'Certificates'), ('pay_and_future', 'Pay and future'), ('moving_on', 'Moving on')], max_length=15)),
                ('short_answer', models.CharField(help_text='Yes or no first, where there is one. One or two sentences.', max_length=300)),
                ('answer', models.TextField(help_text='Markdown.', max_length=4000)),
                ('judgement', models.TextField(blank=True, help_text='When the answer is our own judgement rather than a fact: say on what it rests.', max_length=4000, verbose_name='why we think so')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('topic__in', ['choosing', 'work', 'getting_in', 'certificates', 'pay_and_future', 'moving_on'])), name='question_topic_known', violation_error_message='Choose one of the listed topics.')],
            },
        ),
        migrations.CreateModel(
            name='QuestionFact',
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
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='roles.question')),
            ],
            options={
                'verbose_name': 'fact',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuestionLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('title', models.CharField(max_length=200)),
                ('address', models.CharField(max_length=400, validators=[django.core.validators.RegexValidator('^/([a-z0-9][a-z0-9/_.-]*)?(#[A-Za-z0-9_-]+)?$', 'Give an address of this site that starts with /, for example: /quiz/.')])),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='roles.question')),
            ],
            options={
                'verbose_name': 'link',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('slug', models.CharField(error_messages={'unique': 'Another role already has this address.'}, help_text='Last part of the web address, for example: project-manager. Links break when it changes.', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$', 'An address has small letters, digits and single hyphens, for example: project-manager.')], verbose_name='address')),
                ('name', models.CharField(max_length=80)),
                ('short_name', models.CharField(help_text='For charts and tables, such as PM.', max_length=12)),
                ('accent', models.CharField(choices=[('amber', 'Amber, circle'), ('blue', 'Blue, diamond'), ('teal', 'Teal, triangle'), ('plum', 'Plum, square'), ('olive', 'Olive, star'), ('slate', 'Slate, triangle pointing left'), ('pink', 'Pink, plus'), ('green', 'Green, triangle pointing down'), ('red', 'Red, cross'), ('violet', 'Violet, hourglass'), ('brown', 'Brown, bar'), ('navy', 'Navy, arrowhead')], help_text='How charts show this role. Each role on the site needs its own.', max_length=10, verbose_name='colour and marker')),
                ('summary', models.CharField(max_length=200, verbose_name='in one line')),
                ('description', models.TextField(help_text='Markdown. Two or three paragraphs.', max_length=4000)),
                ('strengths', models.TextField(blank=True, help_text='One or two sentences.', max_length=4000, verbose_name='strengths that decide')),
                ('required_hands_on_years', models.DecimalField(blank=True, decimal_places=1, help_text='Years of software, systems or cloud work a person must have. Leave empty for none. Below it, readiness is capped.', max_digits=4, null=True, verbose_name='must-have: hands-on technical years')),
                ('is_listed', models.BooleanField(default=False, help_text='Tick when the role is complete. The next edition then shows it.', verbose_name='on the site')),
                ('in_quiz', models.BooleanField(default=True, help_text='Tick when the quiz may score and suggest it. A role on the site without it is for reading and comparing.', verbose_name='suggested by the quiz')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='role_name_once', violation_error_message='Another role already has this name.'), models.UniqueConstraint(django.db.models.functions.text.Lower('short_name'), name='role_short_name_once', violation_error_message='Another role already has this short name.'), models.CheckConstraint(condition=models.Q(('required_hands_on_years__isnull', True), ('required_hands_on_years__range', (Decimal('0.5'), 40)), _connector='OR'), name='role_required_hands_on_years_in_range', violation_error_message='Hands-on years lie between 0.5 and 40, or leave it empty.'), models.CheckConstraint(condition=models.Q(('accent__in', ['amber', 'blue', 'teal', 'plum', 'olive', 'slate', 'pink', 'green', 'red', 'violet', 'brown', 'navy'])), name='role_accent_known', violation_error_message='Choose one of the listed colours.')],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(max_length=4000)),
                ('good_looks_like', models.TextField(blank=True, max_length=4000, verbose_name='what good looks like')),
                ('without_it', models.TextField(blank=True, max_length=4000, verbose_name='what goes wrong without it')),
                ('competency', models.ForeignKey(blank=True, help_text='Roles are compared side by side on it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.competency')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsibilities', to='roles.role')),
            ],
            options={
                'verbose_name_plural': 'responsibilities',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('importance', models.DecimalField(decimal_places=1, help_text='0 to 5. 0: not part of the role. 3: part of the job. 5: the heart of it.', max_digits=2)),
                ('required_level', models.PositiveSmallIntegerField(help_text='0 to 100. 20 aware, 40 with help, 60 on their own, 80 hard cases, 100 sets the standard.', validators=[django.core.validators.MaxValueValidator(100, 'A required level lies between 0 and 100.')])),
                ('must_have_level', models.PositiveSmallIntegerField(blank=True, help_text='0 to 100, never above the required level. Empty: not a must-have.', null=True, validators=[django.core.validators.MaxValueValidator(100, 'A must-have level lies between 0 and 100.')])),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.competency')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('kind', models.CharField(choices=[('education', 'Education'), ('experience', 'Experience'), ('knowledge', 'Knowledge')], max_length=12)),
                ('strength', models.CharField(choices=[('required', 'Usually required'), ('helpful', 'Helpful')], max_length=10)),
                ('topic', models.CharField(help_text="Two roles' rows with the same topic stand side by side, for example: degree.", max_length=60, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*$', 'A key has small letters, digits and underscores only and starts with a letter, for example: budget_management.')])),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(max_length=4000)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='qualifications', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Namesake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(max_length=4000)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namesakes', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InterviewQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('question', models.CharField(max_length=200)),
                ('good_answer', models.TextField(max_length=4000, verbose_name='what a good answer shows')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interview_questions', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DepthLevelUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('text', models.TextField(max_length=4000, verbose_name='what they do with it')),
                ('depth_level', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='roles.depthlevel')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='roles.role')),
            ],
            options={
                'verbose_name': 'use by a role',
                'verbose_name_plural': 'uses by role',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleCertification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('strength', models.CharField(choices=[('required', 'Usually required'), ('helpful', 'Helpful')], max_length=10)),
                ('note', models.TextField(max_length=4000, verbose_name='why it helps')),
                ('certification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.certification')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certifications', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('title', models.CharField(max_length=200)),
                ('also_called', models.CharField(blank=True, help_text='Other usual titles.', max_length=200)),
                ('scope', models.TextField(help_text='What the person is responsible for.', max_length=4000)),
                ('autonomy', models.TextField(help_text='How much they decide alone.', max_length=4000)),
                ('technical_depth', models.TextField(max_length=4000)),
                ('typical_years', models.CharField(blank=True, help_text='Only from a source.', max_length=40, verbose_name='usual years of experience')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='roles.role')),
            ],
            options={
                'verbose_name': 'level',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RolePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('difference', models.TextField(max_length=4000, verbose_name='the difference in a sentence')),
                ('choose_first', models.TextField(blank=True, help_text='What has to be the case, one point a line. Completes the sentence.', max_length=600, verbose_name='choose the first when')),
                ('choose_second', models.TextField(blank=True, max_length=600, verbose_name='choose the second when')),
                ('choose_both', models.TextField(blank=True, max_length=600, verbose_name='choose both when')),
                ('together', models.TextField(blank=True, help_text='Markdown.', max_length=4000, verbose_name='how they work together')),
                ('broader', models.CharField(blank=True, choices=[('', 'Neither'), ('first', 'The first role'), ('second', 'The second role')], help_text='The comparison then says so where only the other role has a text.', max_length=6, verbose_name='does everything the other does')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='roles.role')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='roles.role')),
            ],
            options={
                'verbose_name': 'comparison text',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ScenarioMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('first', models.TextField(max_length=4000, verbose_name='does first')),
                ('why', models.TextField(max_length=4000)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='roles.role')),
                ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='roles.scenario')),
            ],
            options={
                'verbose_name': 'first move',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SoftSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(max_length=4000)),
                ('example', models.TextField(blank=True, max_length=4000, verbose_name='an example at work')),
                ('competency', models.ForeignKey(help_text='Roles are compared side by side on it.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.competency')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='soft_skills', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('title', models.CharField(max_length=200)),
                ('url', models.CharField(blank=True, max_length=400, validators=[django.core.validators.RegexValidator('^https://\\S+$', 'Give a full address that starts with https://, or leave this empty.')], verbose_name='address')),
                ('note', models.TextField(blank=True, max_length=4000)),
                ('read_on', models.DateField(verbose_name='read on')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SourcedFact',
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
                ('kind', models.CharField(choices=[('pay', 'Pay'), ('outlook', 'Outlook'), ('interests', 'Interests of people in the job'), ('classification', 'How statistics name the job'), ('company', 'The title at one company: start with its name and a colon'), ('note', 'Other')], max_length=15)),
                ('country', models.CharField(blank=True, help_text='For pay: always.', max_length=200)),
                ('period', models.CharField(blank=True, help_text='For example: May 2024.', max_length=200)),
                ('measure', models.CharField(blank=True, choices=[('', 'Not known, or no pay'), ('median', 'Median: half earn more, half earn less'), ('average', 'Average'), ('lowest', 'Lowest pay allowed')], max_length=10, verbose_name='what the figure is')),
                ('counts', models.TextField(blank=True, help_text='For pay: what is in it, or not.', max_length=4000, verbose_name='what it counts')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StartingPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('title', models.CharField(help_text='For example: Developer.', max_length=200, verbose_name='coming from')),
                ('brings', models.TextField(max_length=4000, verbose_name='what you bring')),
                ('to_learn', models.TextField(max_length=4000, verbose_name='what is new')),
                ('first_steps', models.TextField(help_text='Markdown list.', max_length=4000, verbose_name='first steps')),
                ('from_role', models.ForeignKey(blank=True, help_text='When people come from another role of this site.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='roles.role', verbose_name='which is the role')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='starting_points', to='roles.role')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WeekActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='Lower numbers come first.', verbose_name='order')),
                ('when', models.CharField(help_text='For example: Monday morning.', max_length=200)),
                ('title', models.CharField(max_length=200)),
                ('text', models.TextField(max_length=4000)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='week', to='roles.role')),
            ],
            options={
                'verbose_name': 'piece of the week',
                'verbose_name_plural': 'working week',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='certification',
            constraint=models.CheckConstraint(condition=models.Q(('goal__in', ['manage_projects', 'agile_teams', 'technical_depth', 'service_management', 'programs'])), name='certification_goal_known', violation_error_message='Choose one of the listed goals.'),
        ),
        migrations.AddConstraint(
            model_name='certificationfact',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['high', 'medium', 'disputed'])), name='certificationfact_confidence_known', violation_error_message='Choose how sure we are of this fact.'),
        ),
        migrations.AddConstraint(
            model_name='certificationfact',
            constraint=models.CheckConstraint(condition=models.Q(('confidence', 'disputed'), ('other_reading', ''), _connector='XOR'), name='certificationfact_disputed_has_two_readings', violation_error_message='A disputed fact needs the other reading, and only a disputed one has it.'),
        ),
        migrations.AddConstraint(
            model_name='certificationfact',
            constraint=models.CheckConstraint(condition=models.Q(('check_again_on__gte', models.F('read_on'))), name='certificationfact_checked_again_later', violation_error_message='Check it again after the day on which it was read.'),
        ),
        migrations.AddConstraint(
            model_name='certificationfact',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__range', (1, 10000000)), _connector='OR'), name='certificationfact_amount_in_range', violation_error_message='An amount lies between 1 and 10,000,000.'),
        ),
        migrations.AddConstraint(
            model_name='certificationfact',
            constraint=models.CheckConstraint(condition=models.Q(('currency', ''), ('amount__isnull', False), _connector='OR'), name='certificationfact_currency_of_an_amount', violation_error_message='A currency needs an amount.'),
        ),
        migrations.AddConstraint(
            model_name='certificationfact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'fee'), _negated=True), ('amount__isnull', True), models.Q(('currency', ''), _negated=True), _connector='OR'), name='certificationfact_fee_has_currency', violation_error_message='A fee needs its currency.'),
        ),
        migrations.AddConstraint(
            model_name='certifiedlevel',
            constraint=models.UniqueConstraint(fields=('certification', 'competency'), name='certifiedlevel_certification_competency_once', violation_error_message='This certificate already supports that competency.'),
        ),
        migrations.AddConstraint(
            model_name='certifiedlevel',
            constraint=models.CheckConstraint(condition=models.Q(('level__range', (0, 100))), name='certifiedlevel_level_in_range', violation_error_message='A level lies between 0 and 100.'),
        ),
        migrations.AddConstraint(
            model_name='checkoption',
            constraint=models.UniqueConstraint(condition=models.Q(('is_right', True)), fields=('depth_level',), name='check_option_one_right', violation_error_message='Only one answer can be the right one.'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='edition_number_from_one', violation_error_message='Editions are numbered from 1.'),
        ),
        migrations.AddConstraint(
            model_name='eligibilityroute',
            constraint=models.CheckConstraint(condition=models.Q(('education__in', ['none', 'secondary', 'associate', 'bachelor', 'accredited'])), name='eligibilityroute_education_known', violation_error_message='Choose one of the listed levels of education.'),
        ),
        migrations.AddConstraint(
            model_name='eligibilityroute',
            constraint=models.CheckConstraint(condition=models.Q(('months_agile__lte', 600), ('months_complex__lte', 600), ('months_leading__lte', 600), ('months_programs__lte', 600), ('training_hours__lte', 2000), ('within_years__lte', 40)), name='eligibilityroute_in_range', violation_error_message='Months go up to 600, years up to 40, hours up to 2000.'),
        ),
        migrations.AddConstraint(
            model_name='questionfact',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['high', 'medium', 'disputed'])), name='questionfact_confidence_known', violation_error_message='Choose how sure we are of this fact.'),
        ),
        migrations.AddConstraint(
            model_name='questionfact',
            constraint=models.CheckConstraint(condition=models.Q(('confidence', 'disputed'), ('other_reading', ''), _connector='XOR'), name='questionfact_disputed_has_two_readings', violation_error_message='A disputed fact needs the other reading, and only a disputed one has it.'),
        ),
        migrations.AddConstraint(
            model_name='questionfact',
            constraint=models.CheckConstraint(condition=models.Q(('check_again_on__gte', models.F('read_on'))), name='questionfact_checked_again_later', violation_error_message='Check it again after the day on which it was read.'),
        ),
        migrations.AddConstraint(
            model_name='questionfact',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__range', (1, 10000000)), _connector='OR'), name='questionfact_amount_in_range', violation_error_message='An amount lies between 1 and 10,000,000.'),
        ),
        migrations.AddConstraint(
            model_name='questionfact',
            constraint=models.CheckConstraint(condition=models.Q(('currency', ''), ('amount__isnull', False), _connector='OR'), name='questionfact_currency_of_an_amount', violation_error_message='A currency needs an amount.'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.UniqueConstraint(fields=('role', 'competency'), name='requirement_role_competency_once', violation_error_message='This role already says what it asks on that competency.'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.CheckConstraint(condition=models.Q(('importance__range', (0, 5))), name='requirement_importance_in_range', violation_error_message='Importance lies between 0 and 5.'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.CheckConstraint(condition=models.Q(('required_level__range', (0, 100))), name='requirement_required_level_in_range', violation_error_message='A required level lies between 0 and 100.'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.CheckConstraint(condition=models.Q(('must_have_level__isnull', True), models.Q(('must_have_level__gte', 1), ('must_have_level__lte', models.F('required_level'))), _connector='OR'), name='requirement_must_have_below_required', violation_error_message='A must-have lies between 1 and the required level.'),
        ),
        migrations.AddConstraint(
            model_name='qualification',
            constraint=models.UniqueConstraint(fields=('role', 'topic'), name='qualification_role_topic_once', violation_error_message='This role already has a qualification on that topic.'),
        ),
        migrations.AddConstraint(
            model_name='depthleveluse',
            constraint=models.UniqueConstraint(fields=('depth_level', 'role'), name='depthleveluse_depth_level_role_once', violation_error_message='This depth level already says what that role does.'),
        ),
        migrations.AddConstraint(
            model_name='rolecertification',
            constraint=models.UniqueConstraint(fields=('role', 'certification'), name='rolecertification_role_certification_once', violation_error_message='This role already lists that certificate.'),
        ),
        migrations.AddConstraint(
            model_name='rolepair',
            constraint=models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='rolepair_of_two', violation_error_message='Choose two different roles.'),
        ),
        migrations.AddConstraint(
            model_name='rolepair',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Least('first', 'second'), django.db.models.functions.comparison.Greatest('first', 'second'), name='role_pair_once', violation_error_message='These two roles already have a comparison text.'),
        ),
        migrations.AddConstraint(
            model_name='rolepair',
            constraint=models.CheckConstraint(condition=models.Q(('broader__in', ['', 'first', 'second'])), name='rolepair_broader_known', violation_error_message='Choose one of the two roles, or neither.'),
        ),
        migrations.AddConstraint(
            model_name='scenariomove',
            constraint=models.UniqueConstraint(fields=('scenario', 'role'), name='scenariomove_scenario_role_once', violation_error_message='This scenario already says what that role does first.'),
        ),
        migrations.AddConstraint(
            model_name='sourcedfact',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['high', 'medium', 'disputed'])), name='sourcedfact_confidence_known', violation_error_message='Choose how sure we are of this fact.'),
        ),
        migrations.AddConstraint(
            model_name='sourcedfact',
            constraint=models.CheckConstraint(condition=models.Q(('confidence', 'disputed'), ('other_reading', ''), _connector='XOR'), name='sourcedfact_disputed_has_two_readings', violation_error_message='A disputed fact needs the other reading, and only a disputed one has it.'),
        ),
        migrations.AddConstraint(
            model_name='sourcedfact',
            constraint=models.CheckConstraint(condition=models.Q(('check_again_on__gte', models.F('read_on'))), name='sourcedfact_checked_again_later', violation_error_message='Check it again after the day on which it was read.'),
        ),
        migrations.AddConstraint(
            model_name='sourcedfact',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__range', (1, 10000000)), _connector='OR'), name='sourcedfact_amount_in_range', violation_error_message='An amount lies between 1 and 10,000,000.'),
        ),
        migrations.AddConstraint(
            model_name='sourcedfact',
            constraint=models.CheckConstraint(condition=models.Q(('currency', ''), ('amount__isnull', False), _connector='OR'), name='sourcedfact_currency_of_an_amount', violation_error_message='A currency needs an amount.'),
        ),
        migrations.AddConstraint(
            model_name='sourcedfact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pay'), _negated=True), models.Q(('country', ''), ('period', ''), ('currency', ''), _connector='OR', _negated=True), _connector='OR'), name='sourcedfact_pay_is_complete', violation_error_message='Pay needs a country, a period, an amount and a currency.'),
        ),
    ]
