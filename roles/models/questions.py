"""Questions that people ask, with their answers."""

from django.core.validators import RegexValidator
from django.db import models

from roles.models.base import Ordered, slug_validator
from roles.models.choices import Topic
from roles.models.facts import Fact


class Question(Ordered):
    """A question that people ask, and the site's answer."""

    slug = models.CharField(
        "address",
        max_length=80,
        unique=True,
        validators=[slug_validator],
        error_messages={"unique": "Another question already has this address."},
        help_text="Last part of the web address, for example: do-i-have-to-code.",
    )
    question = models.CharField(max_length=200)
    also_asked = models.TextField(
        "also asked as",
        max_length=4000,
        blank=True,
        help_text="Other wordings that people type into a search, one a line.",
    )
    topic = models.CharField(max_length=15, choices=Topic.choices)
    short_answer = models.CharField(
        max_length=300, help_text="Yes or no first, where there is one. One or two sentences."
    )
    answer = models.TextField(max_length=4000, help_text="Markdown.")
    judgement = models.TextField(
        "why we think so",
        max_length=4000,
        blank=True,
        help_text="When the answer is our own judgement rather than a fact: say on what it rests.",
    )

    class Meta(Ordered.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(topic__in=Topic.values),
                name="question_topic_known",
                violation_error_message="Choose one of the listed topics.",
            )
        ]

    def __str__(self) -> str:
        return self.question


class QuestionLink(Ordered):
    """A page of the site that says more."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(max_length=200)
    address = models.CharField(
        max_length=400,
        validators=[
            RegexValidator(
                r"^/([a-z0-9][a-z0-9/_.-]*)?(#[A-Za-z0-9_-]+)?$",
                "Give an address of this site that starts with /, for example: /quiz/.",
            )
        ],
    )

    class Meta(Ordered.Meta):
        verbose_name = "link"

    def __str__(self) -> str:
        return self.title


class QuestionFact(Fact):
    """A fact on which an answer rests."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="facts")

    class Meta(Fact.Meta):
        verbose_name = "fact"
