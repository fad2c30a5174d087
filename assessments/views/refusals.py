"""What a page of questions answers when it is not saved: the quiz's, and a rater's.

Nothing that was chosen is lost: it comes back in the page, or travels in a form for one more press.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.presenters import quiz as present
from assessments.questionnaire import Value
from assessments.services import BadSave, ChangedElsewhere, KeyReused, SaveRefused

Errors = Sequence[tuple[str, str]]

# What a page carries on to a second try. Our own forms are far below.
MAX_KEPT_FIELDS = 60
MAX_KEPT_LENGTH = 300

KEPT_TITLE = "There is a problem. Your answers are kept below."
REUSED_TITLE = "You sent this page before with other answers"
CHANGED_TITLE = "Another window saved other answers"


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal in words, each with the id to go to."""

    errors: Errors
    title: str
    status: int


def told(
    refusal: SaveRefused, groups: Sequence[present.AnswerGroup], answers: Mapping[str, Value]
) -> Told:
    """Why ``answers`` were not stored. Raises the refusal where there is nothing to say of it."""
    match refusal:
        case ChangedElsewhere():
            stored = refusal.sheet.answers
            errors = present.changed_messages(groups, refusal.keys, answers, stored)
            return Told(errors, CHANGED_TITLE, 409)
        case KeyReused():
            return Told(present.reused_messages(groups, refusal.keys), REUSED_TITLE, 422)
        case BadSave():
            return Told([(groups[0].first_id, present.DAMAGED)], KEPT_TITLE, 422)
    raise refusal


def kept_form(request: HttpRequest, page: present.KeptForm, status: int) -> HttpResponse:
    """A page that carries what was sent, with its key, for one more press."""
    try:
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except (RequestDataTooBig, OSError):
        sent = []
    kept = [(n, t) for n, t in sent if len(n) <= MAX_KEPT_LENGTH and len(t) <= MAX_KEPT_LENGTH]
    context = {"page": page, "kept": kept[:MAX_KEPT_FIELDS]}
    return render(request, "assessments/kept_form.html", context, status=status)


def refuse_foreign_form(request: HttpRequest) -> HttpResponse:
    """What a page of questions answers to a post that another site sends."""
    return kept_form(request, present.FOREIGN, status=403)
