"""The form of one screen of questions. It checks what was sent and saves nothing."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain, zip_longest
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from assessments.attempts.presenters.quiz import DAMAGED, SKIP, AnswerGroup, answer_group
from assessments.instrument.questionnaire import SKIP_LABEL, Value
from assessments.instrument.same_question import Offer, QuestionChange
from assessments.instrument.saving import legal_answers
from assessments.instrument.values import BackgroundFact, Question
from assessments.scoring import NONE_CODE

# A hyphen keeps these apart from the keys of items and facts.
KEY = "save-key"
SEQ = "save-seq"
TO = "save-to"

# How a template marks a chosen answer. In a text the ">" would be escaped.
CHOSEN = " checked>"

NOT_LISTED = "“%(value).40s” is not one of the answers here. Choose one of those listed."


def listed_choice(
    values: Iterable[object], coerce: Callable[[str], Any] = str, *, missing: str
) -> forms.TypedChoiceField:
    """Return a form field for one of ``values``; ``missing`` asks whoever chose none."""
    choices = [(str(each), str(each)) for each in values]
    messages = {"required": missing, "invalid_choice": NOT_LISTED}
    return forms.TypedChoiceField(choices=choices, coerce=coerce, error_messages=messages)


class ScreenForm(forms.Form):
    """A form of the questions of one screen, with the key and the sequence number of the save."""

    def __init__(
        self,
        questions: Iterable[Question],
        *,
        skip_label: str = SKIP_LABEL,
        data: QueryDict | None = None,
        answers: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(data)
        self.questions = tuple(questions)
        self.skip_label = skip_label
        self.answered = answers or {}
        self.offers: Mapping[str, Offer] = {}
        self.fields[KEY] = forms.CharField(max_length=100)
        self.fields[SEQ] = forms.IntegerField(min_value=1)
        for question in self.questions:
            self.fields[question.key] = _field(question)

    @cached_property
    def groups(self) -> tuple[AnswerGroup, ...]:
        """The questions as pages show them; made for a page only, not for a save."""
        return tuple(answer_group(each, self.skip_label) for each in self.questions)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each question as its template shows it: what is chosen, offered and wrong."""
        for group in self.groups:
            errors = self.errors.get(group.key)
            chosen, offer = self.chosen(group), self.offers.get(group.key)
            if not errors and offer is None:
                yield {"fieldset": _fieldset(group, chosen)}
                continue
            row = {"group": group, "chosen": chosen, "error": errors[0] if errors else ""}
            if offer is not None and offer.value is not None:
                row["earlier"], row["keep"] = group.words(offer.value), json.dumps(offer.value)
                row["is_kept"] = {*chosen} == {*group.texts(offer.value)}
            # Nothing is said of what was left open last time.
            yield row | {"offer": None if offer == Offer(QuestionChange.SAME, None) else offer}

    def clean(self) -> dict[str, Any]:
        """Refuse answers to questions of another page, and choices that exclude each other."""
        known = {*self.fields, TO}
        if unknown := sorted(set(self.data) - known):
            raise forms.ValidationError(
                f"This form carries “{unknown[0][:40]}”, which is not a question of this page. "
                "Answer the questions below and send them again."
            )
        for question in self.questions:
            chosen = self.cleaned_data.get(question.key, [])
            alone = {SKIP, NONE_CODE} & {*chosen} if question.is_multiple else ()
            if alone and len(chosen) > 1:
                group = answer_group(question, self.skip_label)
                label = next(o.label for o in (*group.options, group.skip) if o.value in alone)
                self.add_error(
                    question.key,
                    f"You chose “{label}” and something else too. Keep one of the two.",
                )
        return self.cleaned_data

    def answers(self) -> dict[str, Value]:
        """Return the answers of a valid form, by key. Questions left blank are not in it."""
        found: dict[str, Value] = {}
        for question in self.questions:
            chosen = self.cleaned_data[question.key]
            if question.is_multiple:
                found[question.key] = None if chosen == [SKIP] else chosen
            elif chosen == SKIP:
                found[question.key] = None
            elif chosen:
                is_code = isinstance(question, BackgroundFact)
                found[question.key] = chosen if is_code else int(chosen)
        return found

    def chosen(self, group: AnswerGroup) -> list[str]:
        """Return the form values that are chosen: as sent, or as answered before."""
        if self.is_bound:
            return self.data.getlist(group.key) if isinstance(self.data, QueryDict) else []
        if group.key not in self.answered:
            return []
        return group.texts(self.answered[group.key])

    def error_list(self) -> list[tuple[str, str]]:
        """Return each error as the id to jump to and the message, for the summary on top."""
        found, by_key = [], {group.key: group for group in self.groups}
        for name, errors in self.errors.items():
            group = by_key.get(name)
            for error in errors:
                said = DAMAGED if name in (KEY, SEQ) else str(error)
                said = f"“{group.name}”: {said}" if group else said
                found.append(((group or self.groups[0]).first_id, said))
        return list(dict.fromkeys(found))


def _fieldset(group: AnswerGroup, chosen: list[str]) -> SafeString:
    """Return a question as its template renders it with nothing but answers to show."""
    marks = [CHOSEN if value in chosen else ">" for value in _values(group)]
    pieces = chain.from_iterable(zip_longest(_pieces(group), marks, fillvalue=""))
    return mark_safe("".join(pieces))  # noqa: S308  a template made them


def _values(group: AnswerGroup) -> list[str]:
    return [each.value for each in (*group.options, group.skip)]


@lru_cache(maxsize=1024)
def _pieces(group: AnswerGroup) -> tuple[str, ...]:
    """Return what is the same for everybody, cut where an answer is marked as chosen.

    Rendering the questions takes half of the time of a screen.
    """
    row = {"group": group, "chosen": _values(group)}
    html = render_to_string("assessments/attempts/answer_group.html", {"row": row})
    return tuple(html.split(CHOSEN))


def _field(question: Question) -> forms.Field:
    legal = [str(each) for each in legal_answers(question)]
    field = forms.MultipleChoiceField if question.is_multiple else forms.ChoiceField
    return field(
        choices=[(each, each) for each in (*legal, SKIP)],
        required=False,
        error_messages={"invalid_choice": NOT_LISTED},
    )
