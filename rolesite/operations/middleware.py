"""What holds for every response, whatever the view."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from web.responses import private_unless_public, unavailable

logger = logging.getLogger(__name__)

type_of_handler = Callable[[HttpRequest], HttpResponseBase]

SESSION_KEY = re.compile("[a-z0-9]{32}")  # as Django makes them
KNOWN_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

# Nothing here needs a device; naming each keeps a future browser's default from mattering.
FEATURES = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media "
    "fullscreen gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer "
    "microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock "
    "serial usb xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FEATURES.split())


def on_the_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))


class SecurityHeadersMiddleware:
    """Headers that neither Django nor django-csp sets."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        private_unless_public(response)
        return response


class TrustedTypesMiddleware:
    """Outside the desk no script may write markup from text.

    Django's admin scripts (jQuery, SelectBox) do just that, so the desk goes without.
    Sits below the CSP middleware, which turns the wish into the header.
    """

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not on_the_desk(request):
            response._csp_update = {"require-trusted-types-for": ["'script'"]}  # type: ignore[attr-defined]
        return response


class KnownMethodsMiddleware:
    """Refuses TRACE and unknown methods before any view or CSRF check sees them."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in KNOWN_METHODS:
            response = HttpResponse(
                f"This address does not know the method {(request.method or '')[:20]!r}.",
                status=405,
                content_type="text/plain; charset=utf-8",
            )
            response.headers["Allow"] = ", ".join(KNOWN_METHODS)
            return response
        return self.get_response(request)


class ReadableCookiesMiddleware:
    """Takes away a session cookie that we never made: it may not even be a text for a database."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = settings.SESSION_COOKIE_NAME
        if not SESSION_KEY.fullmatch(request.COOKIES.get(name, "")):
            request.COOKIES.pop(name, None)
        return self.get_response(request)


class DatabaseOutageMiddleware:
    """Turns a database that is away into a calm 503 that says when to come back.

    Views that save answers retry first and show what the person typed; this is for all others.
    """

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        logger.error("Database not reachable: %s", exception.__class__.__name__)
        connection.close()
        return unavailable(render(request, "503.html"))
