"""The pages of the certificate catalogue and the calculator of which exams are open."""

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
    certificate_uses,
)
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import edition_page, public_page

WHICH_EXAMS = "roles/pages/which_exams.html"


@public_page
def certificate_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show all certificates, by kind."""
    context = {"groups": certificate_groups(snapshot.roles), "edition": snapshot}
    return render(request, "roles/pages/certificate_list.html", context)


@public_page
def certificate_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    """Show one certificate, or a 404 that lists all certificates."""
    try:
        certification = snapshot.certification(slug)
    except KeyError:
        known = {"groups": certificate_groups(snapshot.roles), "slug": slug}
        return render(request, "roles/pages/unknown_certificate.html", known, status=404)
    uses = certificate_uses(snapshot.roles, certification)
    context = {"certification": certification, "uses": uses, "edition": snapshot}
    return render(request, "roles/pages/certificate_detail.html", context)


@csrf_exempt
def which_exams(request: HttpRequest) -> HttpResponseBase:
    """Show the calculator: the empty form is a public page, an answer a private one.

    It is sent by POST so that what a person states is in no address and no log; it changes
    nothing, so it needs no token.
    """
    if request.method == "POST":
        return _answered(request)
    return _empty_form_page(request)


@public_page
def _empty_form_page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    form = BackgroundForm(snapshot.roles.certifications)
    return render(request, WHICH_EXAMS, {"form": form, "edition": snapshot})


@edition_page
def _answered(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    form = BackgroundForm(snapshot.roles.certifications, request.POST)
    context: dict[str, object] = {"form": form, "edition": snapshot}
    if not form.is_valid():
        return render(request, WHICH_EXAMS, context | {"errors": form.error_list()}, status=422)
    today = timezone.localdate()
    page = calculator_page(outcomes(snapshot.roles.certifications, form.background(), today))
    days = form.earned()
    context["renewals"] = [
        (each, renewal_date(days[each.slug], each, today) if each.slug in days else None)
        for each in (outcome.certification for outcome in page["held"])
        if each.renewal_months
    ]
    return render(request, WHICH_EXAMS, context | {"page": page, "today": today})
