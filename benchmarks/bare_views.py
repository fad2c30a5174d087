"""Views that do one thing, through the whole site, which the quiz benchmark compares pages with.

They stand behind the same middleware, settings and database as the site's own.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from assessments.models import Attempt
from roles.models import Competency, Role

# Three queries and some 22 KB of small parts: an ordinary page that nobody keeps.
PAGE = """<!doctype html><title>{{ roles.0.name }}</title><main>
{% for role in roles %}<h2>{{ role.name }}</h2><p>{{ role.summary }}</p>{% endfor %}
<ul>{% for turn in turns %}{% for each in competencies %}
<li class="{% cycle 'odd' 'even' %}"><b>{{ each.name }}</b> {{ each.group|title }}
{% if each.key == "none" %}!{% endif %}</li>
{% endfor %}{% endfor %}</ul><p>{{ attempts }} attempts</p></main>
"""
TURNS = 26


@csrf_exempt
@transaction.atomic
def update(request: HttpRequest, number: int) -> HttpResponse:
    """Run one bare UPDATE in a transaction."""
    Attempt.objects.filter(pk=number).update(last_seq=len(request.body))
    return HttpResponse("{}", content_type="application/json")


def page(request: HttpRequest) -> HttpResponse:
    """Render a template of 22 KB with three queries."""
    context: dict[str, Any] = {
        "roles": list(Role.objects.order_by("pk")),
        "competencies": list(Competency.objects.order_by("pk")),
        "attempts": Attempt.objects.count(),
        "turns": range(TURNS),
    }
    return HttpResponse(_template().render(context, request))


def _template() -> Any:
    global _parsed
    if _parsed is None:
        _parsed = engines["django"].from_string(PAGE)
    return _parsed


_parsed: Any = None

urlpatterns = [
    path("update/<int:number>/", update),
    path("page/", page),
    path("", include("rolesite.urls")),  # the middleware asks where the desk is
]
