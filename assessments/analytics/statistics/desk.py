"""Show analysts the statistics of the questions."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from assessments.analytics.research.anonymity import quarter_code
from assessments.analytics.statistics import aggregation
from assessments.analytics.statistics.form import form_of
from assessments.analytics.statistics.presenters import answers_of, overview
from assessments.analytics.statistics.report import report
from assessments.instrument.questionnaire import QuestionKind
from assessments.models import Attempt, Item
from roles.editing.pages import desk_page
from roles.snapshot.editions import current_snapshot
from web.responses import see_other

PERMISSION = "assessments.view_statistics"
SEES_ITEMS = "assessments.view_item"
TITLE = "Statistics of the questions"


@permission_required(PERMISSION, raise_exception=True)
def statistics_view(request: HttpRequest) -> HttpResponseBase:
    """Show all questions or that of ``?question=``, of all editions, one, or one quarter.

    A POST counts a bounded number of waiting attempts; a nightly job counts all of them.
    """
    snapshot = current_snapshot()
    show = partial(desk_page, request, opts=Attempt._meta)
    if snapshot is None:
        return show("assessments/statistics", title=TITLE, page=None)
    now = timezone.now()
    if request.method == "POST":
        aggregation.count_attempts(now=now)
        return see_other("admin:assessments_statistics")
    parts = aggregation.stored_parts()
    editions = [part.form.edition for part in parts if part.sums.everybody]
    quarters = aggregation.counted_quarters()
    edition = _chosen(request.GET.get("edition", ""), {str(n): n for n in editions}, "edition")
    by_code = {quarter_code(each): each for each in quarters}
    quarter = _chosen(request.GET.get("quarter", ""), by_code, "quarter")
    if edition is not None and quarter is not None:
        raise Http404("An edition and a quarter cannot be chosen together.")
    if quarter is not None:
        parts = aggregation.in_quarter(parts, quarter)
    told = report(parts, form_of(snapshot), edition, quarter=quarter)
    chosen = {name: request.GET[name] for name in ("edition", "quarter") if request.GET.get(name)}
    context: dict[str, Any] = {
        "report": told,
        "query": urlencode(chosen),
        "editions": editions[::-1],
        "quarters": quarters if len(quarters) > 1 else (),  # one is no choice
        "waiting": aggregation.waiting(now=now),
        "is_rebuilding": aggregation.is_rebuilding(),
    }
    key = request.GET.get("question")
    if key is None:
        return show("assessments/statistics", title=TITLE, page=overview(told), **context)
    found = told.question(key)
    if found is None:
        raise Http404("This edition has no question with this key.")
    item = Item.objects.filter(key=key).first() if request.user.has_perm(SEES_ITEMS) else None
    is_fact = found.asked.kind is QuestionKind.FACTS
    return show(
        "assessments/question_statistics",
        title="A background question" if is_fact else f"Question {key}",
        question=found,
        scale=told.scale_of(key),
        answers=answers_of(found),
        edit_url=reverse("admin:assessments_item_change", args=[item.pk]) if item else "",
        **context,
    )


def _chosen(asked: str, codes: Mapping[str, int], of: str) -> int | None:
    if asked and asked not in codes:
        raise Http404(f"Nothing has been counted for this {of}.")
    return codes.get(asked)
