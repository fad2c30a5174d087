"""The page of the questions that people ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roles.pages.presenters.questions import questions_page
from roles.pages.presenters.structured import questions_data
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page


@public_page
def questions(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show every question with its answer, and on what the answer rests."""
    section = snapshot.roles
    context = questions_page(section)
    context |= {"edition": snapshot, "structured": questions_data(section)}
    return render(request, "roles/pages/questions.html", context)
