"""Show what the draft would do to results that people already have."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from assessments.analytics.impact import services
from assessments.analytics.impact.comparison import ImpactSums
from assessments.analytics.impact.figures import NAMED, UNNAMED, Figures, figures
from assessments.analytics.impact.services import Subject
from assessments.models import Attempt
from assessments.scoring import Verdict
from roles.draft.services import errors_of
from roles.editing.pages import desk_page
from roles.publishing.desk import with_links
from roles.publishing.services import DraftState, draft_state
from roles.snapshot.editions import current_snapshot
from web.one_at_a_time import OneAtATime

OUTCOMES: dict[str, str] = {
    Verdict.TOO_CLOSE: "Too close to call",
    Verdict.NEITHER: "Neither yet",
    Verdict.INSUFFICIENT: "Too little answered",
    Verdict.INCONSISTENT: "Answers disagree",
    NAMED: "A role is named",
    UNNAMED: "No role is named",
}
SHADES = 4


def moves(figures: Figures, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the table as the page shows it; ``names`` are those of roles by slug.

    Only outcomes that anybody has are in it. ``shade`` 0 to 4 says how much of its row a cell is.
    """
    whole = figures.table
    labels = [names.get(each) or OUTCOMES[each] for each in figures.outcomes]
    shown = [
        place for place in range(len(labels)) if whole[place][-1] != 0 or whole[-1][place] != 0
    ]

    def cell(row: int, column: int) -> dict[str, Any]:
        count, total = whole[row][column], whole[row][-1]
        part = count / total if count and total else 0.0
        return {
            "column": labels[column],
            "beside": " and" if row == column else f", {labels[column]}",
            "count": count,
            "shade": min(SHADES, 1 + int(part * SHADES)) if count else 0,
            "is_same": row == column,
            "is_swap": row != column and max(row, column) < figures.named,
        }

    return {
        "rows": [
            (labels[row], [cell(row, column) for column in shown], whole[row][-1]) for row in shown
        ],
        "totals": [*((labels[place], whole[-1][place]) for place in shown), ("All", whole[-1][-1])],
        "is_hiding": any(count is None for row in whole for count in row),
    }


PERMISSION = "assessments.view_impact"
counting = OneAtATime()
SECONDS = 0.8
"""So long a request counts on: short enough to see progress, long enough to be worth it."""


@permission_required(PERMISSION, raise_exception=True)
def impact_view(request: HttpRequest) -> HttpResponseBase:
    """Show the impact of the draft; a POST begins to count it or counts on, for a moment."""
    state = draft_state()
    blocking_errors, subject = _look(state)
    if request.method == "POST":
        return _count_on(request, state, subject)
    context = _told(subject) if subject else {}
    if (told := context.get("figures")) and told.is_enough:
        names = context["names"]
        context |= {
            "may_count_again": services.may_count_again(context["count"]),
            "moves": moves(told, names),
            "roles": [(names[slug], *means) for slug, *means in told.roles],
        }
    return desk_page(
        request,
        "assessments/impact",
        title="Effect of the draft on results",
        opts=Attempt._meta,
        state=state,
        blocking_errors=blocking_errors,
        **context,
    )


def publishing_note(request: HttpRequest, state: DraftState) -> SafeString | None:
    """Return what the page for publishing says of the impact, if the user may see it."""
    if not request.user.has_perm(PERMISSION):
        return None
    _, subject = _look(state)
    if subject is None:
        return None
    return render_to_string("admin/assessments/impact_note.html", _told(subject))


def _look(state: DraftState) -> tuple[list[dict[str, Any]], Subject | None]:
    """Return what keeps a draft from being scored, and what to count, ``None`` if nothing."""
    current = current_snapshot()
    if current is None or not state.is_changed:
        return [], None
    errors = with_links(errors_of(state.document), warnings=False)
    return errors, None if errors else services.subject_of(current, state.document)


def _told(subject: Subject) -> dict[str, Any]:
    """Return the context about a draft: its edits, the count, and figures once it is finished."""
    edits = subject.edits
    count = services.impact_of(subject) if edits.can_move else None
    labels = [edit.label for edit in edits.single]
    roles = [*subject.before.quiz_roles.roles, *subject.after.quiz_roles.roles]
    return {
        "edits": edits,
        "count": count,
        "figures": figures(ImpactSums.from_data(count.sums), subject.counter, labels)
        if count and count.finished_at
        else None,
        # By slug, in the order of the table; the draft has the say.
        "names": {role.slug: role.name for role in roles},
    }


@counting
def _count_on(request: HttpRequest, state: DraftState, subject: Subject | None) -> HttpResponseBase:
    """Count for a moment; reply to a script with the progress, redirect a form to the page."""
    is_script = request.accepts("application/json") and not request.accepts("text/html")
    is_another = request.POST.get("draft") != state.content_hash
    if is_script and (subject is None or is_another):
        return JsonResponse({"is_over": True})
    if subject is not None:
        if is_another:
            messages.info(request, "The draft has changed, so counting starts again.")
        now = timezone.now()
        services.begin_impact(subject, now=now, again="again" in request.POST)
        count = services.continue_impact(subject, seconds=SECONDS, now=now)
        if is_script:
            is_over = count.finished_at is not None
            return JsonResponse({"done": count.done, "total": count.total, "is_over": is_over})
    return HttpResponseRedirect(reverse("admin:impact"))
