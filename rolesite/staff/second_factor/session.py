"""What the session stores of a staff sign-in: who waits for the second step, and what was typed.

Between password and second step nobody is signed in: the session only notes who waits. After that
it notes which factor was used, since when, and when the desk was last used.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, login
from django.contrib.auth.models import User
from django.http import HttpRequest

from rolesite.operations.middleware import fields_to_resend
from rolesite.staff.second_factor.factors import factor_id

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105  a path
WAITING = "desk_waiting"
FACTOR = "desk_factor"
SEEN = "desk_seen_at"
SINCE = "desk_since"
TYPED = "desk_typed"
CONFIRMED = "desk_confirmed_at"
WAITING_SECONDS = 10 * 60
IDLE_SECONDS = 30 * 60
CONFIRMED_SECONDS = 10 * 60
LONGEST_SECONDS = 12 * 60 * 60
LONGEST_TYPED = 1_000_000  # characters
# The time of the last request is written this often at most.
SEEN_EVERY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class PendingSecondStep:
    """Somebody whose password was right, and where to go after the second step."""

    user: User
    next: str


def needs_second_step(user: User) -> bool:
    """Return whether this person needs a second step after the password."""
    return is_required() or factor_id(user) is not None


def is_required() -> bool:
    return bool(settings.STAFF_SECOND_FACTOR == "required")


def wait(request: HttpRequest, user: User, to: str) -> None:
    """Note that the password of ``user`` was right, and sign out whoever was signed in before."""
    typed = request.session.get(TYPED)
    request.session.flush()
    if typed:
        request.session[TYPED] = typed
    request.session[WAITING] = {"user": user.pk, "next": to, "at": int(time.time())}


def waiting(request: HttpRequest) -> PendingSecondStep | None:
    """Return who waits for the second step; ``None`` if nobody does or it took too long."""
    note = request.session.get(WAITING)
    if not isinstance(note, Mapping) or abs(time.time() - note["at"]) > WAITING_SECONDS:
        return None
    user = User.objects.filter(pk=note["user"], is_active=True, is_staff=True).first()
    return None if user is None else PendingSecondStep(user, note["next"])


def sign_in(request: HttpRequest, user: User) -> None:
    """Open the session of a member of the staff, with a new session key."""
    login(request, user, backend=PASSWORD_BACKEND)
    request.session.pop(WAITING, None)
    request.session[SINCE] = request.session[SEEN] = int(time.time())
    note_factor(request, user)


def note_factor(request: HttpRequest, user: User) -> None:
    """Let this session continue with the factor that ``user`` has now."""
    request.session[FACTOR] = request._desk_factor = factor_id(user)  # type: ignore[attr-defined]


def may_enter(request: HttpRequest) -> bool:
    """Return whether this session may use the desk. One query per request."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    if request.session.get(BACKEND_SESSION_KEY) != PASSWORD_BACKEND:
        return False
    known = getattr(request, "_desk_factor", ...)
    if known is ...:
        known = factor_id(user)
        request._desk_factor = known  # type: ignore[attr-defined]
    if known is None and is_required():
        return False
    return bool(known == request.session.get(FACTOR))


def confirm(request: HttpRequest) -> None:
    """Note that a code was typed just now, for changing the factor."""
    request.session[CONFIRMED] = int(time.time())


def has_confirmed(request: HttpRequest) -> bool:
    """Return whether a code was typed for changing the factor in the last ten minutes."""
    return bool(abs(time.time() - request.session.get(CONFIRMED, 0)) <= CONFIRMED_SECONDS)


def has_ended(request: HttpRequest) -> bool:
    """Return whether this session is twelve hours old or was unused for half an hour.

    Otherwise notes the use, and the age too, because each note moves the end of the cookie. Ages
    have no sign here: a time that is far ahead was noted before the clock was set back.
    """
    now = int(time.time())
    since, seen = request.session.setdefault(SINCE, now), request.session.get(SEEN)
    if abs(now - since) > LONGEST_SECONDS or (seen is not None and abs(now - seen) > IDLE_SECONDS):
        return True
    if seen is None or now - seen >= SEEN_EVERY_SECONDS:
        request.session[SEEN] = now
    return False


def keep_typed(request: HttpRequest) -> dict[str, Any] | None:
    """Return what to keep, for its sender, of a form that came too late; else ``None``."""
    fields = fields_to_resend(request)
    size = sum(len(name) + len(value) for name, value in fields)
    if request.method != "POST" or not fields or size > LONGEST_TYPED:
        return None
    return {"user": request.user.pk, "path": request.get_full_path(), "fields": fields}


def typed(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return what ``keep_typed`` kept for this person, or ``None``."""
    note = request.session.get(TYPED)
    if not isinstance(note, Mapping) or note["user"] not in (None, request.user.pk):
        return None
    return note
