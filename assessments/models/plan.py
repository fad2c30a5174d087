"""The steps that development plans are made of, and what a person decided about a plan."""

from django.db import models
from django.db.models import F, Q

from assessments.models.attempt import Attempt
from assessments.models.choices import MOST_HOURS, MOST_WEEKS, StepKind
from roles.models import Certification, Competency
from roles.models.base import Ordered, internal_name
from roles.models.constraints import between, once, rule
from roles.models.facts import Fact

MAX_HOURS = 500


class Step(Ordered):
    """Something a person can do to get nearer to a role, with its usual effort."""

    key = internal_name(
        "step", "Fixed name, such as risk_list. People's bookmarks name steps by it."
    )
    title = models.CharField(
        max_length=120, help_text="Starts with a verb: “Run the risk list of a real project”."
    )
    kind = models.CharField(max_length=12, choices=StepKind)
    description = models.TextField(
        max_length=1000, help_text="What to do, and how to tell that it is done. Plain words."
    )
    hours = models.PositiveSmallIntegerField(
        help_text=f"1 to {MAX_HOURS}: what it usually takes, with preparation."
    )
    certification = models.ForeignKey(
        Certification,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="certificate",
        help_text="The certificate it leads to, if any.",
    )
    prerequisites = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name="comes after",
        help_text="Steps that must be done first.",
    )

    template = models.TextField(
        "template to fill in",
        max_length=1500,
        blank=True,
        help_text="Our own few lines to start from, for people to copy: one line for each thing "
        "to write down, which ends with a colon.",
    )
    evidence = models.CharField(
        "what to keep as evidence",
        max_length=300,
        blank=True,
        help_text="One sentence: what shows that the step is done. “Keep the …”",
    )

    class Meta(Ordered.Meta):
        constraints = [
            between("hours", 1, MAX_HOURS, f"A step takes 1 to {MAX_HOURS} hours."),
            rule(
                "certificate_of_its_kind",
                Q(certification__isnull=True) | Q(kind__in=["certificate", "course"]),
                "Only a step of the kind certificate or course leads to a "
                "certificate. Change the kind or leave the certificate empty.",
            ),
        ]


class StepGain(Ordered):
    """How much a step usually raises one competency, and how far it can carry."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="gains")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    gain = models.PositiveSmallIntegerField(
        help_text="1 to 100 points of the level. 20 points are one level; few steps give as much."
    )
    ceiling = models.PositiveSmallIntegerField(
        help_text="1 to 100: the level it can lift somebody to, not above. "
        "40 with help, 60 on your own, 80 hard cases."
    )

    class Meta(Ordered.Meta):
        verbose_name = "gain"
        constraints = [
            once("step", "competency", message="This step already has a gain on that competency."),
            between("gain", 1, 100, "A gain lies between 1 and 100 points of the level."),
            rule(
                "ceiling_holds_the_gain",
                Q(ceiling__lte=100, ceiling__gte=F("gain")),
                "The ceiling lies between the gain and 100: nobody starts below level 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.gain}"


class StepResource(Fact):
    """A free page, course or book that helps with a step; ``statement`` says what a reader gets."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="resources")

    class Meta(Fact.Meta):
        verbose_name = "free resource"
        constraints = [
            *Fact.Meta.constraints,
            rule(
                "has_address", ~Q(source_url=""), "A free resource needs the address of its page."
            ),
        ]


class KeptPlan(models.Model):
    """What a person decided about one result's plan; the plan itself is worked out from it.

    ``role`` is blank while it is the one that the result leans to. The lists hold keys of steps.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="plan")
    role = models.CharField(max_length=80, blank=True)
    hours_a_week = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    done = models.JSONField(default=list)
    done_before = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    wanted = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta:
        default_permissions = ()  # nobody on the desk has any business with these
        constraints = [
            between("hours_a_week", 1, MOST_HOURS, f"Hours a week lie between 1 and {MOST_HOURS}."),
            between("weeks", 1, MOST_WEEKS, f"Weeks lie between 1 and {MOST_WEEKS}."),
        ]
