"""The pages of the certificate catalogue and the calculator of which exams are open."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from roles.pages.eligibility import is_of_use, outcomes, renewal_date
from roles.pages.forms import ChooserForm, ExamForm
from roles.pages.presenters.certificates import (
    advice_page,
    calculator_page,
    certificate_groups,
    certificate_uses,
    open_to_all,
)
from roles.snapshot.editions import Snapshot
from roles.snapshot.public_pages import edition_page, public_page

WHICH_EXAMS = "roles/pages/which_exams.html"
CHOOSER = "roles/pages/choose_certificate.html"


@public_page
def certificate_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
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
    """Show the calculator: a public form, or a private answer by POST, which no log has."""
    return (_answered if request.method == "POST" else _empty_form_page)(request)


@public_page
def _empty_form_page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    certifications = snapshot.roles.certifications
    context = {
        "form": ExamForm(certifications),
        "to_all": open_to_all(certifications),
        "edition": snapshot,
    }
    return render(request, WHICH_EXAMS, context)


@edition_page
def _answered(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    certifications = snapshot.roles.certifications
    form = ExamForm(certifications, request.POST)
    context: dict[str, object] = {"form": form, "edition": snapshot}
    if not form.is_valid():
        return render(request, WHICH_EXAMS, context | {"errors": form.error_list()}, status=422)
    if not form.is_complete:
        return render(request, WHICH_EXAMS, context)
    today, background = timezone.localdate(), form.background()
    chosen, held, days = form.picked("chosen"), background.holds, form.earned()
    context |= calculator_page(outcomes(certifications, chosen, background, today))
    context |= {
        "is_answered": True,
        "today": today,
        "to_all": open_to_all(certifications, held),
        "surpassed": [
            each for each in certifications if each.slug in chosen and not is_of_use(each, held)
        ],
        "held": [each for each in certifications if each.slug in held],
        "renewals": [
            (each, renewal_date(days[each.slug], each, today) if each.slug in days else None)
            for each in form.renewed
        ],
    }
    return render(request, WHICH_EXAMS, context)


@csrf_exempt
def choose_certificate(request: HttpRequest) -> HttpResponseBase:
    """Show the chooser: the empty form is a public page, advice a private one, as above."""
    return (_advice_page if request.method == "POST" else _empty_chooser_page)(request)


@public_page
def _empty_chooser_page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = {"form": ChooserForm(snapshot.roles.certifications), "edition": snapshot}
    return render(request, CHOOSER, context)


@edition_page
def _advice_page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    form = ChooserForm(snapshot.roles.certifications, request.POST)
    context: dict[str, object] = {"form": form, "edition": snapshot}
    if not form.is_valid():
        return render(request, CHOOSER, context | {"errors": form.error_list()}, status=422)
    return render(request, CHOOSER, context | advice_page(snapshot.roles, form.wishes()))
