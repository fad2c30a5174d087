"""The pages that help to choose: depth levels, scenarios, the map of neighbours, questions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roles.pages.presenters.guidance import depth_levels_page, neighbours_page, questions_page
from roles.pages.presenters.lists import by_role
from roles.pages.presenters.structured import questions_data
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page
from web.words import number_word


@public_page
def depth_levels(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show how technical each role must be, depth level by depth level."""
    context = {"page": depth_levels_page(snapshot.roles), "edition": snapshot}
    return render(request, "roles/pages/depth_levels.html", context)


@public_page
def scenarios(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show what each role does first in the same incident; the title counts those to pick from."""
    section = snapshot.roles
    roles = section.in_quiz.roles or section.roles
    chairs = number_word(len(roles))
    context = {
        "title": f"Same incident, {chairs} chairs" if roles[1:] else "What to do first",
        "cards": [(each, *by_role(section, each.moves)) for each in section.scenarios],
        "contents": [(scenario.slug, scenario.title) for scenario in section.scenarios],
        "edition": snapshot,
    }
    return render(request, "roles/pages/scenarios.html", context)


@public_page
def neighbours(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show which roles people move between, what carries over and what there is to learn."""
    context = {"page": neighbours_page(snapshot.roles), "edition": snapshot}
    return render(request, "roles/pages/neighbours.html", context)


@public_page
def questions(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show every question with its answer, and on what the answer rests."""
    section = snapshot.roles
    context = questions_page(section)
    context |= {"edition": snapshot, "structured": questions_data(section)}
    return render(request, "roles/pages/questions.html", context)
