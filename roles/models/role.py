"""A role and its parts, as editors write them."""

from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Lower

from roles.models.base import Ordered, address, https_validator, key_validator
from roles.models.choices import Accent, Broader, FactKind, PayMeasure, QualificationKind, Strength
from roles.models.constraints import between, once, one_of, rule
from roles.models.facts import Fact
from roles.models.knowledge import Certification, Competency


class Role(Ordered):
    """One role that people read about, compare, and are scored against."""

    slug = address(
        "role",
        "Last part of the web address, for example: project-manager. Links break when it changes.",
    )
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=12, help_text="For charts and tables, such as PM.")
    accent = models.CharField(
        "colour and marker",
        max_length=10,
        choices=Accent.choices,
        help_text="How charts show this role. Each role on the site needs its own.",
    )
    summary = models.CharField("in one line", max_length=200)
    description = models.TextField(max_length=4000, help_text="Markdown. Two or three paragraphs.")
    strengths = models.TextField(
        "strengths that decide", max_length=4000, blank=True, help_text="One or two sentences."
    )
    required_hands_on_years = models.DecimalField(
        "must-have: hands-on technical years",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Years of software, systems or cloud work a person must have. "
        "Leave empty for none. Below it, readiness is capped.",
    )
    is_listed = models.BooleanField(
        "on the site",
        default=False,
        help_text="Tick when the role is complete. The next edition then shows it.",
    )
    in_quiz = models.BooleanField(
        "suggested by the quiz",
        default=True,
        help_text="Tick when the quiz may score and suggest it. A role on the site without it "
        "is for reading and comparing.",
    )

    class Meta(Ordered.Meta):
        constraints = [
            # In capitals or not: readers could not tell them apart.
            models.UniqueConstraint(
                Lower("name"),
                name="role_name_once",
                violation_error_message="Another role already has this name.",
            ),
            models.UniqueConstraint(
                Lower("short_name"),
                name="role_short_name_once",
                violation_error_message="Another role already has this short name.",
            ),
            between(
                "required_hands_on_years",
                Decimal("0.5"),
                40,
                "Hands-on years lie between 0.5 and 40, or leave it empty.",
                or_empty=True,
            ),
            one_of("accent", Accent, "Choose one of the listed colours."),
        ]

    def __str__(self) -> str:
        return self.name


class Requirement(Ordered):
    """One line of the role's profile: what it asks on one competency."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    importance = models.DecimalField(
        max_digits=2,
        decimal_places=1,
        help_text="0 to 5. 0: not part of the role. 3: part of the job. 5: the heart of it.",
    )
    required_level = models.PositiveSmallIntegerField(
        help_text="0 to 100. 20 aware, 40 with help, 60 on their own, 80 hard cases, "
        "100 sets the standard.",
        validators=[MaxValueValidator(100, "A required level lies between 0 and 100.")],
    )
    must_have_level = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="0 to 100, never above the required level. Empty: not a must-have.",
        validators=[MaxValueValidator(100, "A must-have level lies between 0 and 100.")],
    )

    class Meta(Ordered.Meta):
        constraints = [
            once(
                "role",
                "competency",
                message="This role already says what it asks on that competency.",
            ),
            between("importance", 0, 5, "Importance lies between 0 and 5."),
            between("required_level", 0, 100, "A required level lies between 0 and 100."),
            rule(
                "must_have_below_required",
                Q(must_have_level__isnull=True)
                | Q(must_have_level__gte=1, must_have_level__lte=F("required_level")),
                "A must-have lies between 1 and the required level.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency} for {self.role}"


class Responsibility(Ordered):
    """One thing that a person in the role is responsible for."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="responsibilities")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)
    good_looks_like = models.TextField("what good looks like", max_length=4000, blank=True)
    without_it = models.TextField("what goes wrong without it", max_length=4000, blank=True)
    competency = models.ForeignKey(
        Competency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Roles are compared side by side on it.",
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = "responsibilities"


class Qualification(Ordered):
    """Education, experience or knowledge that the role asks for or that helps."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="qualifications")
    kind = models.CharField(max_length=12, choices=QualificationKind.choices)
    strength = models.CharField(max_length=10, choices=Strength.choices)
    topic = models.CharField(
        max_length=60,
        validators=[key_validator],
        help_text="Two roles' rows with the same topic stand side by side, for example: degree.",
    )
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)

    class Meta(Ordered.Meta):
        constraints = [
            once("role", "topic", message="This role already has a qualification on that topic.")
        ]


class RoleCertification(Ordered):
    """What a certificate is worth in this role."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="certifications")
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="+")
    strength = models.CharField(max_length=10, choices=Strength.choices)
    note = models.TextField("why it helps", max_length=4000)

    class Meta(Ordered.Meta):
        constraints = [
            once("role", "certification", message="This role already lists that certificate.")
        ]

    def __str__(self) -> str:
        return f"{self.certification} for {self.role}"


class SoftSkill(Ordered):
    """A soft skill as this role uses it."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="soft_skills")
    competency = models.ForeignKey(
        Competency,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Roles are compared side by side on it.",
    )
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)
    example = models.TextField("an example at work", max_length=4000, blank=True)


class Namesake(Ordered):
    """Another job that goes by the same short name."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="namesakes")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)


class SourcedFact(Fact):
    """A fact about a role, with its country and period where it has one."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=15, choices=FactKind.choices)
    country = models.CharField(max_length=200, blank=True, help_text="For pay: always.")
    period = models.CharField(max_length=200, blank=True, help_text="For example: May 2024.")
    measure = models.CharField(
        "what the figure is", max_length=10, choices=PayMeasure.choices, blank=True
    )
    counts = models.TextField(
        "what it counts", max_length=4000, blank=True, help_text="For pay: what is in it, or not."
    )

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            rule(
                "pay_is_complete",
                ~Q(kind=FactKind.PAY) | ~(Q(country="") | Q(period="") | Q(currency="")),
                "Pay needs a country, a period, an amount and a currency.",
            ),
        ]


class RoleLevel(Ordered):
    """One step of the role's career ladder, from junior to senior."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="levels")
    title = models.CharField(max_length=200)
    also_called = models.CharField(max_length=200, blank=True, help_text="Other usual titles.")
    scope = models.TextField(max_length=4000, help_text="What the person is responsible for.")
    autonomy = models.TextField(max_length=4000, help_text="How much they decide alone.")
    technical_depth = models.TextField(max_length=4000)
    typical_years = models.CharField(
        "usual years of experience", max_length=40, blank=True, help_text="Only from a source."
    )

    class Meta(Ordered.Meta):
        verbose_name = "level"


class Source(Ordered):
    """A source that the role's description is based on."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=200)
    url = models.CharField("address", max_length=400, blank=True, validators=[https_validator])
    note = models.TextField(max_length=4000, blank=True)
    read_on = models.DateField("read on")


class RolePair(Ordered):
    """What editors say about two roles side by side."""

    first = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    difference = models.TextField("the difference in a sentence", max_length=4000)
    choose_first = models.TextField(
        "choose the first when",
        max_length=600,
        blank=True,
        help_text="What has to be the case, one point a line. Completes the sentence.",
    )
    choose_second = models.TextField("choose the second when", max_length=600, blank=True)
    choose_both = models.TextField("choose both when", max_length=600, blank=True)
    together = models.TextField(
        "how they work together", max_length=4000, blank=True, help_text="Markdown."
    )
    broader = models.CharField(
        "does everything the other does",
        max_length=6,
        choices=Broader.choices,
        blank=True,
        help_text="The comparison then says so where only the other role has a text.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "comparison text"
        constraints = [
            rule("of_two", ~Q(first=F("second")), "Choose two different roles."),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                name="role_pair_once",
                violation_error_message="These two roles already have a comparison text.",
            ),
            one_of("broader", Broader, "Choose one of the two roles, or neither."),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"


class WeekActivity(Ordered):
    """One piece of a typical working week."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="week")
    when = models.CharField(max_length=200, help_text="For example: Monday morning.")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)

    class Meta(Ordered.Meta):
        verbose_name = "piece of the week"
        verbose_name_plural = "working week"

    def __str__(self) -> str:
        return f"{self.when}: {self.title}"


class StartingPoint(Ordered):
    """How somebody moves into the role from another job."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="starting_points")
    title = models.CharField("coming from", max_length=200, help_text="For example: Developer.")
    from_role = models.ForeignKey(
        Role,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="which is the role",
        help_text="When people come from another role of this site.",
    )
    brings = models.TextField("what you bring", max_length=4000)
    to_learn = models.TextField("what is new", max_length=4000)
    first_steps = models.TextField("first steps", max_length=4000, help_text="Markdown list.")


class InterviewQuestion(Ordered):
    """A question that interviews ask, and what a good answer shows."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="interview_questions")
    question = models.CharField(max_length=200)
    good_answer = models.TextField("what a good answer shows", max_length=4000)

    def __str__(self) -> str:
        return self.question
