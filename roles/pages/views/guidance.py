"""The pages that tell roles apart: the technical-depth ladder and the scenes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roles.pages.presenters import ladder_page, scenes_page
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import public_page


@public_page
def ladder(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """How technical each role must be, rung by rung."""
    context = {"page": ladder_page(snapshot.roles), "edition": snapshot}
    return render(request, "roles/pages/ladder.html", context)


@public_page
def scenes(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """What each role does first in the same incident."""
    context = {"page": scenes_page(snapshot.roles), "edition": snapshot}
    return render(request, "roles/pages/scenes.html", context)
