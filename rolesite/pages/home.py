"""The pages that belong to the whole site: the way in, and how it works."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.instrument.values import AssessmentsSection
from roles.pages.comparison import compare
from roles.pages.presenters import asked_questions, compare_page, role_list_page
from roles.snapshot.editions import Catalogue, current_catalogue
from roles.snapshot.public_pages import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The question, the roles at a glance, and the ways on."""
    catalogue = current_catalogue()
    if catalogue is None:
        return render(request, "rolesite/pages/home.html", {"page": None})
    context: dict[str, object] = {
        "page": role_list_page(catalogue.roles),
        "questions": asked_questions(catalogue.roles),
        "edition": catalogue,
    }
    roles = catalogue.roles.roles
    if len(roles) >= 2:
        first, second = roles[:2]
        comparison = compare(catalogue.roles.competencies, first, second)
        pair = catalogue.pair(first.slug, second.slug)
        context["compared"] = compare_page(catalogue.roles, comparison, pair)
    return render(request, "rolesite/pages/home.html", context)


@public_page
def how_it_works(request: HttpRequest) -> HttpResponse:
    """What the quiz measures and what it does not, with the numbers of the current edition."""
    catalogue = current_catalogue()
    quiz = None if catalogue is None else _quiz(catalogue)
    asked = [item for item in quiz.items if item.is_active] if quiz else []
    context = {"edition": catalogue, "quiz": quiz, "questions": len(asked)}
    return render(request, "rolesite/pages/how_it_works.html", context)


def _quiz(catalogue: Catalogue) -> AssessmentsSection | None:
    """The edition's instrument, or ``None`` in an edition that has roles only."""
    if "assessments" not in catalogue.sections:
        return None
    return catalogue.section("assessments", AssessmentsSection)
