"""End a staff session after half an hour without a request, or twelve hours; nothing is lost."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from rolesite.operations.middleware import on_the_desk
from rolesite.staff.second_factor import session
from web.limits import Limit, client_network
from web.own_site import is_foreign

KEPT_LIMIT = Limit("desk-typed", 20, 60 * 60)
# Set by the form that sends again what was typed before.
SENT_AGAIN = "_typed"


class DeskSessionMiddleware:
    """Checks the session on the desk only: elsewhere no cookie is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not on_the_desk(request) or not request.user.is_staff:
            response = self.get_response(request)
            if request.method == "POST" and on_the_desk(request):
                _keep_for_later(request, response)
            return response
        if session.has_ended(request):
            return _ended(request)
        if request.method == "POST" and SENT_AGAIN in request.POST:
            request.session.pop(session.TYPED, None)
        return self.get_response(request)


def _keep_for_later(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep a form that was sent after the session ended, until the next sign-in in this browser."""
    if not response.headers.get("Location", "").startswith(f"{reverse('admin:login')}?"):
        return
    typed = None if is_foreign(request) else session.keep_typed(request)
    if typed and not KEPT_LIMIT.seconds_to_wait(client_network(request)):
        request.session[session.TYPED] = typed


def _ended(request: HttpRequest) -> HttpResponseBase:
    may_enter = session.may_enter(request) and not is_foreign(request)
    typed = session.keep_typed(request) if may_enter else None
    back = reverse("admin:index") if request.method == "POST" else request.get_full_path()
    logout(request)
    if typed:
        request.session[session.TYPED] = typed
    query = urlencode({"next": back, "ended": "yes"})
    return HttpResponseRedirect(f"{reverse('admin:login')}?{query}")
