"""Middleware and error pages for every response, whatever the view."""

import functools
import logging
import re
import sys
from collections.abc import Callable, Sequence

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.views import defaults

from web.own_site import SAFE_METHODS, is_foreign
from web.responses import private_unless_public, unavailable
from web.retry import DatabaseAway, is_away, retried
from web.whole_requests import LARGEST_UPLOAD

logger = logging.getLogger(__name__)

SESSION_KEY = re.compile("[a-z0-9]{32}")  # as Django makes them
ERROR = "database_error"
UTF_8 = "utf-8"
LARGEST_BODY = 1_048_576
KNOWN_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FORM_METHODS = ("GET", "HEAD", "POST", "OPTIONS")

# Nothing here needs a device; naming each keeps a future browser's default from mattering.
FEATURES = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media "
    "fullscreen gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer "
    "microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock "
    "serial usb xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FEATURES.split())


def on_the_desk(request: HttpRequest) -> bool:
    return request.path.startswith(_desk())


@functools.cache
def _desk() -> str:
    return reverse("admin:index")


class SecurityHeadersMiddleware(MiddlewareMixin):
    """Sets the security headers that neither Django nor django-csp sets."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        private_unless_public(response)
        return response


class ContentPolicyMiddleware(MiddlewareMixin):
    """Sets the content security policy, which outside the desk keeps scripts from writing markup.

    Django's admin scripts (jQuery, SelectBox) do just that, so the desk is left out. No page has a
    policy of its own, so the two texts are made once; django-csp's middleware makes one each time.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        # Django's pages for developers have styles and scripts of their own.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault(HEADER, _policy(on_the_desk(request)))
        return response


@functools.cache
def _policy(is_on_the_desk: bool) -> str:
    update = {} if is_on_the_desk else {"require-trusted-types-for": ["'script'"]}
    return build_policy(update=update)


class KnownMethodsMiddleware(MiddlewareMixin):
    """Refuses unknown methods with 405 before any view or CSRF check sees them.

    TRACE and unknown ones everywhere; on pages whose forms carry a CSRF token, all but GET, HEAD,
    OPTIONS and POST.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return _unknown_method(request, KNOWN_METHODS)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *args: object
    ) -> HttpResponse | None:
        """Return 405 where the check of the CSRF token would answer 403."""
        has_token = not getattr(view, "csrf_exempt", False)
        return _unknown_method(request, FORM_METHODS) if has_token else None


def _unknown_method(request: HttpRequest, known: Sequence[str]) -> HttpResponse | None:
    if request.method in known:
        return None
    method = (request.method or "")[:20]
    response = _refused(405, f"This address does not know the method {method!r}.")
    response.headers["Allow"] = ", ".join(known)
    return response


class ReadableCookiesMiddleware(MiddlewareMixin):
    """Removes a session cookie that we never made: it may not even be valid text for a database."""

    def process_request(self, request: HttpRequest) -> None:
        name = settings.SESSION_COOKIE_NAME
        if not SESSION_KEY.fullmatch(request.COOKIES.get(name, "")):
            request.COOKIES.pop(name, None)


class BodySizeMiddleware(MiddlewareMixin):
    """Refuses a body by its length or its character set, before anything of it is read.

    Forms that are too large for Django but smaller than this get a page of their own. A form in
    another character set than UTF-8 would fail wherever it is read, in the page of the error too.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return _refused(411, "Send the length of the body, and not in pieces.")
        if not (length.isascii() and length.isdecimal()):
            return _refused(400, "The length of the body is not a number.")
        largest = LARGEST_BODY
        if on_the_desk(request) and request.path == reverse("admin:roles_edition_content"):
            largest = LARGEST_UPLOAD
        if len(length) > 15 or int(length) > largest:
            return _refused(413, f"The body is larger than {largest} bytes.")
        charset = (request.content_params or {}).get("charset", UTF_8)
        if int(length) and charset.lower() != UTF_8:
            return _refused(400, "Send the body in UTF-8.")
        return None


def _refused(status: int, why: str) -> HttpResponse:
    return HttpResponse(why, status=status, content_type="text/plain; charset=utf-8")


class DatabaseOutageMiddleware:
    """Answers 503 with ``Retry-After`` while the database is away.

    Before that, requests that only read are retried for a moment. Views that save answers retry
    themselves and show what the person typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        def answer() -> HttpResponseBase:
            response = self.get_response(request)
            if (error := getattr(response, ERROR, None)) is not None:
                raise error
            return response

        try:
            return retried(answer) if request.method in SAFE_METHODS else answer()
        except DatabaseAway as away:
            error = away.__cause__
        except Error as failed:
            error = failed
        logger.error("Database not reachable: %s", type(error).__name__)
        if not connection.in_atomic_block:
            connection.close()
        return unavailable(render(request, "503.html", {"fields": _to_send_again(request)}))

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Return the 503 for a view that failed because the database is away, else ``None``."""
        return _failed(exception) if is_away(exception) else None


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Return the 500 page, or the 503 if the database was away outside a view."""
    error = sys.exc_info()[1]
    return _failed(error) if is_away(error) else defaults.server_error(request)


def _failed(error: BaseException | None) -> HttpResponse:
    """Return a response that tells ``DatabaseOutageMiddleware`` which error Django caught."""
    response = unavailable(HttpResponse())
    setattr(response, ERROR, error)
    response._has_been_logged = True  # type: ignore[attr-defined]  # one line is enough
    return response


def _to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a form of the desk, which has a token, so that nothing typed is lost."""
    if request.method != "POST" or not on_the_desk(request) or is_foreign(request):
        return []
    return fields_to_resend(request)


def fields_to_resend(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of our own form without passwords and tokens; none if it had files."""
    if request.FILES:
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "code") and "password" not in name
        for value in values
    ]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the 403 page for an old CSRF token, with the form to send again.

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
