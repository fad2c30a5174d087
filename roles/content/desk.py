"""The desk's page for content files: export the draft or an edition, import into the draft."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from roles.content.files import MAX_BYTES, MAX_FILES, BadContent, file_texts
from roles.content.importing import ImportPlan, NotAsPlanned, apply_import, plan_import, unzipped
from roles.draft.services import DraftChanged, draft_document
from roles.draft.wording import grouped
from roles.editing.pages import author_of, desk_page
from roles.models import Edition
from roles.publishing.comparing import SEES_EDITIONS, WRITES_DRAFT
from roles.publishing.services import SEES_DRAFT, document_of
from roles.snapshot.editions import current_edition_key
from web.one_at_a_time import OneAtATime
from web.responses import attachment
from web.words import counted

archiving = OneAtATime(wait=0.25, seconds=5)

# What a form may carry from the page that shows a plan to the one that carries it out.
MAX_SIGNED = 200_000
SALT = "content files"
# So that the same content is the same file.
ZIP_DATE = (2026, 1, 1, 0, 0, 0)


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """A form field for several uploaded files at once."""

    widget = _ManyFiles(attrs={"accept": ".yaml,.zip"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = list(data or [])
        if not files:
            raise forms.ValidationError("Choose at least one content file.")
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Choose at most {MAX_FILES} files.")
        if sum(file.size for file in files) > MAX_BYTES:
            raise forms.ValidationError("Together the files may have at most 1 MB.")
        named = [file.name for file in files]
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise forms.ValidationError(f"Two files are called {twice[0]}. Choose each once.")
        return files


class UploadForm(forms.Form):
    """The form that uploads content files, as the export gives them."""

    uploads = _FilesField(
        label="Content files",
        help_text="One or more files that end in .yaml, or an exported archive (.zip). "
        "Up to 1 MB together.",
    )


@permission_required(SEES_DRAFT, raise_exception=True)
@archiving
def content_view(request: HttpRequest) -> HttpResponseBase:
    """Export content files, show what an import would change, and import.

    A POST with files changes nothing and shows the plan. The plan's own button sends the files
    again with the hashes of what was shown, and only that is imported.
    """
    plan: ImportPlan | None = None
    signed = refusal = ""
    form = UploadForm(label_suffix="")
    if request.method == "POST":
        if not request.user.has_perm(WRITES_DRAFT):
            raise PermissionDenied
        if "signed" in request.POST:
            refusal, plan = _import(request)
            if not refusal:
                return HttpResponseRedirect(reverse("admin:roles_edition_changes"))
            signed = request.POST["signed"] if plan else ""
        else:
            form = UploadForm(request.POST, request.FILES, label_suffix="")
            if form.is_valid():
                try:
                    files = _files_of(form.cleaned_data["uploads"])
                except BadContent as error:
                    form.add_error("uploads", f"{error.file}: {error.message}")
                else:
                    plan = plan_import(files)
                    signed = signing.dumps(
                        {name: raw.decode("utf-8", "replace") for name, raw in files.items()},
                        salt=SALT,
                        compress=True,
                    )
                    if not plan.errors and len(signed) > MAX_SIGNED:
                        form.add_error("uploads", "That is too much at once. Choose fewer files.")
                        plan = None
    return desk_page(
        request,
        "roles/edition/content",
        title="Content files",
        opts=Edition._meta,
        form=form,
        plan=plan,
        groups=grouped(plan.differences) if plan else (),
        signed=signed,
        refusal=refusal,
        may_import=request.user.has_perm(WRITES_DRAFT),
        paths=list(file_texts(draft_document())),
    )


def _files_of(uploads: Iterable[Any]) -> dict[str, bytes]:
    """Return uploaded files, also those in archives, by path. Raises ``BadContent``."""
    files: dict[str, bytes] = {}
    for upload in uploads:
        name, raw = str(upload.name), upload.read()
        found = unzipped(name, raw) if name.lower().endswith(".zip") else {name: raw}
        if twice := files.keys() & found.keys():
            raise BadContent(name, None, "", f"{min(twice)} is there twice. Choose it once.")
        files |= found
    return files


def _import(request: HttpRequest) -> tuple[str, ImportPlan | None]:
    """Import what was planned; if refused, return the reason and, if it can be made, a new plan."""
    author = author_of(request)
    try:
        texts = signing.loads(request.POST["signed"], salt=SALT)
    except signing.BadSignature:
        return "Nothing was changed: the files did not arrive. Choose them again.", None
    files = {name: text.encode() for name, text in texts.items()}
    try:
        plan = apply_import(
            files, seen=request.POST.get("seen", ""), planned=request.POST.get("planned", "")
        )
    except (NotAsPlanned, DraftChanged):
        return (
            "Nothing was changed: the draft was saved after you looked at the changes. "
            "This is what the files would change now.",
            plan_import(files),
        )
    changes = counted(plan.count, "change")
    labels = [each.label for each in plan.differences if not each.silent]
    current = current_edition_key()
    LogEntry.objects.create(
        user_id=author.pk,
        content_type=get_content_type_for_model(Edition),
        object_id=None,
        object_repr="The draft",
        action_flag=CHANGE,
        change_message="\n".join(
            [f"Imported {', '.join(plan.files)}: {changes} to the draft.", *labels]
        ),
    )
    messages.success(
        request,
        f"{changes} imported into the draft. "
        + ("Visitors see them once you publish." if current else "Nothing is published yet."),
    )
    return "", plan


@archiving
def export_view(request: HttpRequest) -> HttpResponseBase:
    """Send the draft, or an edition, as an archive of content files; with ``file``, one of them."""
    edition = request.GET.get("edition", "")
    if not request.user.has_perm(SEES_EDITIONS if edition else SEES_DRAFT):
        raise PermissionDenied
    if edition and not (edition.isdecimal() and len(edition) < 10):
        raise Http404(f"There is no edition {edition[:20]!r}.")
    texts = file_texts(document_of(int(edition)) if edition else draft_document())
    if path := request.GET.get("file", ""):
        if path not in texts:
            raise Http404(f"There is no content file {path!r}.")
        return attachment(texts[path].encode(), path.rpartition("/")[2], "application/yaml")
    name = f"rolesite-edition-{int(edition)}.zip" if edition else "rolesite-draft.zip"
    return attachment(_archive(texts), name, "application/zip")


def _archive(texts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in texts.items():
            entry = zipfile.ZipInfo(f"content/{path}", ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return buffer.getvalue()
