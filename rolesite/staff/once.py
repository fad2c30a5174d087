"""Let a form of the desk that is sent twice take effect once; both presses show the result."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.crypto import salted_hmac

from web.strict_json import dumps

LAST_FORM = "desk_last_form"
AGAIN_SECONDS = 60


def once(request: HttpRequest, action: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return ``action()``, or redirect as it did if this session sent the same form a moment ago.

    Only the last form counts, and only if it was saved, so that the same can be done again later.
    Call it in a transaction in which one press waits for the other.
    """
    # The session as it is stored now: this request may have read it before the first press ended.
    last = type(request.session)(request.session.session_key).get(LAST_FORM)
    fields = sorted(request.POST.lists())
    typed = dumps([request.path, [each for each in fields if each[0] != "csrfmiddlewaretoken"]])
    digest = salted_hmac(LAST_FORM, typed, algorithm="sha256").hexdigest()
    if (
        isinstance(last, Mapping)
        and last["digest"] == digest
        and abs(time.time() - last["at"]) < AGAIN_SECONDS
    ):
        for each in json.loads(last["said"], cls=MessageDecoder):
            messages.add_message(request, each.level, each.message, each.extra_tags)
        return HttpResponseRedirect(last["to"])
    response = action()
    if isinstance(response, HttpResponseRedirect):
        said: Any = messages.get_messages(request)
        request.session[LAST_FORM] = {
            "digest": digest,
            "at": time.time(),
            "to": response.url,
            "said": json.dumps(
                [Message(each.level, str(each.message), each.extra_tags) for each in said],
                cls=MessageEncoder,
            ),
        }
        said.used = False  # they are still to be shown
        request.session.save()  # now, so that a second press that waits for this one reads it
    return response
