"""The pages that belong to the whole site: the home page, and how it works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.attempts.services import UNANSWERED_DAYS
from assessments.instrument.values import assessments_of
from roles.pages.comparison import compare
from roles.pages.presenters.compare_page import glance
from roles.pages.presenters.guidance import questions_by_topic
from roles.pages.presenters.lists import role_list_page
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page_always


@public_page_always
def home(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Show the home page: the question, the roles at a glance, and where to go next."""
    if snapshot is None:
        return render(request, "rolesite/pages/home.html", {"page": None})
    context: dict[str, object] = {
        "page": role_list_page(snapshot.roles),
        "asked": questions_by_topic(snapshot.roles),
        "edition": snapshot,
    }
    roles = snapshot.roles.roles  # those that the quiz names come first
    if len(roles) >= 2:
        first, second = roles[:2]
        comparison = compare(snapshot.roles.competencies, first, second)
        context |= {"glance": glance(comparison), "compared": comparison}
    return render(request, "rolesite/pages/home.html", context)


@public_page_always
def how_it_works(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Show what the quiz measures and what not, with the numbers of the current edition."""
    has_quiz = snapshot is not None and "assessments" in snapshot.sections
    quiz = assessments_of(snapshot) if snapshot and has_quiz else None
    asked = [item for item in quiz.items if item.is_active] if quiz else []
    context = {
        "edition": snapshot,
        "quiz": quiz,
        "questions": len(asked),
        "unanswered_days": UNANSWERED_DAYS,
    }
    return render(request, "rolesite/pages/how_it_works.html", context)
