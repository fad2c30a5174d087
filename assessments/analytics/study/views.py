"""The page on which somebody helps to check the quiz."""

from __future__ import annotations

import functools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.analytics.study.forms import LIKE, StudyForm
from assessments.analytics.study.services import (
    Over,
    extra_competencies,
    keep_study_answer,
    said_before,
    withdraw_study_answers,
)
from assessments.attempts.views.refusals import Errors
from assessments.attempts.views.result_views import act, finished_sheet, result_view
from assessments.models.choices import study_wave
from web.responses import see_other

OVER = "More than a year has passed since this result, so we ask nothing more."


@result_view(posts=True, tells_unfinished=False)
def study(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what somebody works as; a POST keeps it, or deletes all that was said."""
    if request.method != "POST":
        return _page(request, token)
    show, then = functools.partial(_page, request, token), see_other("assessments:study", token)
    if "withdraw" in request.POST:
        return act(lambda: withdraw_study_answers(token=token), then, show, "main")
    form = StudyForm(_names(token), data=request.POST)
    if not form.is_valid():
        return show(form.error_list(), 422)
    said = form.said()
    return act(
        lambda: keep_study_answer(token=token, now=timezone.now(), **said),
        then,
        show,
        "main",
        {Over: OVER},
    )


def _names(token: str) -> dict[str, str]:
    snapshot = finished_sheet(token)[0].snapshot
    names = {each.key: each.name for each in snapshot.roles.competencies}
    return {key: names[key] for key in extra_competencies(token, snapshot)}


def _page(request: HttpRequest, token: str, errors: Errors = (), status: int = 200) -> HttpResponse:
    sheet, _ = finished_sheet(token)
    assert sheet.finished_at  # noqa: S101  it has a result
    wave = study_wave(sheet.finished_at, timezone.now())
    said, is_any = said_before(token, wave)
    initial = {"work": said.work, "again": said.again} if said else {}
    initial |= {LIKE + key: value for key, value in said.ratings.items()} if said else {}
    data = request.POST if request.method == "POST" else None
    context = {
        "token": token,
        "errors": errors,
        "wave": wave,
        "saved_at": said.saved_at if said else None,
        "is_any": is_any,
        "form": StudyForm(_names(token), data=data, initial=initial),
        "is_ticked": "consent" in request.POST,
        "over": OVER,
    }
    return render(request, "assessments/analytics/study/study.html", context, status=status)
