"""Show the pages on which somebody helps to check the quiz: a person, and an expert."""

import functools
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.analytics.study import services
from assessments.analytics.study.forms import LIKE, ExpertForm, StudyForm
from assessments.analytics.study.services import find_panel, questions_of
from assessments.attempts.selectors import QuizSheet, hash_of
from assessments.attempts.services import UnknownLink
from assessments.attempts.views.refusals import Errors, refuse_foreign_form
from assessments.attempts.views.result_views import finished_sheet, result_view, run_action
from assessments.evaluation.result import Result
from assessments.models.choices import study_wave
from assessments.peer_feedback.views import broken_link
from web.own_site import link_view
from web.responses import see_other


@result_view(posts=True, tells_unfinished=False)
def study(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what somebody works as; a POST stores it, or deletes all that was said."""
    read = functools.cache(functools.partial(finished_sheet, token))
    show = functools.partial(_study_page, request, token, read)
    then = see_other("assessments:study", token)
    if request.method != "POST":
        return show()
    if "withdraw" in request.POST:
        return run_action(lambda: services.withdraw_study_answers(token=token), then, show, "main")
    extra = services.extra_competencies(token, read()[0].snapshot)
    form = StudyForm(extra, data=request.POST)
    if not form.is_valid():
        return show(form.error_list(), 422)
    said, now = form.said(), timezone.now()
    keep = functools.partial(services.keep_study_answer, token=token, now=now, **said)
    return run_action(keep, then, show, "main")


def _study_page(
    request: HttpRequest,
    token: str,
    read: Callable[[], tuple[QuizSheet, Result]],
    errors: Errors = (),
    status: int = 200,
) -> HttpResponse:
    sheet, _ = read()
    assert sheet.finished_at  # noqa: S101  it has a result
    extra = services.extra_competencies(token, sheet.snapshot)
    wave = study_wave(sheet.finished_at, timezone.now())
    rows = services.said_before(token)
    initial = {}
    if said := rows.get(wave):
        ratings = {LIKE + key: value for key, value in said.ratings.items()}
        initial = {"work": said.work, "again": said.again} | ratings
    data = request.POST if request.method == "POST" else None
    context = {
        "token": token,
        "errors": errors,
        "wave": wave,
        "saved_at": said.saved_at if said else None,
        "is_any": bool(rows),
        "form": StudyForm(extra, data=data, initial=initial),
        "is_ticked": "consent" in request.POST,
    }
    return render(request, "assessments/analytics/study/study.html", context, status=status)


@link_view({UnknownLink: broken_link}, refuse_foreign_form, posts=True)
def expert(request: HttpRequest, token: str, own: uuid.UUID | None = None) -> HttpResponse:
    """Ask somebody what their job takes, at an address of their own; a POST stores it."""
    key, now = hash_of(f"{token}{own}"), timezone.now()
    panel = find_panel(token, key, now)
    if own is None:
        return see_other("assessments:expert", token, uuid.uuid4())
    asked, said = questions_of(panel), panel.answers.get(key)
    data = request.POST if request.method == "POST" else None
    form = ExpertForm(asked, data=data, initial=said)

    def show(errors: Errors, status: int) -> HttpResponse:
        context = {"panel": panel, "asked": asked, "said": said, "form": form, "errors": errors}
        return render(request, "assessments/analytics/study/expert.html", context, status=status)

    if not form.is_valid():
        return show(form.error_list(), 422 if form.is_bound else 200)
    keep = functools.partial(services.keep_expert_answer, token=token, key=key, now=now)
    then = see_other("assessments:expert", token, own)
    return run_action(lambda: keep(said=form.cleaned_data), then, show, "main")
