"""The page that says what the draft would do to results people already have."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from assessments.analytics.impact.figures import Figures, figures
from assessments.analytics.impact.presenters import headline, impact_page, name_changes
from assessments.analytics.impact.services import (
    ImpactState,
    Subject,
    begin_impact,
    continue_impact,
    impact_state,
    subject_of,
)
from assessments.models import Attempt
from roles.draft.services import errors_of
from roles.publishing.desk import DraftState, LinkedError, draft_state, with_links
from roles.snapshot.editions import current_snapshot
from web.one_at_a_time import OneAtATime

PERMISSION = "assessments.view_impact"
counting = OneAtATime()
SECONDS = 0.8
"""So long a request counts on: short enough to see progress, long enough to be worth it."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """The draft as the page found it. ``subject`` is None when there is nothing to count."""

    state: DraftState
    blocking_errors: list[LinkedError]
    subject: Subject | None


def impact_view(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """Show the impact of the draft; a POST begins to count it or counts on, for a moment."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    looked = _look()
    if request.method == "POST":
        return _count_on(request, looked)
    found = None
    if looked.subject is not None and looked.subject.edits.can_move:
        found = impact_state(looked.subject)
    told = page = None
    if looked.subject is not None and found is not None and found.is_finished:
        told = _figures(looked.subject, found)
        if told.is_enough:
            page = impact_page(told, looked.subject.edits, _names(looked.subject))
    return TemplateResponse(
        request,
        "admin/assessments/impact.html",
        {
            **site.each_context(request),
            "title": "What the draft does to results",
            "opts": Attempt._meta,
            "state": looked.state,
            "blocking_errors": looked.blocking_errors,
            "texts": looked.subject.edits.texts if looked.subject else 0,
            "can_move": looked.subject is not None and looked.subject.edits.can_move,
            "count": found,
            "figures": told,
            "page": page,
            "progress": f"{found.done:,} of {found.total:,} finished quizzes"
            if found
            else "Nothing is counted yet.",
        },
    )


def publishing_note(request: HttpRequest, state: DraftState) -> SafeString | None:
    """What the page that publishes says of the impact, for who may see it."""
    if not request.user.has_perm(PERMISSION) or state.current is None or not state.is_changed:
        return None
    looked = _look(state)
    if looked.subject is None:
        return None
    count = impact_state(looked.subject)
    told = _figures(looked.subject, count) if count and count.is_finished else None
    names = list(_names(looked.subject).values())
    return render_to_string(
        "admin/assessments/impact_note.html",
        {
            "can_move": looked.subject.edits.can_move,
            "count": count,
            "headline": headline(told) if told and told.is_enough else "",
            "names": name_changes(told, names) if told and told.is_enough else "",
        },
    )


def _look(state: DraftState | None = None) -> _Looked:
    state = state or draft_state()
    current = current_snapshot()
    if current is None or not state.is_changed:
        return _Looked(state, [], None)
    blocking_errors = with_links(errors_of(state.document), warnings=False)
    return _Looked(
        state, blocking_errors, None if blocking_errors else subject_of(current, state.document)
    )


@counting
def _count_on(request: HttpRequest, looked: _Looked) -> HttpResponseBase:
    """Count for a moment; a script is told how far it is, a form is led back to the page."""
    is_script = request.accepts("application/json") and not request.accepts("text/html")
    seen = request.POST.get("draft")
    is_another = seen != looked.state.content_hash
    if is_script and (looked.subject is None or is_another):
        return JsonResponse({"is_over": True})
    if looked.subject is None:
        return HttpResponseRedirect(reverse("admin:impact"))
    if is_another:
        messages.info(request, "The draft changed meanwhile, so counting starts again.")
    now = timezone.now()
    begin_impact(looked.subject, now=now, again="again" in request.POST)
    count = continue_impact(looked.subject, seconds=SECONDS, now=now)
    if is_script:
        return JsonResponse(
            {"done": count.done, "total": count.total, "is_over": count.is_finished}
        )
    return HttpResponseRedirect(reverse("admin:impact"))


def _names(subject: Subject) -> dict[str, str]:
    """Names of roles by slug, in the order of the table; the draft has the say."""
    roles = [*subject.before.roles.roles, *subject.after.roles.roles]
    return {role.slug: role.name for role in roles}


def _figures(subject: Subject, count: ImpactState) -> Figures:
    return figures(
        count.tally,
        outcomes=subject.comparison.outcomes,
        roles=subject.comparison.roles,
        named=len(_names(subject)),
        edits=[(edit.id, edit.label) for edit in subject.edits.single],
        limits=subject.comparison.settings,
        compared=subject.comparison.compared,
    )
