"""Forms of the pages about a result: what if, and joining an earlier result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.http import QueryDict
from django.template.loader import get_template

from assessments.attempts.forms import KEY, SEQ, ScreenForm
from assessments.attempts.presenters.quiz import SKIP, AnswerGroup
from assessments.instrument.questionnaire import Value
from web.typed import TypedText

# The token of a private link, alone or in an address.
TOKEN = re.compile(r"(?:^|/)([A-Za-z0-9_-]{43})(?:/|$)")


NO_LINK = (
    "That is not a private link of a result. It ends in 43 letters, digits, hyphens or "
    "underscores after “results/”."
)


class Part(LayoutObject):  # type: ignore[misc]
    """Where the what-if form has all questions of one kind, folded or open."""

    template = "assessments/results/what_if_part.html"

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


class JoinForm(forms.Form):
    """The private link of an earlier result, whole or only its token; cleaned to the token."""

    link = TypedText(
        max_length=500,
        error_messages={"required": "Paste the private link of an earlier result."},
    )

    def clean_link(self) -> str:
        """Return the token in what was pasted."""
        found = TOKEN.search(self.cleaned_data["link"].strip())
        if found is None:
            raise forms.ValidationError(NO_LINK)
        return found[1]

    def error(self) -> str:
        """Say what is wrong with it."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")
