"""Answer when a page of questions is not saved, in the quiz and in ratings by colleagues.

Nothing that was chosen is lost: it comes back in the page, or in a form to send again.
"""

from collections.abc import Mapping, Sequence

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.attempts.presenters import quiz as present
from assessments.instrument.questionnaire import Value
from assessments.instrument.saving import BadSave, ChangedElsewhere, KeyReused, SaveRefused
from roles.snapshot.editions import previewed
from web.limits import seconds_to_wait
from web.once import FIELD
from web.own_site import is_foreign
from web.responses import too_many, unavailable

Errors = Sequence[tuple[str, str]]

# What a page carries on to a second try. Our own forms are far below.
MAX_KEPT_FIELDS = 60
MAX_KEPT_LENGTH = 300

KEPT_TITLE = "There is a problem. Your answers are kept below."
REUSED_TITLE = "You sent this page before with other answers"
CHANGED_TITLE = "Another window saved other answers"


def told(
    refusal: SaveRefused, groups: Sequence[present.AnswerGroup], answers: Mapping[str, Value]
) -> tuple[Errors, str, int]:
    """Return why answers were not stored: errors with the id to jump to, a title, and a status.

    Raises the refusal itself where it has no message for a person.
    """
    if isinstance(refusal, BadSave):
        return [(groups[0].first_id, present.DAMAGED)], KEPT_TITLE, 422
    if not isinstance(refusal, KeyReused):
        raise refusal
    errors, is_changed = [], isinstance(refusal, ChangedElsewhere)
    for group in (each for each in groups if each.key in refusal.keys):
        said = "your new answer is below and not saved yet."
        if is_changed:
            here, there = answers[group.key], refusal.sheet.answers[group.key]
            said = f"you chose “{group.words(here)}” here, "
            said += f"and “{group.words(there)}” is saved from another window."
        errors.append((group.first_id, f"“{group.name}”: {said}"))
    return errors, *((CHANGED_TITLE, 409) if is_changed else (REUSED_TITLE, 422))


def kept_form(request: HttpRequest, *, of_other_site: bool = False) -> HttpResponse:
    """Render a page that holds what was sent, with its key, to be sent again."""
    try:
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except (RequestDataTooBig, OSError):
        sent = []
    kept = [
        (name, text)
        for name, text in sent
        if max(len(name), len(text)) <= MAX_KEPT_LENGTH
        # Or another site could choose under which link somebody answers.
        and not (name == FIELD and is_foreign(request))
    ]
    context = {"of_other_site": of_other_site, "kept": kept[:MAX_KEPT_FIELDS]}
    status = 403 if of_other_site else 200
    return render(request, "assessments/attempts/kept_form.html", context, status=status)


def refuse_too_many(request: HttpRequest) -> HttpResponse | None:
    """Count one start of a quiz, outside of previews; return a refusal if there were too many."""
    wait = 0 if previewed() is not None else seconds_to_wait(request)
    if not wait:
        return None
    return too_many(render(request, "assessments/attempts/too_many.html"), seconds=wait)


def refuse_foreign_form(request: HttpRequest) -> HttpResponse:
    """Refuse a POST to a page of questions that another site sends, keeping what was chosen."""
    return kept_form(request, of_other_site=True)


def refuse_foreign(request: HttpRequest) -> HttpResponse:
    """Refuse a POST to a page of a result that another site sends."""
    return render(request, "assessments/results/foreign.html", status=403)


def refuse_without_database(request: HttpRequest, token: str = "") -> HttpResponse:
    """Answer with a 503 while the database is away, with what was sent, to be sent again."""
    return unavailable(kept_form(request))


def refuse_unknown_link(request: HttpRequest, token: str = "") -> HttpResponse:
    """Answer an address that belongs to no attempt with a 404."""
    return render(request, "assessments/attempts/unknown_link.html", status=404)
