"""One screen of the quiz, and a share link, as forms. They check what was sent and save nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.http import QueryDict
from django.template.loader import get_template

from assessments.colleagues import DAYS as RATING_DAYS
from assessments.plan_choice import (
    DEFAULT_HOURS,
    DEFAULT_WEEKS,
    MOST_HOURS,
    MOST_WEEKS,
)
from assessments.presenters import joining
from assessments.presenters.quiz import DAMAGED, SKIP, AnswerGroup, Coding
from assessments.presenters.retake import OfferLine
from assessments.presenters.shares import DAMAGED as SHARE_DAMAGED
from assessments.questionnaire import Value
from assessments.sharing import DAYS, Detail

# A hyphen keeps these apart from the keys of items and facts.
KEY = "save-key"
SEQ = "save-seq"
TO = "save-to"

# The token of a private link, alone or in an address.
TOKEN = re.compile(r"(?:^|/)([A-Za-z0-9_-]{43})(?:/|$)")

NOT_LISTED = "“%(value).40s” is not one of the answers here. Choose one of those listed."


class Answers(LayoutObject):  # type: ignore[misc]
    """Where a form's layout has the answers of one question: a fieldset with whole-row targets.

    Crispy's own radios point a legend at one input and cost three times as much to render.
    """

    template = "assessments/answer_group.html"

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


class ShareChoice(TypedDict):
    """What a valid share form says."""

    key: str
    detail: Detail
    days: int


class ShareForm(forms.Form):
    """How much a share link shows and how long it works. ``key`` is made by the page."""

    key = forms.UUIDField()
    detail = forms.ChoiceField(
        choices=[(each.value, each.value) for each in Detail],
        error_messages={
            "required": "Choose what the reader sees.",
            "invalid_choice": NOT_LISTED,
        },
    )
    days = forms.TypedChoiceField(
        choices=[(str(days), str(days)) for days in DAYS],
        coerce=int,
        error_messages={
            "required": "Choose how long the link works.",
            "invalid_choice": NOT_LISTED,
        },
    )

    def chosen(self) -> ShareChoice:
        """What a valid form says."""
        data = self.cleaned_data
        return {
            "key": str(data["key"]),
            "detail": Detail(data["detail"]),
            "days": data["days"],
        }

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id to go to, and the message."""
        return [
            (f"{name}-0", str(error)) if name != "key" else ("detail-0", SHARE_DAMAGED)
            for name, errors in self.errors.items()
            for error in errors
        ]


class PlanForm(forms.Form):
    """Toward which role, with how much time. What is missing or blank is as at first."""

    hours = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        error_messages={
            "invalid": f"Hours a week are a whole number from 1 to {MOST_HOURS}, such as 4.",
            "min_value": f"Hours a week lie between 1 and {MOST_HOURS}.",
            "max_value": f"Hours a week lie between 1 and {MOST_HOURS}.",
        },
    )
    weeks = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        error_messages={
            "invalid": f"Weeks are a whole number from 1 to {MOST_WEEKS}, such as 12.",
            "min_value": f"Weeks lie between 1 and {MOST_WEEKS}.",
            "max_value": f"Weeks lie between 1 and {MOST_WEEKS}.",
        },
    )

    def __init__(self, data: QueryDict, *, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["role"] = forms.ChoiceField(
            choices=roles,
            required=False,
            error_messages={"invalid_choice": "Choose one of the roles listed."},
        )

    def chosen(self) -> dict[str, Any]:
        """What a legal form asks for; a blank role is the one that the result leans to."""
        given = self.cleaned_data
        return {
            "role": given["role"],
            "hours_a_week": given["hours"] or DEFAULT_HOURS,
            "weeks": given["weeks"] or DEFAULT_WEEKS,
        }

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id to go to, and the message."""
        return [
            (f"plan-{name}", str(error)) for name, errors in self.errors.items() for error in errors
        ]


class Part(LayoutObject):  # type: ignore[misc]
    """Where the what-if form has all questions of one kind, folded or open."""

    template = "assessments/what_if_part.html"

    def __init__(self, title: str, groups: Sequence[AnswerGroup], *, is_open: bool) -> None:
        self.title = title
        self.groups = groups
        self.is_open = is_open
        self.fields: list[object] = []

    def render(self, form: WhatIfForm, context: object, *_: object, **__: object) -> str:
        """One row a question: a list to choose from, or boxes to tick."""
        form.rendered_fields |= {group.key for group in self.groups}
        rows = [form.row(group) for group in self.groups]
        is_open = self.is_open or any(row["is_changed"] or row["error"] for row in rows)
        return get_template(self.template).render(
            {"title": self.title, "rows": rows, "is_open": is_open}
        )


class WhatIfForm(ScreenForm):
    """All questions of the quiz with the answers of one person, to be changed and not kept."""

    def __init__(
        self,
        parts: Sequence[tuple[str, Sequence[AnswerGroup], bool]],
        *,
        data: QueryDict | None = None,
        answers: Mapping[str, Value] | None = None,
    ) -> None:
        groups = [group for _, groups, _ in parts for group in groups]
        super().__init__(groups, data=data, answers=answers)
        del self.fields[KEY], self.fields[SEQ]
        self.helper.layout = Layout(
            *(Part(title, groups, is_open=is_open) for title, groups, is_open in parts)
        )

    def row(self, group: AnswerGroup) -> dict[str, Any]:
        """One question as its template shows it."""
        value = self.answered.get(group.key)
        texts = self.chosen(group) or [SKIP]
        errors = self.errors.get(group.key)
        return {
            "group": group,
            "chosen": texts,
            "said": group.words(value),
            "is_changed": set(texts) != set(group.texts(value) or [SKIP]),
            "error": errors[0] if errors else "",
        }

    def changed(self) -> list[str]:
        """The questions whose answer differs from the person's own."""
        return [group.key for group in self.groups if self.row(group)["is_changed"]]


class InviteForm(forms.Form):
    """Whom a colleague is told asks, how long the link works, and from when answers show."""

    key = forms.UUIDField(error_messages={"required": SHARE_DAMAGED, "invalid": SHARE_DAMAGED})
    asker = forms.CharField(
        required=False,
        max_length=60,
        error_messages={"max_length": "A name here has at most 60 characters."},
    )
    days = forms.TypedChoiceField(
        choices=[(str(days), str(days)) for days in RATING_DAYS],
        coerce=int,
        error_messages={
            "required": "Choose how long the link works.",
            "invalid_choice": NOT_LISTED,
        },
    )
    shown = forms.ChoiceField(
        choices=[("together", ""), ("openly", "")],
        error_messages={
            "required": "Choose from when on answers show.",
            "invalid_choice": NOT_LISTED,
        },
    )

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id to go to, and the message."""
        target = {"asker": "asker", "key": "days-0"}
        return [
            (target.get(name, f"{name}-0"), str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]


class JoinForm(forms.Form):
    """The private link of an earlier result, whole or only its token; cleaned to the token."""

    link = forms.CharField(max_length=500, error_messages={"required": joining.MISSING})

    def clean_link(self) -> str:
        """The token in what was pasted."""
        found = TOKEN.search(self.cleaned_data["link"].strip())
        if found is None:
            raise forms.ValidationError(joining.NO_LINK)
        return found[1]

    def sent(self) -> str:
        """What was pasted, to show again."""
        return str(self.data.get("link", ""))[:500]

    def problem(self) -> str:
        """What is wrong with it."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")
