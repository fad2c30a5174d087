"""A form of the desk that is sent twice: the second press shows what the first did."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

from web.strict_json import dumps

PRESSED = "desk_pressed"
AGAIN_SECONDS = 60


def once(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """``act``, unless this session did just that a moment ago; then lead where that led.

    Only the last form counts, and only where it was carried out, so that nothing is held back that
    somebody wants to do again. Call it where one press waits for another, in one transaction.
    """
    # The session as it is stored now: this request may have read it before the first press ended.
    last = type(request.session)(request.session.session_key).get(PRESSED)
    fields = sorted(request.POST.lists())
    typed = dumps([request.path, [each for each in fields if each[0] != "csrfmiddlewaretoken"]])
    digest = salted_hmac(PRESSED, typed, algorithm="sha256").hexdigest()
    if (
        isinstance(last, Mapping)
        and last["digest"] == digest
        and time.time() - last["at"] < AGAIN_SECONDS
    ):
        for level, text, is_safe in last["said"]:
            # Safe because it was when the first press said it; the session is our own.
            messages.add_message(request, level, mark_safe(text) if is_safe else text)  # noqa: S308
        return HttpResponseRedirect(last["to"])
    response = act()
    if isinstance(response, HttpResponseRedirect):
        said: Any = messages.get_messages(request)
        request.session[PRESSED] = {
            "digest": digest,
            "at": time.time(),
            "to": response.url,
            "said": [
                (each.level, str(each.message), isinstance(each.message, SafeString))
                for each in said
            ],
        }
        said.used = False  # they are still to be shown
        request.session.save()  # now, so that a second press that waits for this one reads it
    return response
