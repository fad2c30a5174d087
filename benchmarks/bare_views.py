"""Views that do one thing, through the whole site, which benchmarks compare its pages with.

They stand behind the same middleware, settings and database as the site's own.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from assessments.models import Attempt
from benchmarks.crowd import answered_attempts
from roles.models import Competency, Edition, Role

# Three queries and some 22 KB of small parts: an ordinary page that nobody keeps.
PAGE = """<!doctype html><title>{{ roles.0.name }}</title><main>
{% for role in roles %}<h2>{{ role.name }}</h2><p>{{ role.summary }}</p>{% endfor %}
<ul>{% for turn in turns %}{% for each in competencies %}
<li class="{% cycle 'odd' 'even' %}"><b>{{ each.name }}</b> {{ each.group|title }}
{% if each.key == "none" %}!{% endif %}</li>
{% endfor %}{% endfor %}</ul><p>{{ attempts }} attempts</p></main>
"""
# What a quiz without any care would be: a form, one document stored, a page that reads it.
QUIZ = """<!doctype html><title>Quiz</title><form method="post">
{% for number, value in answers %}<p><input name="{{ number }}" value="{{ value }}"></p>
{% endfor %}<button>Finish</button></form>
"""
TURNS = 26
QUESTIONS = 46


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
    return HttpResponse(_template(PAGE).render(context, request))


@csrf_exempt
def quiz(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Show a bare quiz, store one that is sent, or show a stored one."""
    if request.method == "POST":
        last = Attempt.objects.latest("pk")
        answers = json.loads(request.body)
        row = Attempt(token_hash=f"bare {last.pk}", edition_id=last.edition_id, answers=answers)
        row.started_at = row.saved_at = last.saved_at
        row.save()
        return JsonResponse({"number": row.pk})
    answers = dict.fromkeys(range(QUESTIONS), 2)
    if number:
        answers = Attempt.objects.get(pk=number).answers
    return HttpResponse(_template(QUIZ).render({"answers": answers.items()}, request))


@csrf_exempt
def people(request: HttpRequest, number: int) -> HttpResponse:
    """Store so many people who answered everything; say where their rows are, and the answers."""
    edition = Edition.objects.latest("number")
    made = answered_attempts(edition, number, seed=Attempt.objects.count())
    Attempt.objects.bulk_create(made.values())
    said = [
        {
            "token": token,
            "number": row.pk,
            "answers": {key: each["value"] for key, each in row.answers.items()},
        }
        for token, row in made.items()
    ]
    return JsonResponse({"people": said})


@cache
def _template(source: str) -> Any:
    return engines["django"].from_string(source)


urlpatterns = [
    path("bare/update/<int:number>/", update),
    path("bare/page/", page),
    path("bare/quiz/", quiz),
    path("bare/quiz/<int:number>/", quiz),
    path("bare/people/<int:number>/", people),
    path("", include("rolesite.urls")),
]
