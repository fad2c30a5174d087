"""Show what the draft would do to results that people already have."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from assessments.analytics.impact.figures import figures
from assessments.analytics.impact.presenters import moves
from assessments.analytics.impact.services import (
    Subject,
    begin_impact,
    continue_impact,
    impact_of,
    may_count_again,
    subject_of,
)
from assessments.analytics.impact.sums import ImpactSums
from assessments.models import Attempt
from roles.draft.services import errors_of
from roles.publishing.desk import with_links
from roles.publishing.services import DraftState, draft_state
from roles.snapshot.editions import current_snapshot
from web.one_at_a_time import OneAtATime

PERMISSION = "assessments.view_impact"
counting = OneAtATime()
SECONDS = 0.8
"""So long a request counts on: short enough to see progress, long enough to be worth it."""


def impact_view(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """Show the impact of the draft; a POST begins to count it or counts on, for a moment."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    state = draft_state()
    blocking_errors, subject = _look(state)
    if request.method == "POST":
        return _count_on(request, state, subject)
    context = {
        **site.each_context(request),
        "title": "What the draft does to results",
        "opts": Attempt._meta,
        "state": state,
        "blocking_errors": blocking_errors,
        **(_told(subject) if subject else {}),
    }
    if (told := context.get("figures")) and told.is_enough:
        names = context["names"]
        context |= {
            "may_count_again": may_count_again(context["count"]),
            "moves": moves(told, names),
            "roles": [(names[slug], *means) for slug, *means in told.roles],
        }
    return TemplateResponse(request, "admin/assessments/impact.html", context)


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
    return errors, None if errors else subject_of(current, state.document)


def _told(subject: Subject) -> dict[str, Any]:
    """Return the context about a draft: its edits, the count, and figures once it is finished."""
    edits = subject.edits
    count = impact_of(subject) if edits.can_move else None
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
            messages.info(request, "The draft changed meanwhile, so counting starts again.")
        now = timezone.now()
        begin_impact(subject, now=now, again="again" in request.POST)
        count = continue_impact(subject, seconds=SECONDS, now=now)
        if is_script:
            is_over = count.finished_at is not None
            return JsonResponse({"done": count.done, "total": count.total, "is_over": is_over})
    return HttpResponseRedirect(reverse("admin:impact"))
