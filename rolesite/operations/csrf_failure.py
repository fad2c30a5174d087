"""Forms that came too late or with an old token are shown again, to be sent once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rolesite.operations.middleware import fields_to_resend, on_the_desk
from web.own_site import is_foreign


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a form is old, as after signing in in another tab: offer to send it again.

    A form from another site gets no such offer. Where no page sets a cookie, this one does not
    either.
    """
    has_token = on_the_desk(request) or request.path.startswith(reverse("account"))
    may_resend = has_token and not is_foreign(request)
    context = {
        "fields": fields_to_resend(request) if may_resend else [],
        "path": request.get_full_path(),
        "had_password": any("password" in name for name in request.POST),
        "may_resend": may_resend,
    }
    return render(request, "403_csrf.html", context, status=403)
