"""Background questions and the evidence their answers give."""

from django.core.validators import RegexValidator
from django.db import models

from assessments.models.instrument import Explained, Weighted, item_key_validator
from roles.models import Competency
from roles.models.base import Ordered, internal_name
from roles.models.constraints import between, once

code_validator = RegexValidator(
    r"^[a-z0-9<>+_-]+$", "A code has small letters, digits and the signs < > + _ - only."
)


class BackgroundFact(Explained, Ordered):
    """A quick question about a person's background."""

    key = internal_name("background question")
    prompt = models.CharField("question", max_length=200)
    hint = models.CharField(max_length=200, blank=True)
    is_multiple = models.BooleanField(
        "several answers", default=False, help_text="Tick when a person may choose several."
    )

    class Meta(Ordered.Meta):
        verbose_name = "background question"

    def __str__(self) -> str:
        return self.prompt


class FactOption(Ordered):
    """One answer to a background question."""

    fact = models.ForeignKey(BackgroundFact, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(
        max_length=40,
        validators=[code_validator],
        help_text="Fixed name that answers are stored under, such as pm_cert.",
    )
    label = models.CharField(max_length=200)
    points = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="0 to 100: what it gives as the base of evidence."
    )
    years = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Years it stands for, such as 4 for “3 to 5 years”. Used by must-haves.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "answer"
        constraints = [
            once("fact", "code", message="This question already has an answer with that code."),
            between("points", 0, 100, "Points lie between 0 and 100.", or_empty=True),
            between("years", 0, 60, "Years lie between 0 and 60.", or_empty=True),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def address(self) -> tuple[str, str]:
        """What names this answer in an edition: the key of its question, and its code."""
        return (self.fact.key, self.code)


class Evidence(Weighted):
    """What background answers say about one competency."""

    key = internal_name("evidence rule", max_length=4, validator=item_key_validator)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    base = models.ManyToManyField(
        BackgroundFact,
        related_name="+",
        verbose_name="base",
        help_text="The answer with the most points among these counts.",
    )

    class Meta(Weighted.Meta):
        verbose_name = "evidence rule"
        constraints = [*Weighted.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.key}: {self.competency}"


class EvidenceBonus(Ordered):
    """Points that one answer adds to an evidence score."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="bonuses")
    option = models.ForeignKey(FactOption, on_delete=models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField(help_text="0 to 100.")

    class Meta(Ordered.Meta):
        verbose_name = "bonus"
        verbose_name_plural = "bonuses"
        constraints = [
            once("evidence", "option", message="This answer already gives a bonus here."),
            between("points", 0, 100, "Points lie between 0 and 100."),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.points}"
