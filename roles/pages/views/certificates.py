"""The certificate catalogue and the calculator of which exams are open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from roles.pages.eligibility import outcomes, renewal_date
from roles.pages.forms import BackgroundForm
from roles.pages.presenters.certificates import (
    calculator_page,
    certificate_groups,
    certificate_page,
)
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import edition_page, public_page


@public_page
def certificate_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """All certificates, by kind."""
    context = {"groups": certificate_groups(snapshot.roles), "edition": snapshot}
    return render(request, "roles/pages/certificate_list.html", context)


@public_page
def certificate_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """One certificate, or the ones that there are."""
    try:
        certification = snapshot.certification(slug)
    except KeyError:
        known = {"groups": certificate_groups(snapshot.roles), "slug": slug}
        return render(request, "roles/pages/unknown_certificate.html", known, status=404)
    context = {"page": certificate_page(snapshot.roles, certification), "edition": snapshot}
    return render(request, "roles/pages/certificate_detail.html", context)


@csrf_exempt
def which_exams(request: HttpRequest) -> HttpResponseBase:
    """The calculator: the empty form is the same for everybody, an answer is only for its asker.

    It is sent by POST so that what a person states stands in no address and no log; it changes
    nothing, so it needs no token.
    """
    if request.method == "POST":
        return _answered(request)
    return _asked(request)


@public_page
def _asked(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return _calculator(request, snapshot, BackgroundForm(snapshot.roles.certifications))


@edition_page
def _answered(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    form = BackgroundForm(snapshot.roles.certifications, request.POST)
    if not form.is_valid():
        return _calculator(request, snapshot, form, status=422)
    today = timezone.localdate()
    found = outcomes(snapshot.roles.certifications, form.background(), today)
    due = {
        slug: renewal_date(day, snapshot.certification(slug), today)
        for slug, day in form.earned().items()
    }
    page = calculator_page(snapshot.roles, found, today, due)
    return _calculator(request, snapshot, form, page=page)


def _calculator(
    request: HttpRequest,
    snapshot: Snapshot,
    form: BackgroundForm,
    *,
    page: object = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "errors": form.problems() if form.is_bound else [],
        "page": page,
        "edition": snapshot,
    }
    return render(request, "roles/pages/which_exams.html", context, status=status)
