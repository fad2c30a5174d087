"""Forms of the pages about a result: trying other answers, and joining an earlier result."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from assessments.attempts.forms import KEY, SEQ, ScreenForm
from assessments.attempts.presenters.quiz import SKIP, AnswerGroup
from assessments.instrument.questionnaire import Value
from assessments.instrument.values import Question
from web.fields import ListedForm
from web.typed import TypedText

# The token of a private link, alone or in an address.
TOKEN = re.compile(r"(?:^|/)([A-Za-z0-9_-]{43})(?:/|$)")


NO_LINK = (
    "That is not a private link of a result. It ends in 43 letters, digits, hyphens or "
    "underscores after “results/”."
)


class WhatIfForm(ScreenForm):
    """A form of all questions with one person's answers, to be changed for a try and not kept."""

    def __init__(
        self,
        parts: Sequence[tuple[str, Sequence[Question], bool]],
        *,
        data: QueryDict | None = None,
        answers: Mapping[str, Value] | None = None,
    ) -> None:
        every = [question for _, questions, _ in parts for question in questions]
        super().__init__(every, data=data, answers=answers)
        self.parts = parts
        del self.fields[KEY], self.fields[SEQ]

    def folds(self) -> Iterator[tuple[str, list[dict[str, Any]], bool]]:
        """Yield each kind of question: its title, a row for each, and whether it is shown open."""
        rows = {group.key: self.row(group) for group in self.groups}
        for title, questions, is_open in self.parts:
            here = [rows[question.key] for question in questions]
            yield title, here, is_open or any(row["is_changed"] or row["error"] for row in here)

    def row(self, group: AnswerGroup) -> dict[str, Any]:
        """Return one question as its template shows it."""
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
        """Return the keys of the questions whose answer differs from the person's own."""
        return [group.key for group in self.groups if self.row(group)["is_changed"]]


class JoinForm(ListedForm):
    """A form for the private link of an earlier result, or its token; cleaned to the token."""

    link = TypedText(
        max_length=500, error_messages={"required": "Paste the private link of an earlier result."}
    )

    def clean_link(self) -> str:
        """Return the token in the text that was pasted."""
        found = TOKEN.search(self.cleaned_data["link"].strip())
        if found is None:
            raise forms.ValidationError(NO_LINK)
        return found[1]

    def error_id(self, name: str) -> str:
        return f"earlier-{name}"
