"""What differs: the draft beside what visitors see, any two editions, and restoring one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from roles.draft.differences import Difference, DoesNotApply, differences, grouped, without
from roles.draft.services import (
    DraftChanged,
    blocking_errors,
    content_hash,
    draft_document,
    errors_of,
    replace_draft,
    restorable,
)
from roles.editing.pages import author_of, counted, desk_page, log
from roles.models import Edition
from roles.publishing.authors import with_authors
from roles.publishing.desk import (
    PERMISSION,
    LinkedError,
    count_of,
    document_of,
    draft_differences,
    draft_state,
    with_links,
)
from roles.publishing.unpublished import SEES_DRAFT
from roles.snapshot.editions import current_edition_key
from web.dates import day_text, moment_text

DRAFT = "draft"
WRITES_DRAFT = "roles.change_role"
SEES_EDITIONS = "roles.view_edition"
CHANGED = (
    "Nothing was changed: the draft was saved after you opened the page. Look at what it says now."
)


class SidesForm(forms.Form):
    """Which two are compared."""

    before = forms.ChoiceField(label="From")
    after = forms.ChoiceField(label="To")

    def __init__(self, *args: Any, sides: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            cast(forms.ChoiceField, field).choices = list(sides.items())


def _sides(*, with_draft: bool) -> dict[str, str]:
    """All that can be compared, the newest first: what the address says, and its name."""
    now = timezone.now()
    rows = Edition.objects.order_by("-number").values_list("number", "published_at")
    sides = {DRAFT: "The draft"} if with_draft else {}
    for number, at in rows:
        sides[str(number)] = f"Edition {number}, {'from' if at > now else 'of'} {day_text(at)}"
    return sides


def changes_view(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """What differs between two editions, or between the draft and one; first, what is unpublished.

    ``before`` and ``after`` in the address choose them. Without ``before`` it is the neighbour.
    """
    sees_draft = request.user.has_perm(SEES_DRAFT)
    if not sees_draft and not request.user.has_perm(SEES_EDITIONS):
        raise PermissionDenied
    sides = _sides(with_draft=sees_draft)
    codes = list(sides)
    current = current_edition_key()
    after = request.GET.get("after") or (codes[0] if codes else DRAFT)
    before = request.GET.get("before") or _neighbour(after, codes, current and current.number)
    form = SidesForm({"before": before, "after": after}, sides=sides)
    is_known = form.is_valid()
    is_draft = is_known and after == DRAFT and current is not None and before == str(current.number)
    found: Sequence[Difference] = ()
    seen = ""
    stopping: Sequence[LinkedError] = ()
    if sees_draft and after == DRAFT:
        state = draft_state()
        seen = state.content_hash
        stopping = with_links(errors_of(state.document), warnings=False)
    if is_draft:
        found = draft_differences(state)
    elif is_known:
        found = differences(_document(before), _document(after))
    return desk_page(
        request,
        site,
        "roles/edition/changes",
        title="Unpublished changes" if is_draft else "What differs",
        opts=Edition._meta,
        form=form,
        is_known=is_known,
        before_label=sides.get(before, ""),
        after_label=sides.get(after, ""),
        is_draft=is_draft,
        blocking_errors=stopping,
        seen=seen,
        groups=with_authors(grouped(found)) if is_draft else grouped(found),
        count=count_of(found),
        may_discard=is_draft and request.user.has_perm(WRITES_DRAFT),
        current_number=current.number if current else None,
    )


def _neighbour(code: str, codes: Sequence[str], current: int | None) -> str:
    """What something is compared with when nobody chose: what came before it."""
    if code == DRAFT:
        return str(current) if current else ""
    numbers = [int(each) for each in codes if each.isdecimal()]
    older = [number for number in numbers if code in codes and number < int(code)]
    return str(max(older)) if older else code


def _document(code: str) -> dict[str, Any]:
    return draft_document() if code == DRAFT else document_of(int(code))


def discard_change_view(request: HttpRequest) -> HttpResponseBase:
    """Put one difference of the draft back to what visitors see."""
    if not request.user.has_perm(WRITES_DRAFT):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    author = author_of(request)
    page = HttpResponseRedirect(reverse("admin:roles_edition_changes"))
    state = draft_state()
    found = draft_differences(state)
    change = next((each for each in found if each.id == request.POST.get("change")), None)
    if change is None:  # pressed twice, or by two
        messages.success(request, "That change is not in the draft any more: it is discarded.")
        return page
    if state.current is None or request.POST.get("seen") != state.content_hash:
        messages.error(request, CHANGED)
        return page
    try:
        document = without(document_of(state.current.number), found, change.id)
        if set(blocking_errors(document)) - set(blocking_errors(state.document)):
            raise DoesNotApply(change)
        replace_draft(document=document, seen=state.content_hash)
    except DoesNotApply:
        messages.error(
            request,
            f"Nothing was changed: other changes rest on this one ({change.label}). "
            "Discard those first.",
        )
    except DraftChanged:
        messages.error(request, CHANGED)
    else:
        edition = Edition.objects.defer("document").get(number=state.current.number)
        log(author, edition, f"Discarded a change of the draft. {change.label}")
        messages.success(request, f"Discarded: {change.label}")
    return page


def restore_view(request: HttpRequest, site: AdminSite, number: int) -> HttpResponseBase:
    """Say what restoring an edition would do to the draft, and do it when it is confirmed."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    document = document_of(number)
    draft = draft_document()
    restored = restorable(document, draft)
    found = differences(draft, restored)
    current = current_edition_key()
    is_current = current is not None and current.number == number
    refusal: str | None = None
    said = (
        f"The draft says what edition {number} says. Visitors see it once you publish it."
        if not is_current
        else "The unpublished changes are discarded."
    )
    if request.method == "POST" and not found:  # pressed twice, or by two
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:roles_edition_changes"))
    if request.method == "POST":
        author = author_of(request)
        try:
            replace_draft(document=restored, seen=request.POST.get("seen", ""))
        except DraftChanged:
            refusal = CHANGED
        else:
            edition = Edition.objects.defer("document").get(number=number)
            log(author, edition, _restored(number, count_of(found), is_current=is_current))
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:roles_edition_changes"))
    lost = draft_differences(draft_state()) if not is_current else ()
    edition = Edition.objects.defer("document").select_related("published_by").get(number=number)
    return desk_page(
        request,
        site,
        "roles/edition/restore",
        title="Discard unpublished changes" if is_current else f"Restore edition {number}",
        opts=Edition._meta,
        edition=edition,
        published_at=moment_text(edition.published_at),
        is_current=is_current,
        refusal=refusal,
        seen=content_hash(draft),
        groups=grouped(found),
        count=count_of(found),
        lost=count_of(lost),
    )


def _restored(number: int, changes: int, *, is_current: bool) -> str:
    what = "Discarded the unpublished changes" if is_current else f"Restored edition {number}"
    return f"{what}: {counted(changes, 'change')} to the draft."
