"""Compare the draft with what visitors see, or any two editions, and restore an edition."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.decorators import permission_required
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from roles.draft.differences import DoesNotApply, differences, without
from roles.draft.section import sections
from roles.draft.services import DraftChanged, blocking_errors, errors_of, replace_draft, restorable
from roles.draft.wording import Difference, Group, count_of, grouped
from roles.editing.pages import author_of, desk_page, log
from roles.models import Edition
from roles.publishing.desk import with_links
from roles.publishing.services import PERMISSION, SEES_DRAFT, document_of, draft_state
from roles.snapshot.editions import current_edition_key
from web.words import counted, day_text, moment_text

DRAFT = "draft"
WRITES_DRAFT = "roles.change_role"
SEES_EDITIONS = "roles.view_edition"
CHANGED = (
    "Nothing was changed: the draft was saved after you opened the page. Look at what it says now."
)


class SidesForm(forms.Form):
    """The choice of what to compare; ``sides`` maps what the address says to its name."""

    def __init__(self, data: Mapping[str, str], sides: Mapping[str, str]) -> None:
        super().__init__(data, label_suffix="")
        for name, label in (("before", "From"), ("after", "To")):
            self.fields[name] = forms.ChoiceField(label=label, choices=list(sides.items()))


def changes_view(request: HttpRequest) -> HttpResponseBase:
    """Show what differs between two editions, or between the draft and one.

    ``before`` and ``after`` in the address choose them; by default, the current edition and the
    draft. With ``after`` alone it is compared with the edition before it.
    """
    sees_draft = request.user.has_perm(SEES_DRAFT)
    if not sees_draft and not request.user.has_perm(SEES_EDITIONS):
        raise PermissionDenied
    now = timezone.now()
    sides = {DRAFT: "The draft"} if sees_draft else {}
    for number, at in Edition.objects.order_by("-number").values_list("number", "published_at"):
        sides[str(number)] = f"Edition {number}, {'from' if at > now else 'of'} {day_text(at)}"
    codes = list(sides)
    current = current_edition_key()
    visible = str(current.number) if current else ""
    after = request.GET.get("after") or (codes[0] if codes else DRAFT)
    older = (
        [visible] if after == DRAFT else codes[codes.index(after) + 1 :] if after in sides else []
    )
    before = request.GET.get("before") or (older[0] if older else after)
    form = SidesForm({"before": before, "after": after}, sides)
    is_known = form.is_valid()
    is_draft = is_known and after == DRAFT and before == visible
    state = draft_state() if sees_draft and DRAFT in (before, after) else None
    documents = {DRAFT: state.document} if state else {}
    found: Sequence[Difference] = ()
    if state and is_draft:
        found = state.differences
    elif is_known:
        found = differences(
            *(documents.get(code) or document_of(int(code)) for code in (before, after))
        )
    stopping = errors_of(state.document) if state and after == DRAFT else ()
    return desk_page(
        request,
        "roles/edition/changes",
        title="Unpublished changes" if is_draft else "What differs",
        opts=Edition._meta,
        form=form,
        is_known=is_known,
        before_label=sides.get(before, ""),
        after_label=sides.get(after, ""),
        is_draft=is_draft,
        blocking_errors=with_links(stopping, warnings=False),
        seen=state.content_hash if state else "",
        groups=with_authors(grouped(found)) if is_draft else grouped(found),
        count=count_of(found),
        may_discard=is_draft and request.user.has_perm(WRITES_DRAFT),
        current_number=current.number if current else None,
    )


def with_authors(groups: Iterable[Group]) -> list[Group]:
    """Add to each group who saved its row last and when: two queries for each kind of row."""
    groups = list(groups)
    places = {each.differences[0].path[:3] for each in groups}
    saved: dict[tuple[str, ...], str] = {}
    for section in sections():
        for name, shape in section.shapes.items():
            keys = [path[2] for path in places if path[:2] == (section.name, name) and path[2:]]
            if not keys or not shape.key:
                continue
            rows = shape.model._default_manager.filter(**{f"{shape.key}__in": keys})
            by_pk = {str(pk): key for pk, key in rows.values_list("pk", shape.key)}
            entries = LogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(shape.model), object_id__in=by_pk
            )
            for entry in entries.select_related("user").order_by("pk"):
                text = f"{entry.user}, {moment_text(entry.action_time)}"
                saved[section.name, name, by_pk[str(entry.object_id)]] = text
    return [replace(each, saved=saved.get(each.differences[0].path[:3], "")) for each in groups]


@permission_required(WRITES_DRAFT, raise_exception=True)
@require_POST
def discard_change_view(request: HttpRequest) -> HttpResponseBase:
    """Undo one change of the draft, back to what visitors see."""
    author = author_of(request)
    page = HttpResponseRedirect(reverse("admin:roles_edition_changes"))
    state = draft_state()
    found = state.differences
    change = next((each for each in found if each.id == request.POST.get("change")), None)
    if change is None:  # pressed twice, or by two
        messages.success(request, "That change is no longer in the draft: it was discarded.")
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
            f"Nothing was changed: other changes depend on this one ({change.label}). "
            "Discard those first.",
        )
    except DraftChanged:
        messages.error(request, CHANGED)
    else:
        edition = Edition.objects.defer("document").get(number=state.current.number)
        log(author, edition, f"Discarded a change of the draft. {change.label}")
        messages.success(request, f"Discarded: {change.label}")
    return page


@permission_required(PERMISSION, raise_exception=True)
def restore_view(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show what restoring an edition would do to the draft, and do it when it is confirmed."""
    state = draft_state()
    restored = restorable(document_of(number), state.document)
    found = differences(state.document, restored)
    is_current = state.current is not None and state.current.number == number
    edition = Edition.objects.defer("document").get(number=number)
    refusal = ""
    if request.method == "POST":
        try:
            if found:  # else it was pressed twice, or by two
                replace_draft(document=restored, seen=request.POST.get("seen", ""))
                changes = f"{counted(count_of(found), 'change')} to the draft."
                what = (
                    "Discarded the unpublished changes"
                    if is_current
                    else f"Restored edition {number}"
                )
                log(author_of(request), edition, f"{what}: {changes}")
        except DraftChanged:
            refusal = CHANGED
        else:
            messages.success(
                request,
                "The unpublished changes are discarded."
                if is_current
                else f"The draft now matches edition {number}. "
                "Visitors see it once you publish it.",
            )
            return HttpResponseRedirect(reverse("admin:roles_edition_changes"))
    return desk_page(
        request,
        "roles/edition/restore",
        title="Discard unpublished changes" if is_current else f"Restore edition {number}",
        opts=Edition._meta,
        edition=edition,
        is_current=is_current,
        refusal=refusal,
        seen=state.content_hash,
        groups=grouped(found),
        count=count_of(found),
        lost=0 if is_current else count_of(state.differences),
    )
