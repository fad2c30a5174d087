"""Show how the quiz is made and scored, for everybody who wants to check it."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.analytics.statistics.aggregation import counted_version, figures_of
from assessments.analytics.study.collected import study_figures
from assessments.instrument.values import assessments_of
from assessments.methodology.presenters import method_page
from roles.snapshot.editions import Snapshot, published_editions
from roles.snapshot.public_pages import public_page


@partial(public_page, version=counted_version)
def method(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show items, weights, formulas, a worked example, and what data say so far of reliability."""
    if "assessments" not in snapshot.sections:
        return render(request, "roles/pages/nothing_published.html")
    page = method_page(snapshot, assessments_of(snapshot), figures_of(snapshot))
    context = {"page": page, "edition": snapshot, "editions": published_editions()}
    context["study"] = study_figures(snapshot)
    return render(request, "assessments/methodology/page.html", context)
