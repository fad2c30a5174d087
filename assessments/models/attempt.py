"""Rows of attempts: what a person answered, the result once finished, and what belongs to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.models.choices import Length
from assessments.scoring import Verdict
from roles.models import Edition
from roles.models.constraints import one_of, rule


class Attempt(models.Model):
    """One person's run through the quiz: one row, whatever the number of answers.

    ``answers`` maps a key to ``{"value", "seq", "key", "at"}``, as
    ``instrument.saving.StoredAnswer`` has it. ``token_hash`` is the SHA-256 of the private link,
    which is stored nowhere. An attempt is scored with the edition it started under, for ever.
    ``retake_of`` is the person's finished attempt before this one, as far as they said so.

    ``statistics_place`` says how the statistics count it: ``None`` not yet, 0 as finished, n as
    left with question n in front; ``statistics_quarter`` in which quarter. ``went_on`` says that
    something was saved after it was counted as left. A person with an account may keep an attempt
    in it: ``kept_link`` is the private link's token, encrypted (``web.encryption``).
    """

    token_hash = models.CharField(max_length=64, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    retake_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="retakes"
    )
    length = models.CharField(
        max_length=8,
        choices=[(each.value, each.value) for each in Length],
        default=Length.FULL.value,
    )
    answers = models.JSONField(default=dict)
    last_seq = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    statistics_place = models.PositiveSmallIntegerField(null=True, editable=False)
    statistics_quarter = models.PositiveSmallIntegerField(null=True, editable=False)
    went_on = models.BooleanField(default=False, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    kept_link = models.CharField(max_length=200, blank=True, default="")
    kept_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ("view", "delete")  # only the quiz adds and changes attempts
        permissions = [
            ("view_answers", "Can see a person's answers and result"),
            ("view_impact", "Can see what the draft would do to results"),
            ("view_statistics", "Can see statistics of the questions"),
            ("export_attempts", "Can export attempts for research"),
        ]
        indexes = [
            # Finds finished attempts without walking past every document.
            models.Index(
                fields=["finished_at"],
                condition=Q(finished_at__isnull=False),
                name="attempt_finished_at",
            ),
            # Small, whatever the number of attempts: what is counted already is in neither. They
            # name nothing that an ordinary save changes, or PostgreSQL would write to each of them.
            models.Index(
                fields=["id"],
                condition=Q(statistics_place__isnull=True),
                name="attempt_not_counted",
            ),
            models.Index(
                fields=["id"],
                condition=Q(statistics_place__gt=0)
                & (Q(finished_at__isnull=False) | Q(went_on=True)),
                name="attempt_came_back",
            ),
        ]
        constraints = [
            rule(
                "finished_with_result",
                Q(finished_at__isnull=True) ^ Q(result__isnull=False),
                "An attempt has a result exactly when it is finished.",
            ),
            one_of("length", Length, "The length of a quiz is “full” or “short”."),
            rule(
                "retakes_another",
                Q(retake_of__isnull=True) | ~Q(retake_of=F("id")),
                "An attempt cannot retake itself.",
            ),
            rule(
                "kept_with_its_link",
                Q(owner__isnull=True, kept_at__isnull=True, kept_link="")
                | (Q(owner__isnull=False, kept_at__isnull=False) & ~Q(kept_link="")),
                "An attempt in an account has its link and the time.",
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.pk}"


class EncodedAnswers(models.Model):
    """A finished attempt in some sixty bytes, apart, so that reading all passes no long document.

    ``codes`` are the answers as ``instrument.answer_codec`` writes them, by the quiz of
    ``edition``, which is the attempt's. ``named_role`` is the role's place in the edition's order,
    ``None`` where none is named. Rows are numbered in the order in which attempts were finished.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="encoded")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12)
    named_role = models.PositiveSmallIntegerField(null=True)
    codes = models.BinaryField(max_length=1024)

    class Meta:
        default_permissions = ()  # nobody on the desk sees single answers
        constraints = [
            one_of("verdict", Verdict, "A result has one of the known verdicts."),
            rule(
                "name_a_role",
                Q(verdict=Verdict.ONE_ROLE.value) ^ Q(named_role__isnull=True),
                "A role is named exactly by the verdict for one role.",
            ),
        ]
