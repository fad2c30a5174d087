"""The pages of the quiz. Thin: find the attempt, call one service, show what it says."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from assessments.attempts.forms import KEY, SEQ, TO, ScreenForm
from assessments.attempts.presenters.quiz import about, review_context
from assessments.attempts.selectors import QuizSheet, find_earlier, find_sheet
from assessments.attempts.services import AlreadyFinished, UnknownLink, ask_in_full, save_answers
from assessments.attempts.views.refusals import (
    KEPT_TITLE,
    Errors,
    refuse_foreign_form,
    refuse_unknown_link,
    refuse_without_database,
    told,
)
from assessments.evaluation.insights import is_settled
from assessments.instrument.questionnaire import QuestionState, QuizScreen, Value, state_of
from assessments.instrument.same_question import Offer, offers
from assessments.instrument.saving import SaveRefused
from assessments.models.choices import Length
from web.own_site import link_view
from web.responses import P, View, see_other
from web.retry import DatabaseAway, retried

# What a button sends to keep earlier answers: all of a screen, or one question's.
KEEP_ALL = "keep-all"
KEEP_ONE = "keep-"


def quiz_view(*, posts: bool = False) -> Callable[[View[P]], View[P]]:
    """Make a view a page of one quiz, with replies to ``UnknownLink`` and ``AlreadyFinished``."""
    refusals = {
        UnknownLink: refuse_unknown_link,
        AlreadyFinished: _finished,
        DatabaseAway: refuse_without_database,
    }
    return link_view(refusals, refuse_foreign_form, posts=posts)


def _finished(request: HttpRequest, token: str) -> HttpResponse:
    status = 409 if request.method == "POST" else 200
    context = {"token": token}
    return render(request, "assessments/attempts/finished.html", context, status=status)


@quiz_view()
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Redirect from the private link to the first open screen, the review, or the result."""
    try:
        sheet = _open_sheet(token)
    except AlreadyFinished:
        return see_other("assessments:result", token)
    screen = sheet.questionnaire.first_open(sheet.answers)
    if screen is None:
        return see_other("assessments:quiz_review", token)
    return see_other("assessments:quiz_screen", token, screen.number)


def _open_sheet(token: str) -> QuizSheet:
    """Return the unfinished attempt of a link. Raises ``UnknownLink`` and ``AlreadyFinished``."""
    sheet = find_sheet(token)
    if sheet is None:
        raise UnknownLink
    if sheet.is_finished:
        raise AlreadyFinished("These answers have their result already.", sheet)
    return sheet


@quiz_view(posts=True)
def screen(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Show one screen of questions; a POST saves its answers and goes on."""
    if request.method == "POST":
        return retried(lambda: _screen(request, token, number))
    return _screen(request, token, number)


def _screen(request: HttpRequest, token: str, number: int) -> HttpResponse:
    sheet = _open_sheet(token)
    shown = sheet.questionnaire.by_number.get(number)
    if shown is None:
        context = {"token": token, "number": number, "total": len(sheet.questionnaire.screens)}
        return render(request, "assessments/attempts/unknown_screen.html", context, status=404)
    if request.method != "POST":
        return _screen_page(request, token, sheet, shown)
    form = ScreenForm(shown.questions, data=request.POST)
    if not form.is_valid():
        return _screen_page(request, token, sheet, shown, form, form.error_list(), status=422)
    answers = form.answers()
    to = request.POST.get(TO, "")
    if to.startswith(KEEP_ONE):
        answers |= _answers_to_keep(to, shown, answers, _offers(token, sheet)[0])
    try:
        saved = save_answers(
            token=token,
            key=form.cleaned_data[KEY],
            seq=form.cleaned_data[SEQ],
            answers=answers,
            now=timezone.now(),
        )
    except SaveRefused as refusal:
        # The page as the person left it, with a fresh key: pressing again saves what it shows.
        errors, title, status = told(refusal, form.groups, answers)
        return _screen_page(
            request, token, refusal.sheet, shown, form, errors, title=title, status=status
        )
    return see_other(_next_page(to, saved.token, shown, sheet))


def _offers(token: str, sheet: QuizSheet) -> tuple[Mapping[str, Offer], dt.datetime | None]:
    """Return what a retake offers, by question, and when that was answered; else nothing."""
    earlier = find_earlier(token) if sheet.is_retake else None
    if earlier is None or earlier.finished_at is None:
        return {}, None
    return offers(earlier.answers, earlier.snapshot, sheet.snapshot), earlier.finished_at


def _answers_to_keep(
    to: str, shown: QuizScreen, answers: Mapping[str, Value], found: Mapping[str, Offer]
) -> dict[str, Value]:
    """Return the answers from last time that a button "keep" adds to those of the page."""
    keys = shown.keys if to == KEEP_ALL else (to.removeprefix(KEEP_ONE),)
    wanted = {key: found[key].value for key in keys if key in shown.keys and key in found}
    if to == KEEP_ALL:  # what was chosen on the page stays
        wanted = {key: value for key, value in wanted.items() if answers.get(key, []) == []}
    return {key: value for key, value in wanted.items() if value is not None}


def _next_page(to: str, token: str, shown: QuizScreen, sheet: QuizSheet) -> str:
    review = reverse("assessments:quiz_review", args=[token])
    if to == "review":
        return review
    if to.startswith(KEEP_ONE) and to != KEEP_ALL:
        here = reverse("assessments:quiz_screen", args=[token, shown.number])
        key = to.removeprefix(KEEP_ONE)
        return f"{here}#q-{key}" if key in shown.keys else here
    number = shown.number + (-1 if to == "back" else 1)
    if sheet.questionnaire.by_number.get(number) is None:
        return review
    return reverse("assessments:quiz_screen", args=[token, number])


@quiz_view()
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Show all answers, what is missing first, and the button to finish."""
    sheet = _open_sheet(token)
    full = sheet.full_questionnaire if sheet.length is Length.SHORT else None
    context = review_context(sheet.questionnaire, sheet.answers, full)
    context |= {"token": token, "last": len(sheet.questionnaire.screens)}
    return render(request, "assessments/attempts/review.html", context)


@quiz_view(posts=True)
def more(request: HttpRequest, token: str) -> HttpResponse:
    """Go on from a short quiz to the full one, at the first question that is open."""
    if request.method == "POST":
        retried(lambda: ask_in_full(token=token))
    return see_other("assessments:quiz", token)


@csrf_exempt
def broken_link(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address below /quiz/ that no link has: often one that was cut when copied."""
    return refuse_unknown_link(request)


def _screen_page(
    request: HttpRequest,
    token: str,
    sheet: QuizSheet,
    shown: QuizScreen,
    sent: ScreenForm | None = None,
    errors: Errors = (),
    *,
    title: str = KEPT_TITLE,
    status: int = 200,
) -> HttpResponse:
    """Render a screen with the stored answers, or as it was ``sent``."""
    found, earlier_at = _offers(token, sheet)
    form = sent or ScreenForm(shown.questions, answers=sheet.answers)
    form.offers = found
    offered = [key for key in shown.keys if key in found and found[key].value is not None]
    asked, answers, screens = sheet.questionnaire, sheet.answers, len(sheet.questionnaire.screens)
    progress, ahead = asked.progress(answers), asked.progress(answers, since=shown.number)
    ended = asked.section_before(shown.number)
    context = {
        "screen": shown,
        "total": screens,
        "part": f"Part {shown.number} of {screens}",
        "section": ended and ended.screens[0].section,
        "still_open": ended.progress(answers).open if ended else 0,
        "first_open": ended and ended.first_open(answers),
        "time_left": f"{about(ahead.seconds_left)} left"
        if ahead.open
        else "all answered from here on",
        "questions_left": progress.open,
        "all_time_left": about(progress.seconds_left),
        "is_settled": progress.open and not errors and is_settled(sheet.snapshot, sheet.given),
        "form": form,
        "errors": errors,
        "error_title": title,
        "token": token,
        "key": str(uuid.uuid4()),
        "seq": sheet.last_seq + 1,
        "earlier_at": earlier_at,
        "offered": len(offered),
        "keepable": sum(state_of(answers, key) is QuestionState.OPEN for key in offered),
    }
    return render(request, "assessments/attempts/screen.html", context, status=status)
