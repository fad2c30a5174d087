"""What readers find beside the roles: depth levels, scenarios, questions, synonyms."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from roles.models.base import Ordered, address, internal_name
from roles.models.choices import ArtefactKind, Topic
from roles.models.constraints import between, once, one_of
from roles.models.facts import Fact
from roles.models.role import Role


class DepthLevel(Ordered):
    """One depth level: how technical somebody is, shown by a real artefact."""

    key = internal_name("depth level")
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=4000)
    level = models.PositiveSmallIntegerField(
        help_text="1 to 100: the level of technical expertise it stands for."
    )
    artefact_title = models.CharField(max_length=200)
    artefact_kind = models.CharField("shown as", max_length=10, choices=ArtefactKind.choices)
    artefact = models.TextField(max_length=4000)
    reading = models.TextField("how to read it", max_length=4000, blank=True)
    question = models.CharField("one-minute check", max_length=200)
    explanation = models.TextField("why the answer is right", max_length=4000)

    class Meta(Ordered.Meta):
        constraints = [
            between("level", 1, 100, "The level lies between 1 and 100."),
            one_of("artefact_kind", ArtefactKind, "Choose how the artefact is shown."),
        ]


class DepthLevelUse(Ordered):
    """What a person in one role does with a depth level's artefact."""

    depth_level = models.ForeignKey(DepthLevel, on_delete=models.CASCADE, related_name="uses")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    text = models.TextField("what they do with it", max_length=4000)

    class Meta(Ordered.Meta):
        verbose_name = "use by a role"
        verbose_name_plural = "uses by role"
        constraints = [
            once(
                "depth_level", "role", message="This depth level already says what that role does."
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} on {self.depth_level}"


class CheckOption(Ordered):
    """One answer to a depth level's check."""

    depth_level = models.ForeignKey(DepthLevel, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=200)
    is_right = models.BooleanField("the right answer", default=False)

    class Meta(Ordered.Meta):
        verbose_name = "answer"
        constraints = [
            models.UniqueConstraint(
                fields=["depth_level"],
                condition=Q(is_right=True),
                name="check_option_one_right",
                violation_error_message="Only one answer can be the right one.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Scenario(Ordered):
    """The same incident seen from the point of view of several roles."""

    slug = address("scenario")
    title = models.CharField(max_length=200)
    story = models.TextField("what happens", max_length=4000)
    lesson = models.TextField("what it shows", max_length=4000, blank=True)


class ScenarioMove(Ordered):
    """What a person in one role does first, and why."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="moves")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    first = models.TextField("does first", max_length=4000)
    why = models.TextField(max_length=4000)

    class Meta(Ordered.Meta):
        verbose_name = "first move"
        constraints = [
            once(
                "scenario", "role", message="This scenario already says what that role does first."
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.scenario}"


class Synonym(Ordered):
    """Words, abbreviations and questions that people type, and the site's own words for them."""

    means = models.CharField(
        "words of this site",
        max_length=200,
        unique=True,
        help_text="As they stand on the page that it should lead to, such as: pay and outlook.",
        error_messages={"unique": "There already is a row for these words. Add to that one."},
    )
    typed = models.TextField(
        "what people type",
        max_length=4000,
        help_text="Words or whole questions, separated by commas, such as: salary, earn, wage.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "search word"

    def __str__(self) -> str:
        return self.means


class Question(Ordered):
    """A question that people ask, and the site's answer."""

    slug = address("question", "Last part of the web address, for example: do-i-have-to-code.")
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
        constraints = [one_of("topic", Topic, "Choose one of the listed topics.")]

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


class QuestionFact(Fact):
    """A fact on which an answer rests."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="facts")

    class Meta(Fact.Meta):
        verbose_name = "fact"
