"""Forms of the role pages. They check what was sent and save nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from roles.models.choices import MOST_MONTHS, MOST_TRAINING_HOURS, Education, Goal
from roles.pages.chooser import HOUR_LIMITS, MONEY_LIMITS, Experience, Wishes
from roles.pages.eligibility import Background, Window, contains, questions
from roles.pages.presenters.certificates import by_category
from roles.snapshot.certificates import Certification, WorkKind
from roles.templatetags.labels import label
from web.fields import ListedForm, PastDay, WholeNumber
from web.words import capitalised, counted

EARNED = "earned-"
UNKNOWN = {
    "invalid_choice": "“%(value)s” is not on the list. Choose from the list.",
    "required": "Choose from the list.",
}
WORK_LABELS = {
    WorkKind.LEADING: "Months in which you led projects",
    WorkKind.COMPLEX: "Months in which you led complex projects",
    WorkKind.PROGRAMS: "Months in which you led programs",
    WorkKind.AGILE: "Months in which you worked in agile teams",
}
WORK_HINTS = {
    WorkKind.LEADING: "You planned the work and were responsible for the result, whatever your "
    "title was. For example: two projects side by side for a year are 12 months.",
    WorkKind.COMPLEX: "For example: several suppliers, groups with different interests, and much "
    "that was new. These months are among those in which you led projects.",
    WorkKind.PROGRAMS: "A program is a group of linked projects led together. For example: for two "
    "years you were responsible for three projects that replaced one system. That is 24 months.",
    WorkKind.AGILE: "In any job in the team. For example: a year as a tester in a Scrum team is "
    "12 months.",
}

EXPERIENCE_LABELS = {
    Experience.LEADING: "I have led projects for three years or more in the last six",
    Experience.LEADING_LONG: "I have led projects for five years or more in the last eight",
    Experience.PROGRAMS: "I have led programs (groups of linked projects) for four years or more "
    "in the last fifteen",
    Experience.AGILE: "I have worked in agile teams for two years or more in the last five",
    Experience.TECHNICAL: "I work hands-on with software, cloud or IT systems",
}
NO_LIMIT = ("any", "It does not matter")


class CertificateChoice(forms.MultipleChoiceField):
    """A choice of any number of certificates, shown by kind."""

    def __init__(self, certifications: Iterable[Certification], **kwargs: Any) -> None:
        self.groups = by_category(certifications)
        choices = [(each.slug, each.name) for _, group in self.groups for each in group]
        super().__init__(choices=choices, required=False, error_messages=UNKNOWN, **kwargs)


class CertificateForm(ListedForm):
    """Questions of which one is what somebody holds. ``sent`` is what came, legal or not."""

    def __init__(
        self, certifications: Sequence[Certification], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.sent: QueryDict = data if data is not None else QueryDict()
        self.fields["holds"] = CertificateChoice(
            certifications,
            label="Certificates you hold today",
            help_text="Choose all that have not expired. Leave this empty if you hold none.",
        )

    @property
    def ticked(self) -> dict[str, frozenset[str]]:
        """What is ticked, legal or not, by name of the field."""
        return {name: frozenset(values) for name, values in self.sent.lists()}

    @property
    def options(self) -> dict[str, list[dict[str, Any]]]:
        """The answers of each question with a choice, by name of the field, for its component."""
        choices: dict[str, Any] = {
            name: field.choices
            for name, field in self.fields.items()
            if isinstance(field, forms.ChoiceField)
        }
        return {
            name: [{"value": code, "label": text} for code, text in pairs]
            for name, pairs in choices.items()
        }

    def error_id(self, name: str) -> str:
        """Return the id of a choice's first answer, or that of another field."""
        return f"id_{name}-0" if isinstance(self.fields[name], forms.ChoiceField) else f"id_{name}"


class ExamForm(CertificateForm):
    """The questions of the eligibility calculator. No answer is stored.

    What the chosen exams need is asked once they are chosen. ``is_complete`` says whether all the
    numbers that this takes were on the page that was sent, ``asks_more`` whether there are any, or
    days on which certificates were earned.
    """

    education = forms.ChoiceField(
        label="Your highest completed education",
        choices=[(code.value, label(code)) for code in Education],
        initial=Education.NONE.value,
        error_messages=UNKNOWN,
    )

    def __init__(
        self, certifications: Sequence[Certification], data: QueryDict | None = None
    ) -> None:
        super().__init__(certifications, data)
        self.fields["chosen"] = CertificateChoice(
            (each for each in certifications if each.conditional_routes),
            label="Certificates you have in mind",
            help_text="Choose as many as you like. All of these have entry requirements.",
        )
        self.known = {EARNED + each.slug for each in certifications} | {"training_hours"}
        self.known |= {
            _name((work, route.within_years))
            for each in certifications
            for route in each.routes
            for work in route.months
        }
        held, chosen = self.picked("holds"), self.picked("chosen")
        said = self.sent.get("education", "")
        self.questions = questions(
            [each for each in certifications if each.slug in chosen],
            Education(said) if said in Education.values else Education.NONE,
            held,
        )
        self.renewed = [c for c in certifications if c.slug in held and c.renewal_months]
        numbers = {_name(window): _months_field(window) for window in self.questions.windows}
        if self.questions.training:
            numbers["training_hours"] = WholeNumber(
                "Hours",
                most=MOST_TRAINING_HOURS,
                example=35,
                label="Hours of training in project management",
                help_text="Courses and workshops, all together. For example: five days of 7 hours "
                "are 35 hours.",
            )
        days = {
            EARNED + each.slug: PastDay(
                label=f"Day you earned {each.name}",
                help_text="For the renewal date. Leave it empty if you do not know.",
            )
            for each in self.renewed
        }
        self.fields |= {**numbers, **days}
        self.days = [self[name] for name in days]
        self.asks_more = bool(numbers or days)
        self.is_complete = all(name in self.sent for name in numbers)

    def picked(self, name: str) -> frozenset[str]:
        """Return what was ticked in a choice of certificates, legal or not."""
        return frozenset(self.sent.getlist(name))

    @property
    def month_groups(self) -> list[tuple[WorkKind, str, str, list[tuple[str, forms.BoundField]]]]:
        """The fields for months by kind of work: kind, question, example, and fields by span."""
        groups = []
        for work, text in WORK_LABELS.items():
            windows = [window for window in self.questions.windows if window[0] is work]
            fields = [(capitalised(_span(each[1])), self[_name(each)]) for each in windows]
            hint = WORK_HINTS[work]
            if len(fields) > 1:
                hint += " The longer period includes the shorter one, so count those months again."
            if fields:
                groups.append((work, text, hint, fields))
        return groups

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was typed for exams that are no longer chosen, to be there if they are again."""
        names = sorted(self.known - self.fields.keys())
        return [(name, value) for name in names if (value := self.sent.get(name))]

    def clean(self) -> dict[str, Any]:
        """Check that longer times hold the shorter ones; an empty number is the least it can be."""
        said = self.cleaned_data
        if not (said.get("chosen") or said.get("holds") or self.errors):
            self.add_error("chosen", "Choose at least one.")
        checked: dict[Window, int] = {}
        for window in self.questions.windows:  # what a window contains comes before it
            name = _name(window)
            if name not in said:
                continue
            inner = [each for each in checked if contains(window, each)]
            most = max(inner, key=lambda each: checked[each], default=None)
            least = checked[most] if most else 0
            if most and said[name] is not None and said[name] < least:
                self.add_error(
                    name,
                    f"{said[name]} cannot be right: you have {counted(least, 'month')} under "
                    f"“{self.fields[_name(most)].label}”, and these count here too. "
                    f"Give at least {least}.",
                )
                continue
            if said[name] is None:
                said[name] = least
            checked[window] = said[name]
        return said

    def background(self) -> Background:
        """Return what a valid form states; a number left empty counts as 0."""
        said = self.cleaned_data
        return Background(
            education=Education(said["education"]),
            months={window: said[_name(window)] for window in self.questions.windows},
            training_hours=(said["training_hours"] or 0) if self.questions.training else None,
            holds=frozenset(said["holds"]),
        )

    def earned(self) -> dict[str, dt.date]:
        """Return the days on which certificates were earned, where stated, by slug."""
        return {
            certification.slug: day
            for certification in self.renewed
            if (day := self.cleaned_data.get(EARNED + certification.slug))
        }

    def error_list(self) -> list[tuple[str, str]]:
        """Return the errors for the summary on top, each with the label of its field."""
        return [
            (self.error_id(name), f"{self.fields[name].label}: {error}")
            for name, errors in self.errors.items()
            for error in errors
        ]


def _name(window: Window) -> str:
    return f"{window[0]}-{window[1]}"


def _span(years: int) -> str:
    return f"in the last {counted(years, 'year')}" if years else "at any time"


def _months_field(window: Window) -> WholeNumber:
    work, years = window
    return WholeNumber(
        f"Months {_span(years)}",
        most=years * 12 or MOST_MONTHS,
        example=24 if years != 1 else 6,
        label=f"{WORK_LABELS[work]}, {_span(years)}",
    )


class ChooserForm(CertificateForm):
    """The three questions of the certificate chooser. No answer is stored."""

    experience = forms.MultipleChoiceField(
        label="What have you done so far?",
        help_text="Tick everything that is true. Leave it empty if all of this is new to you.",
        choices=[(code.value, text) for code, text in EXPERIENCE_LABELS.items()],
        required=False,
        error_messages=UNKNOWN,
    )
    goal = forms.ChoiceField(label="What do you want it for?", error_messages=UNKNOWN)
    money = forms.ChoiceField(
        label="How much can you spend on it?",
        help_text="For the exam, in US dollars or euros, whatever the currency of its fee. "
        "A course may cost more.",
        choices=[*((str(most), f"Up to {most}") for most in MONEY_LIMITS), NO_LIMIT],
        error_messages=UNKNOWN,
    )
    hours = forms.ChoiceField(
        label="How much time do you have for it?",
        help_text="All the study hours, and any training that is required first.",
        choices=[*((str(most), f"Up to {most} hours") for most in HOUR_LIMITS), NO_LIMIT],
        error_messages=UNKNOWN,
    )

    def __init__(
        self, certifications: Sequence[Certification], data: QueryDict | None = None
    ) -> None:
        super().__init__(certifications, data)
        goals = [goal for goal in Goal if any(each.goal is goal for each in certifications)]
        self.fields["goal"].choices = [(goal.value, goal.label) for goal in goals]  # type: ignore[attr-defined]

    def wishes(self) -> Wishes:
        said = self.cleaned_data
        return Wishes(
            goal=Goal(said["goal"]),
            experience=frozenset(Experience(each) for each in said["experience"]),
            holds=frozenset(said["holds"]),
            money=int(said["money"]) if said["money"] != NO_LIMIT[0] else None,
            hours=int(said["hours"]) if said["hours"] != NO_LIMIT[0] else None,
        )
