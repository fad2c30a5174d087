"""Facts that somebody should read again, or about which sources differ, listed for the staff."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from roles.editing.links import EditLink, row_link
from roles.editing.pages import desk_page
from roles.models import CertificationFact, QuestionFact, SourcedFact
from roles.models.choices import Confidence
from roles.models.facts import Fact

PERMISSION = "roles.view_certification"
# Each kind of fact, and the row on whose screen it is edited.
OWNERS: tuple[tuple[type[Fact], str], ...] = (
    (CertificationFact, "certification"),
    (SourcedFact, "role"),
    (QuestionFact, "question"),
)


@dataclass(frozen=True, slots=True)
class ListedFact:
    """A fact to read again or to settle, and the screen on which it is edited."""

    fact: Fact
    link: EditLink
    is_due: bool

    @property
    def is_disputed(self) -> bool:
        return self.fact.confidence == Confidence.DISPUTED


def facts_to_check(today: dt.date) -> list[ListedFact]:
    """Return every fact of the draft that is due or disputed, the longest due first."""
    wanted = Q(check_again_on__lte=today) | Q(confidence=Confidence.DISPUTED)
    found = [
        ListedFact(row, row_link(getattr(row, owner), "#facts-group"), row.check_again_on <= today)
        for model, owner in OWNERS
        for row in model._default_manager.filter(wanted).select_related(owner)
    ]
    return sorted(found, key=lambda each: (each.fact.check_again_on, each.link.label))


def to_check_view(screen: ModelAdmin[Any], request: HttpRequest) -> HttpResponseBase:
    """Show the facts to check, each with a link to the screen to correct it on."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    listed = facts_to_check(timezone.localdate())
    return desk_page(
        request,
        screen.admin_site,
        "roles/to_check",
        title="Facts to check",
        due=[each for each in listed if each.is_due],
        disputed=[each for each in listed if each.is_disputed and not each.is_due],
    )
