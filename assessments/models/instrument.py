"""Items, their response options, and the settings of the score."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from assessments.models.choices import ItemType
from assessments.scoring import REVISIONS
from roles.models import Competency
from roles.models.base import Ordered, internal_name
from roles.models.constraints import between, once, rule

item_key_validator = RegexValidator(
    r"^[A-Z][0-9]{2,3}$", "A key is one capital letter and two or three digits, such as B01."
)


class Weighted(Ordered):
    """Abstract row of something whose answer counts towards a level, with a known error."""

    level_weight = models.DecimalField(
        max_digits=3,
        decimal_places=1,
        help_text="How much it counts in the level of its competency, 0 to 10. "
        "As a rule: levels 4, situations 1, background 1.5, choices 0.",
    )
    error_sd = models.DecimalField(
        "error of the answer",
        max_digits=3,
        decimal_places=1,
        help_text="Standard deviation in score points, 1 to 50. As a rule: levels 16, choices 17, "
        "interest 21, situations 28, background 19.",
    )

    class Meta(Ordered.Meta):
        abstract = True
        constraints = [
            between("level_weight", 0, 10, "The weight in the level lies between 0 and 10."),
            between("error_sd", 1, 50, "The error of the answer lies between 1 and 50 points."),
        ]


class Explained(models.Model):
    """Abstract row of a question, with a line that tells editors why it is asked."""

    reason = models.CharField(
        "why it is asked",
        max_length=200,
        blank=True,
        help_text="One line for editors. Visitors never see it.",
    )

    class Meta:
        abstract = True


class Item(Explained, Weighted):
    """One question of the quiz; a choice has two sides, all others have a stem and options."""

    key = internal_name(
        "question",
        "Fixed name, such as B01. Answers are stored under it: never use one again.",
        max_length=4,
        validator=item_key_validator,
    )
    type = models.CharField(max_length=4, choices=ItemType)
    is_active = models.BooleanField(
        "asked", default=True, help_text="Untick to leave it out of the next edition's quiz."
    )
    stem = models.CharField(
        "question text", max_length=200, blank=True, help_text="Empty for a choice."
    )
    competency = models.ForeignKey(
        Competency,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="What it measures. For a choice: what side A stands for.",
    )
    text_a = models.CharField("side A", max_length=200, blank=True, help_text="Choices only.")
    competency_b = models.ForeignKey(
        Competency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="competency of side B",
        help_text="Choices only: what side B stands for.",
    )
    text_b = models.CharField("side B", max_length=200, blank=True, help_text="Choices only.")
    is_reversed = models.BooleanField(
        "high answer means low interest",
        default=False,
        help_text="Interest only: a high answer means little interest.",
    )

    class Meta(Weighted.Meta):
        constraints = [
            *Weighted.Meta.constraints,
            rule(
                "has_the_parts_of_its_type",
                (
                    Q(type=ItemType.FORCED_CHOICE, competency_b__isnull=False, stem="")
                    & ~Q(text_a="")
                    & ~Q(text_b="")
                    & ~Q(competency=F("competency_b"))
                )
                | (
                    ~Q(type=ItemType.FORCED_CHOICE)
                    & Q(competency_b__isnull=True, text_a="", text_b="")
                    & ~Q(stem="")
                ),
                "A choice needs sides A and B with two different competencies and no stem; "
                "every other question needs a stem and no sides.",
            ),
            rule(
                "reversed_only_for_interest",
                Q(is_reversed=False) | Q(type=ItemType.INTEREST),
                "Only an interest question can be turned round.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.stem or f'{self.text_a} / {self.text_b}'}"


class ResponseOption(Ordered):
    """One answer to choose for an item that is not a choice between two sides."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=200)
    score = models.PositiveSmallIntegerField(
        help_text="0 to 100. Levels: 0, 20, 40, 60, 80, 100. Situations: 100 for the best step."
    )

    class Meta(Ordered.Meta):
        constraints = [
            between("score", 0, 100, "A score lies between 0 and 100."),
            once("item", "text", message="This question already has that answer."),
        ]

    def __str__(self) -> str:
        return self.text


def _share(
    low: str, high: str, default: str, label: str, help_text: str
) -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(
        label,
        max_digits=4,
        decimal_places=2,
        default=Decimal(default),
        help_text=f"{low} to {high}. {help_text}",
    )


def _whole(default: int, label: str, help_text: str) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(label, default=default, help_text=help_text)


class ScoringSettings(models.Model):
    """The settings of the score; see ``instrument.values.ScoringSettings``. There is one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    revision = models.PositiveSmallIntegerField(
        "revision of the score",
        default=3,
        choices=[(3, "3, the first that is published")],
        help_text="Which constants score. Published editions keep the revision they have.",
    )
    lambda_fit = _share("0.3", "0.8", "0.5", "share of fit", "The rest of the match is readiness.")
    interest_ratio = _share(
        "1", "4", "2", "weight of interest", "How many times as much it counts as strengths."
    )
    cap_slope = _whole(
        60,
        "points lost for a missed must-have",
        "0 to 100. Readiness points lost for a must-have that is missed altogether.",
    )
    theta_neither = _whole(
        50, "“neither yet” below", "0 to 100. When every role's readiness is below, we name none."
    )
    delta_min = _share(
        "0", "20", "10.5", "smallest difference", "Between two roles; with more, shared out."
    )
    confidence = _share(
        "0.5", "0.99", "0.9", "confidence", "0.9 gives ranges that hold in 90 cases of 100."
    )
    min_coverage = _share(
        "0", "1", "0.6", "needed coverage", "Share of a role's weight that must have a level."
    )
    min_coverage_fit = _share(
        "0", "1", "0.5", "needed coverage of interest", "Share that must have a choice answered."
    )
    band_ready = _whole(85, "“ready” from", "0 to 100 points of readiness.")
    band_nearly = _whole(70, "“nearly” from", "0 to 100, below “ready”.")
    band_building = _whole(50, "“building” from", "0 to 100, below “nearly”.")

    class Meta:
        verbose_name = verbose_name_plural = "scoring settings"
        constraints = [
            rule("one_row", Q(pk=1), "There is one row of scoring settings. Change that one."),
            rule(
                "revision",
                Q(revision__in=tuple(REVISIONS)),
                "There is no such revision of the score.",
            ),
            rule(
                "shares",
                Q(lambda_fit__range=("0.3", "0.8"), interest_ratio__range=(1, 4)),
                "The share of fit lies between 0.3 and 0.8, "
                "the weight of interest between 1 and 4.",
            ),
            rule(
                "thresholds",
                Q(
                    cap_slope__lte=100,
                    theta_neither__lte=100,
                    delta_min__range=(0, 20),
                    confidence__range=("0.5", "0.99"),
                ),
                "Points lost and “neither yet” lie between 0 and 100, the smallest difference "
                "between 0 and 20, confidence between 0.5 and 0.99.",
            ),
            rule(
                "coverage",
                Q(min_coverage__range=(0, 1), min_coverage_fit__range=(0, 1)),
                "Coverage is a share between 0 and 1.",
            ),
            rule(
                "bands_rise",
                Q(
                    band_ready__lte=100,
                    band_nearly__lt=F("band_ready"),
                    band_building__lt=F("band_nearly"),
                ),
                "The bands must rise: building, then nearly, then ready, at most 100.",
            ),
        ]

    def __str__(self) -> str:
        return "Scoring settings"
