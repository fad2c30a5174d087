"""One screen of the quiz, and a share link, as forms. They check what was sent and save nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.http import QueryDict
from django.template.loader import get_template

from assessments.attempts.presenters.quiz import DAMAGED, SKIP, AnswerGroup, Coding
from assessments.attempts.presenters.retake import OfferLine
from assessments.instrument.questionnaire import Value

# A hyphen keeps these apart from the keys of items and facts.
KEY = "save-key"
SEQ = "save-seq"
TO = "save-to"

NOT_LISTED = "“%(value).40s” is not one of the answers here. Choose one of those listed."


class Answers(LayoutObject):  # type: ignore[misc]
    """Where a form's layout has the answers of one question: a fieldset with whole-row targets.

    Crispy's own radios point a legend at one input and cost three times as much to render.
    """

    template = "assessments/attempts/answer_group.html"

    def __init__(self, group: AnswerGroup) -> None:
        self.group = group
        self.fields: list[object] = []

    def render(self, form: ScreenForm, context: object, *_: object, **__: object) -> str:
        """The fieldset, with what is chosen and what is wrong."""
        form.rendered_fields.add(self.group.key)
        errors = form.errors.get(self.group.key)
        chosen, offer = form.chosen(self.group), form.offers.get(self.group.key)
        return get_template(self.template).render(
            {
                "group": self.group,
                "chosen": chosen,
                "offer": offer,
                "is_kept": offer is not None and offer.is_kept(chosen),
                "error": errors[0] if errors else "",
            }
        )


class ScreenForm(forms.Form):
    """The questions of one screen, with the key and the sequence number of the save."""

    rendered_fields: set[str]

    def __init__(
        self,
        groups: Sequence[AnswerGroup],
        *,
        data: QueryDict | None = None,
        answers: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(data)
        self.groups = groups
        self.answered = answers or {}
        self.offers: Mapping[str, OfferLine] = {}
        self.fields[KEY] = forms.CharField(max_length=100)
        self.fields[SEQ] = forms.IntegerField(min_value=1)
        for group in groups:
            self.fields[group.key] = _field(group)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = False
        self.helper.layout = Layout(*(Answers(group) for group in groups))

    def clean(self) -> dict[str, Any]:
        """Refuse answers to questions of another page, and choices that exclude each other."""
        known = {*self.fields, TO}
        if unknown := sorted(set(self.data) - known):
            raise forms.ValidationError(
                f"This form carries “{unknown[0][:40]}”, which is not a question of this page. "
                "Answer the questions below and send them again."
            )
        for group in self.groups:
            if group.is_multiple:
                self._refuse_mixed(group)
        return self.cleaned_data

    def _refuse_mixed(self, group: AnswerGroup) -> None:
        chosen = self.cleaned_data.get(group.key, [])
        for option in (*group.options, group.skip):
            if option.is_exclusive and option.value in chosen and len(chosen) > 1:
                self.add_error(
                    group.key,
                    f"You chose “{option.label}” and something else too. Keep one of the two.",
                )
                return

    def answers(self) -> dict[str, Value]:
        """What a valid form says, by key. Questions left blank are not in it."""
        found: dict[str, Value] = {}
        for group in self.groups:
            chosen = self.cleaned_data[group.key]
            if group.is_multiple:
                found[group.key] = None if chosen == [SKIP] else chosen
            elif chosen:
                found[group.key] = _value(group, chosen)
        return found

    def chosen(self, group: AnswerGroup) -> list[str]:
        """The form values that are chosen: as sent, or as answered before."""
        if self.is_bound:
            return self._sent(group.key)
        if group.key not in self.answered:
            return []
        return group.texts(self.answered[group.key])

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id to go to, and the message; for the summary on top."""
        problems = []
        for name, errors in self.errors.items():
            group = next((group for group in self.groups if group.key == name), None)
            target = group.first_id if group else self.groups[0].first_id
            for error in errors:
                if group:
                    problems.append((target, f"“{group.name}”: {error}"))
                elif name in (KEY, SEQ):
                    problems.append((target, DAMAGED))
                else:
                    problems.append((target, str(error)))
        return list(dict.fromkeys(problems))

    def _sent(self, key: str) -> list[str]:
        data = self.data
        return data.getlist(key) if isinstance(data, QueryDict) else []


def _field(group: AnswerGroup) -> forms.Field:
    choices = [(option.value, option.label) for option in (*group.options, group.skip)]
    messages = {"invalid_choice": NOT_LISTED}
    if group.is_multiple:
        return forms.MultipleChoiceField(choices=choices, required=False, error_messages=messages)
    return forms.ChoiceField(choices=choices, required=False, error_messages=messages)


def _value(group: AnswerGroup, text: str) -> Value:
    if text == SKIP:
        return None
    return int(text) if group.coding is Coding.INDEX else text
