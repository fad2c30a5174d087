"""Finish the quiz, show a person's result, and delete everything about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.attempts.presenters.quiz import quiz_time
from assessments.attempts.selectors import QuizSheet, find_history, find_sheet, names_roles
from assessments.attempts.services import UnknownLink, delete_attempt
from assessments.attempts.views.quiz import quiz_view
from assessments.attempts.views.result_views import finished_sheet, result_view, unknown_result
from assessments.evaluation.recalculation import recalculate
from assessments.evaluation.result import Result
from assessments.models.choices import study_wave
from assessments.plans.preferences import PlanPreferences
from assessments.plans.presenters.page import kept_plan
from assessments.plans.services import find_plan, finish_quiz
from assessments.results.presenters.over_time import last_change
from assessments.results.presenters.page import first_screen, result_page
from assessments.results.presenters.today import today_page
from assessments.results.presenters.why import counterfactual_page
from assessments.results.views.over_time import history_of
from roles.snapshot.editions import current_edition_key, current_snapshot, published_editions
from web.responses import get_only, see_other, unavailable
from web.retry import DatabaseAway, retried
from web.words import distinct_texts


@quiz_view(posts=True)
def finish(request: HttpRequest, token: str) -> HttpResponse:
    """Finish the attempt and show its result; a second press shows the same one."""
    if request.method != "POST":  # somebody opened the address of the button
        return see_other("assessments:quiz", token)
    retried(lambda: finish_quiz(token=token, now=timezone.now()))
    return see_other("assessments:result", token)


@result_view()
def result(request: HttpRequest, token: str) -> HttpResponse:
    """Show the result as it was computed when the attempt was finished; never computed again."""
    sheet, context = result_sheets(token)
    finished_at = sheet.finished_at
    context |= {
        "quiz_time": quiz_time(sheet.full_questionnaire),
        "study_wave": study_wave(finished_at, timezone.now()) if finished_at else None,
        "in_account": sheet.is_in_account,
        "since": last_change(history_of(token)) if sheet.is_retake else None,
    }
    return render(request, "assessments/results/page.html", context)


@result_view()
def why(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the lead comes from, what the scores are, and what would change the verdict."""
    sheet, kept, context = _shown(token, "result_why")
    context["counterfactuals"] = counterfactual_page(kept, sheet.snapshot)
    return render(request, "assessments/results/tab_why.html", context)


@result_view()
def gaps(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody brings and what is missing, level by level."""
    return render(request, "assessments/results/tab_gaps.html", _shown(token, "result_gaps")[2])


@result_view()
def details(request: HttpRequest, token: str) -> HttpResponse:
    """Show the exact sums, and what the result rests on."""
    return render(
        request, "assessments/results/tab_details.html", _shown(token, "result_details")[2]
    )


def result_sheets(token: str) -> tuple[QuizSheet, dict[str, Any]]:
    """Return a finished attempt, and what its page and its PDF show."""
    sheet, kept, context = _shown(token, "result")
    stored = find_plan(token)
    plan = kept_plan(kept, sheet.snapshot, PlanPreferences.of(stored) if stored else None)
    first = first_screen(kept, sheet.snapshot, context["page"], plan)
    return sheet, context | {"plan": plan, "first": first}


def _shown(token: str, tab: str) -> tuple[QuizSheet, Result, dict[str, Any]]:
    """Return a finished attempt, its result, and what each tab of the result shows."""
    sheet, kept = finished_sheet(token)
    number, current = sheet.snapshot.number, current_edition_key()
    saved_at = (  # a retake is quick where answers are kept, which is no fault
        [] if sheet.is_retake else [stored.at_seconds for stored in sheet.stored.values()]
    )
    context = {
        "page": result_page(kept, sheet.snapshot, saved_at, sheet.started_at.timestamp()),
        "tab": tab,
        "token": token,
        "edition": sheet.snapshot,
        "finished_at": sheet.finished_at,
        "newer_edition": current.number if current and current.number > number else None,
    }
    return sheet, kept, context


@result_view()
def today(request: HttpRequest, token: str) -> HttpResponse:
    """Show the same answers under today's edition, beside the stored result. Stores nothing."""
    sheet, new = find_sheet(token), current_snapshot()
    if sheet is None:
        raise UnknownLink
    if sheet.result is None or new is None or new.number <= sheet.snapshot.number:
        return see_other("assessments:result", token)
    old = sheet.snapshot
    found = recalculate(sheet.result, old, new, names_roles=names_roles(new))
    context = {
        "page": today_page(found, old, new),
        "token": token,
        "editions": [each for each in published_editions() if each.number > old.number],
    }
    return render(request, "assessments/results/today.html", context)


@result_view(posts=True)
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then delete the whole attempt. Deleting what is gone already is no error.

    What it retakes stays, unless the button for all of them was pressed.
    """
    if request.method == "POST":
        with_earlier = request.POST.get("earlier") == "yes"
        try:
            retried(lambda: delete_attempt(token=token, with_earlier=with_earlier))
        except DatabaseAway:
            context = {"token": token, "is_away": True, "with_earlier": with_earlier}
            return unavailable(render(request, "assessments/results/delete.html", context))
        return render(request, "assessments/results/deleted.html", {"with_earlier": with_earlier})
    history = find_history(token)
    if not history:
        raise UnknownLink
    finished = [e.sheet.finished_at for e in history[:-1] if e.sheet.finished_at is not None]
    context = {"token": token, "earlier": distinct_texts(finished)}
    return render(request, "assessments/results/delete.html", context)


@get_only
def broken_link(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address below /results/ that no link has: often one that was cut when copied."""
    return unknown_result(request)
