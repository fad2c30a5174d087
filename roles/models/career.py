"""Models for what readers ask about working in a role: its week, ways into it, interviews."""

from django.db import models

from roles.models.role import BelongsToRole, Role


class WeekActivity(BelongsToRole):
    """One piece of a typical working week."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="week")
    when = models.CharField(max_length=200, help_text="For example: Monday morning.")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)

    class Meta(BelongsToRole.Meta):
        verbose_name = "piece of the week"
        verbose_name_plural = "working week"

    def __str__(self) -> str:
        return f"{self.when}: {self.title}"


class StartingPoint(BelongsToRole):
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


class InterviewQuestion(BelongsToRole):
    """A question that interviews ask, and what a good answer shows."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="interview_questions")
    question = models.CharField(max_length=200)
    good_answer = models.TextField("what a good answer shows", max_length=4000)

    def __str__(self) -> str:
        return self.question
