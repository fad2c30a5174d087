"""Save one answer: JSON in, JSON out, by the rules of ``instrument.saving``."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from assessments.attempts.services import UnknownLink, save_answers
from assessments.instrument.saving import (
    AnswerSheet,
    BadSave,
    ChangedElsewhere,
    Closed,
    KeyReused,
    Saved,
)
from assessments.scoring import AnswerError
from web.own_site import own_site_only
from web.responses import unavailable
from web.retry import DatabaseAway, retried
from web.strict_json import loads

MAX_BYTES = 4096
FIELDS = ("key", "seq", "value")


class BadBody(ValueError):
    """The request is not a valid save. ``status`` is the HTTP status of the answer."""

    def __init__(self, message: str, status: int = 400) -> None:
        self.status = status
        super().__init__(message)


def refuse_foreign_save(request: HttpRequest) -> HttpResponse:
    """Refuse a save that another site sends, with a 403 as JSON."""
    return _refusal(403, "foreign", "This was sent by another site. Nothing was changed.")


@own_site_only(refuse_foreign_save)
def answer(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Save one answer of the quiz."""
    store = functools.partial(save_answers, token=token)
    return save_one(request, key, store, result=reverse("assessments:result", args=[token]))


def save_one(
    request: HttpRequest, key: str, store: Callable[..., Saved], **finished: str
) -> HttpResponse:
    """Save one answer with ``store`` and reply in JSON, with ``finished`` if answers are closed."""
    if request.method != "PUT":
        response = _refusal(405, "method", "An answer is saved with PUT.")
        response.headers["Allow"] = "PUT"
        return response
    try:
        page_key, seq, value = _read_save(request)
        saved = retried(
            lambda: store(key=page_key, seq=seq, answers={key: value}, now=timezone.now())
        )
    except BadBody as error:
        return _refusal(error.status, "body", str(error))
    except AnswerError as error:
        return _refusal(422, "answer", str(error), legal=[str(each) for each in error.legal])
    except UnknownLink:
        return _refusal(404, "link", "This link does not work, or its answers were deleted.")
    except Closed as error:
        return _refusal(409, "finished", str(error), **finished)
    except ChangedElsewhere as error:
        return _refusal(409, "changed", str(error), **_state(error.sheet, key))
    except KeyReused as error:
        return _refusal(422, "key", str(error), **_state(error.sheet, key))
    except BadSave as error:
        return _refusal(422, "save", str(error), **_state(error.sheet, key))
    except DatabaseAway:
        away = "The answer could not be saved just now. Try again."
        return unavailable(_refusal(200, "away", away), seconds=1)
    status = saved.outcomes.get(key, "unchanged")
    return JsonResponse({"status": str(status), **_state(saved.sheet, key)})


def _read_save(request: HttpRequest) -> tuple[str, int, Any]:
    """Return key, sequence number and value of a save. Raises ``BadBody`` with what is wrong."""
    if request.content_type != "application/json":
        raise BadBody("Send the answer as application/json.", status=415)
    try:
        body = request.body
    except RequestDataTooBig:
        body = b" " * (MAX_BYTES + 1)
    except OSError as error:
        raise BadBody("The request ended before it was complete.") from error
    if len(body) > MAX_BYTES:
        raise BadBody(f"The request is larger than {MAX_BYTES} bytes.", status=413)
    try:
        data = loads(body)
    except ValueError as error:
        raise BadBody("The request is not readable JSON.") from error
    if not isinstance(data, dict) or set(data) != set(FIELDS):
        raise BadBody(f"Send a JSON object with exactly these fields: {', '.join(FIELDS)}.", 422)
    key, seq = data["key"], data["seq"]
    if not isinstance(key, str) or type(seq) is not int:
        raise BadBody("The key must be a text and the sequence number a whole number.", 422)
    return key, seq, data["value"]


def _state(sheet: AnswerSheet, key: str) -> Mapping[str, Any]:
    """Return what a page must know after a save: the newest number and its screen's answers."""
    screen = sheet.questionnaire.screen_of(key)
    answers = sheet.answers
    current = {name: answers[name] for name in screen.keys if name in answers} if screen else {}
    return {"last_seq": sheet.last_seq, "answers": current}


def _refusal(status: int, error: str, message: str, **more: Any) -> HttpResponse:
    return JsonResponse({"error": error, "message": message, **more}, status=status)
