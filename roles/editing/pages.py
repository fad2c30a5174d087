"""What the desk's own pages share: their frame, the signed-in user, the history."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import site
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from roles.models import Edition

NOTE_CORRECTED = "Corrected the note for readers"


def desk_page(
    request: HttpRequest, template: str, *, title: str, status: int = 200, **context: Any
) -> TemplateResponse:
    """Render a page of the desk from ``admin/{template}.html``."""
    shown = {**site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/{template}.html", shown, status=status)


def desk_url(model: type[Model], page: str, *args: Any) -> str:
    """Return the address of an admin page of a model, such as ``change``."""
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)


def author_of(request: HttpRequest) -> AbstractBaseUser:
    """Return the signed-in user. Raises ``PermissionDenied`` without one."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def log(author: AbstractBaseUser, row: Model, message: str, flag: int = CHANGE) -> None:
    """Enter in the history what somebody did to a row; ``message`` is a sentence."""
    LogEntry.objects.log_actions(
        user_id=author.pk,
        queryset=[row],
        action_flag=flag,
        change_message=message,
        single_object=True,
    )


def last_change(model: type[Model], keys: Iterable[Any]) -> LogEntry | None:
    """Return the newest history entry about these rows or about replacing the draft, if any."""
    entries = LogEntry.objects.filter(
        Q(content_type=get_content_type_for_model(model), object_id__in=list(map(str, keys)))
        | Q(content_type=get_content_type_for_model(Edition), action_flag=CHANGE)
        & ~Q(change_message__startswith=NOTE_CORRECTED)
    )
    return entries.select_related("user").order_by("-pk").first()


def column_link(url: str, label: str, about: object) -> SafeString:
    """Return a link for a list; ``about`` names the row to those who do not see it."""
    hidden = '<a href="{}">{}<span class="visually-hidden"> {}</span></a>'
    return format_html(hidden, url, label, about)


def who_saved(entry: LogEntry | None) -> str:
    """Return who saved and when, as the beginning of a sentence."""
    if entry is None:
        return "Somebody saved this page after you opened it"
    at = f"{entry.action_time:%H:%M} UTC"
    if entry.content_type_id == get_content_type_for_model(Edition).pk:
        return f"{entry.user} put another draft in place of this one at {at}, after you opened it"
    what = "deleted this" if entry.action_flag == DELETION else "saved this page"
    return f"{entry.user} {what} at {at}, after you opened it"
