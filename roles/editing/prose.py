"""Which fields of the desk hold Markdown, and a preview of it while somebody types."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from roles.templatetags.prose import prose

# Long texts that pages show as they are: a piece of work, and facts in a table.
PLAIN = frozenset(
    {
        "roles.depthlevel.artefact",
        "roles.question.also_asked",
    }
)
MOST = 4000


def is_prose(field: models.Field[Any, Any]) -> bool:
    """Return whether pages show the text of this field through the ``prose`` filter."""
    options = field.model._meta
    name = f"{options.label_lower}.{field.name}"
    return options.app_label == "roles" and type(field) is models.TextField and name not in PLAIN


def has_prose(model: type[models.Model]) -> bool:
    return any(is_prose(f) for f in model._meta.get_fields() if isinstance(f, models.Field))


@require_POST
def prose_view(request: HttpRequest) -> HttpResponse:
    """Return a text as a page would show it, through the same filter. Stores nothing."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > MOST:
        message = f"{len(text)} characters; at most {MOST}."
        return JsonResponse({"error": message}, status=422)
    return JsonResponse({"html": prose(text)})
