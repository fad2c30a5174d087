"""Models for what every role refers to: competencies and the catalogue of certificates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from roles.models.base import Ordered, address, internal_name, key_validator
from roles.models.choices import (
    MOST_MONTHS,
    MOST_TRAINING_HOURS,
    MOST_YEARS,
    CompetencyGroup,
    Education,
    ExamFactKind,
    Goal,
)
from roles.models.constraints import between, once, one_of, rule
from roles.models.facts import Fact


class Competency(Ordered):
    """Something that roles ask of people; roles have a weight and people a score on it."""

    key = internal_name(
        "competency",
        "Fixed name used by questions and results. Never change it once it is published.",
    )
    name = models.CharField(max_length=200)
    group = models.CharField(
        max_length=10,
        choices=CompetencyGroup.choices,
        help_text="Used to check whether answers are consistent. Never shown in the quiz.",
    )
    gloss = models.CharField(
        "in plain words", max_length=200, help_text="A few words that anybody understands."
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = "competencies"
        constraints = [one_of("group", CompetencyGroup, "Choose one of the three groups.")]

    def __str__(self) -> str:
        return self.name


class Certification(Ordered):
    """A certificate; what is known of its exam are its facts."""

    slug = address("certificate", "Last part of the web address, for example: pmp.")
    name = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    category = models.CharField(
        max_length=60,
        validators=[key_validator],
        help_text="Which answer in the quiz it belongs to: pm_cert, agile_cert, cloud_cert, "
        "testing_cert or other_tech_cert.",
    )
    summary = models.TextField(max_length=4000, help_text="What it shows, in a sentence or two.")
    goal = models.CharField(
        "helps most with",
        max_length=20,
        choices=Goal.choices,
        help_text="The certificate chooser suggests it to people who want this.",
    )
    renewal_months = models.PositiveSmallIntegerField(
        "renewal after (months)",
        null=True,
        blank=True,
        help_text="For the renewal calendar. Leave empty if it never expires or sources differ.",
    )
    renewal_effort = models.CharField(
        "renewal needs", max_length=200, blank=True, help_text="For example: 60 PDUs."
    )
    expects_practice = models.BooleanField(
        "is about work done already",
        default=False,
        help_text="There are no entry requirements, but it is not an exam for beginners.",
    )
    surpassed_by = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name="not needed with",
        help_text="Higher certificates of the same family, whose holders have no use for this.",
    )

    class Meta(Ordered.Meta):
        constraints = [one_of("goal", Goal, "Choose one of the listed goals.")]

    def __str__(self) -> str:
        return self.name


class CertificationFact(Fact):
    """One fact about a certificate."""

    certification = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=15, choices=ExamFactKind.choices)

    class Meta(Fact.Meta):
        verbose_name = "fact"
        constraints = [
            *Fact.Meta.constraints,
            rule(
                "fee_has_currency",
                ~Q(kind=ExamFactKind.FEE) | Q(amount__isnull=True) | ~Q(currency=""),
                "A fee needs its currency.",
            ),
        ]


class CertifiedLevel(Ordered):
    """A level on one competency that holding a certificate supports."""

    certification = models.ForeignKey(
        Certification, on_delete=models.CASCADE, related_name="supports"
    )
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(
        help_text="0 to 100. 60 means on their own, 80 means hard cases."
    )

    class Meta(Ordered.Meta):
        constraints = [
            once(
                "certification",
                "competency",
                message="This certificate already supports that competency.",
            ),
            between("level", 0, 100, "A level lies between 0 and 100."),
        ]

    def __str__(self) -> str:
        return f"{self.certification} supports {self.competency} at {self.level}"


def _months(label: str) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        label, default=0, help_text=f"0 to {MOST_MONTHS}. 0: not asked."
    )


class EligibilityRoute(Ordered):
    """One way to be admitted to an exam: all its conditions together. Any route will do."""

    certification = models.ForeignKey(
        Certification, on_delete=models.CASCADE, related_name="routes"
    )
    title = models.CharField(max_length=200, help_text="For example: With a bachelor's degree.")
    education = models.CharField(
        max_length=12, choices=Education.choices, default=Education.NONE, help_text="At least this."
    )
    months_leading = _months("months leading projects")
    months_agile = _months("months of agile work")
    months_programs = _months("months leading programs")
    months_complex = _months("months leading complex projects")
    within_years = models.PositiveSmallIntegerField(
        "within the last (years)", default=0, help_text=f"0 to {MOST_YEARS}. 0: at any time."
    )
    training_hours = models.PositiveSmallIntegerField(
        default=0, help_text=f"0 to {MOST_TRAINING_HOURS} hours. 0: not asked."
    )
    training_instead = models.ManyToManyField(
        Certification,
        blank=True,
        related_name="+",
        verbose_name="instead of the training",
        help_text="Anyone who holds one of these needs no training hours.",
    )
    holds = models.ManyToManyField(
        Certification,
        blank=True,
        related_name="+",
        verbose_name="holds one of",
        help_text="A certificate that a person must already hold; one of these is enough.",
    )
    check_yourself = models.TextField(
        "condition to check yourself",
        max_length=4000,
        blank=True,
        help_text="What the site cannot work out. The exam is then open “if this is true as well”.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "way to the exam"
        verbose_name_plural = "ways to the exam"
        constraints = [
            one_of("education", Education, "Choose one of the listed levels of education."),
            rule(
                "in_range",
                Q(
                    months_leading__lte=MOST_MONTHS,
                    months_agile__lte=MOST_MONTHS,
                    months_programs__lte=MOST_MONTHS,
                    months_complex__lte=MOST_MONTHS,
                    within_years__lte=MOST_YEARS,
                    training_hours__lte=MOST_TRAINING_HOURS,
                ),
                f"Months go up to {MOST_MONTHS}, years up to {MOST_YEARS}, "
                f"hours up to {MOST_TRAINING_HOURS}.",
            ),
        ]
