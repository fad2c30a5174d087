"""The form of the questions that check the quiz."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from assessments.analytics.study.services import Questions
from assessments.attempts.forms import NOT_LISTED
from assessments.attempts.presenters.quiz import Option
from assessments.models.choices import Work
from web.fields import ListedForm, WholeNumber

LIKE = "like-"
AGAIN = ("No, certainly not", "Rather not", "Not sure", "Rather yes", "Yes, certainly")
JOB = ("I did it before", "I do it today")
WEIGHTS = ("0: no part of it", "1", "2", "3", "4", "5: decides")
LIKES = ("Not at all", "A little", "Somewhat", "A lot", "Very much")


class OptionalChoiceField(forms.TypedChoiceField):
    """A form field for a question that may be left out."""

    def __init__(self, label: str, choices: Iterable[tuple[Any, str]], **how: Any) -> None:
        self.options = [Option(str(value), text) for value, text in choices]
        how |= {"required": False, "error_messages": {"invalid_choice": NOT_LISTED}}
        super().__init__(label=label, choices=[(o.value, o.label) for o in self.options], **how)


class StudyForm(ListedForm):
    """A form for somebody's work, whether they would choose it again, and interest in ``names``."""

    consent = forms.BooleanField(
        error_messages={"required": "Tick the box to let us keep this. Otherwise we keep nothing."}
    )
    work = OptionalChoiceField("What is your main job today?", Work.choices)

    def __init__(self, names: Mapping[str, str], **how: Any) -> None:
        super().__init__(**how)
        scales = {"again": ("Would you choose it again?", enumerate(AGAIN, 1))}
        for key, name in names.items():
            scales[LIKE + key] = f"{name}: how much do you enjoy it?", enumerate(LIKES)
        for key, (label, choices) in scales.items():
            self.fields[key] = OptionalChoiceField(label, choices, coerce=int, empty_value=None)
        self.asked = [self[key] for key in ("work", *scales)]

    def clean(self) -> dict[str, Any]:
        """Refuse a form without an answer."""
        if not self.errors and all(self.cleaned_data[e.name] in (None, "") for e in self.asked):
            self.add_error("work", "Answer at least one of the questions, or leave this page.")
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """Return the answers of a valid form, as the service stores them."""
        found = {key: value for key, value in self.cleaned_data.items() if value is not None}
        ratings = {k.removeprefix(LIKE): v for k, v in found.items() if k.startswith(LIKE)}
        return {"work": found["work"], "again": found.get("again"), "ratings": ratings}

    def error_id(self, name: str) -> str:
        return f"{name}-0"


class ExpertForm(ListedForm):
    """A form for what somebody who does a job says of it; every question takes an answer."""

    def __init__(self, asked: Questions, **how: Any) -> None:
        super().__init__(auto_id="%s-0", **how)
        self._ask("does_job", "Is this your job?", JOB)
        self._ask("years", "Years in this job", most=60)
        self.competencies = [
            (
                each,
                lines,
                self._ask(f"importance-{each.key}", f"{each.name}: importance", WEIGHTS),
                self._ask(f"required_level-{each.key}", f"{each.name}: level to start with"),
            )
            for each, lines in asked.competencies
        ]
        self.situations = [
            self._ask(f"step-{item.key}", item.stem, [step.text for step in item.options])
            for item in asked.situations
        ]

    def _ask(
        self, name: str, label: str, texts: Sequence[str] = (), most: int = 100
    ) -> forms.BoundField:
        self.fields[name] = (
            OptionalChoiceField(label, enumerate(texts), coerce=int, empty_value=None)
            if texts
            else WholeNumber("They", most=most, example=most // 2, label=label)
        )
        return self[name]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that leaves something out."""
        for name, field in self.fields.items():
            if name not in self.errors and self.cleaned_data[name] is None:
                self.add_error(name, f"“{field.label}”: please answer this too.")
        return self.cleaned_data

    def error_id(self, name: str) -> str:
        return f"{name}-0"
