"""Find the desk's screens on which the content of a previewed page is edited."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import Resolver404, resolve

from assessments.instrument.questionnaire import questionnaire_of
from assessments.models import BackgroundFact, Item, ScoringSettings, Step
from roles.draft.services import blocking_errors, draft_document, snapshot_of_draft
from roles.editing.links import EditLink, list_link, row_link
from roles.models import Certification, DepthLevel, Question, Role, RolePair, Scenario

LISTS: dict[str, type[Model]] = {
    "roles:list": Role,
    "roles:certificates": Certification,
    "roles:which_exams": Certification,
    "roles:choose_certificate": Certification,
    "roles:depth_levels": DepthLevel,
    "roles:scenarios": Scenario,
    "roles:questions": Question,
    "assessments:quiz_start": Item,
    "assessments:quiz_review": Item,
    "assessments:method": Item,
    "assessments:plan": Step,
}
ABOUT_RESULTS = {
    f"assessments:{name}"
    for name in ("result", "result_why", "result_gaps", "result_details", "what_if", "result_today")
}


def edit_links(inner: str) -> list[EditLink]:
    """Return the screens for the page at ``inner``; none for a page that nobody edits."""
    try:
        match = resolve(inner)
    except Resolver404:
        return []
    if (model := LISTS.get(match.view_name)) is not None:
        return [list_link(model)]
    return [row_link(row) for row in _rows_behind(match.view_name, match.kwargs)]


def _rows_behind(name: str, at: dict[str, Any]) -> Iterator[Model]:
    if name == "roles:role":
        yield from Role.objects.filter(slug=at["slug"])
    elif name == "roles:certificate":
        yield from Certification.objects.filter(slug=at["slug"])
    elif name == "roles:compare":
        slugs = (at["first"], at["second"])
        pairs = RolePair.objects.select_related("first", "second")
        yield from pairs.filter(first__slug__in=slugs, second__slug__in=slugs)
        yield from Role.objects.filter(slug__in=slugs)
    elif name == "assessments:quiz_screen" and not blocking_errors(document := draft_document()):
        screens = questionnaire_of(snapshot_of_draft(document)).screens
        keys = next((each.keys for each in screens if each.number == at["number"]), ())
        yield from Item.objects.filter(key__in=keys).order_by("position", "pk")
        yield from BackgroundFact.objects.filter(key__in=keys).order_by("position", "pk")
    elif name in ABOUT_RESULTS:
        yield from ScoringSettings.objects.all()
