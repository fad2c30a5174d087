"""Preview the site as a visitor would see it with the draft or an older edition. Stores nothing.

The address of the preview stands before every public address: ``/admin/preview/roles/`` is
``/roles/`` of the draft, ``/admin/preview/3/roles/`` that of edition 3. The same views run there
with the same templates; only what they take for the current edition differs, and every link they
make stays inside the preview. Pages kept for visitors are neither used nor touched.

A draft that cannot be published yet is shown as far as possible: the pages of the quiz say instead
what to fix first, and so does every page that the errors break.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import (
    Resolver404,
    ResolverMatch,
    URLPattern,
    get_script_prefix,
    path,
    resolve,
    reverse,
    set_script_prefix,
)
from django.views.decorators.csrf import csrf_exempt

from assessments.instrument.preview_answers import example_answers, token_of
from roles.draft.services import draft_document, errors_of, readable_snapshot, snapshot_of_draft
from roles.editing.pages import desk_page
from roles.publishing.desk import with_links
from roles.publishing.services import PERMISSION as PUBLISH
from roles.publishing.services import snapshot_also_scheduled, unpublished_changes
from roles.snapshot.editions import Snapshot, UnknownEdition, current_edition_key, previewing
from rolesite.preview.edit_links import edit_links

logger = logging.getLogger(__name__)

PERMISSION = "roles.view_role"

# What only a stored result has, and what is not for readers.
NOT_PREVIEWED = {
    *("account_schema", "csp_report", "robots", "sitemap"),
    *("assessments:result_csv", "assessments:result_json", "assessments:result_delete"),
    *("assessments:shared", "assessments:shares", "assessments:share_revoke"),
    *("assessments:peer_feedback", "assessments:peer_feedback_draw"),
    *("assessments:invitation_revoke", "assessments:quiz_answer"),
}
# Where visitors answer for somebody else, and pages that belong to a person who signed in.
NOT_PREVIEWED_BELOW = ("/rate/", "/shared/")
ELSEWHERE = ("/account/", "/admin/")
# Beside reading, what opens and closes a transaction: those store nothing by themselves.
READS = ("SELECT", "EXPLAIN", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


class PreviewWriteError(Exception):
    """A previewed page tried to write to the database; the statement was not run."""


def examples_of(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return label and address of example results: one for each role, and one between all."""
    if "assessments" not in snapshot.sections:
        return []
    roles = snapshot.quiz_roles.roles
    wanted = [(role.name, [role]) for role in roles]
    if len(roles) > 1:
        wanted.append(("A mix of both" if len(roles) == 2 else "A mix of all", list(roles)))
    return [
        (label, reverse("assessments:result", args=[token_of(answers)]))
        for label, those in wanted
        if (answers := example_answers(snapshot, those))
    ]


def preview_urls(own: Callable[[Any], Any]) -> list[URLPattern]:
    """Return the URL patterns of the preview; ``own`` lets only the staff see a view."""
    # Public forms carry no token, and there is nothing here to write to.
    guarded, edit = own(csrf_exempt(preview_view)), own(edit_view)
    return [
        path("preview/", guarded, name="preview"),
        path("preview/edit/<path:rest>", edit),
        path("preview/edit/", edit),
        path("edit/", edit, name="edit_links"),
        path("preview/<int:number>/", guarded, name="preview_edition"),
        path("preview/<int:number>/<path:rest>", guarded),
        path("preview/<path:rest>", guarded, name="preview_page"),
    ]


@permission_required(PERMISSION, raise_exception=True)
def preview_view(
    request: HttpRequest, rest: str = "", number: int | None = None
) -> HttpResponseBase:
    """Return the public page at ``rest``, as it is under the draft or under edition ``number``."""
    home = reverse("admin:preview") if number is None else f"{reverse('admin:preview')}{number}/"
    inner = f"/{rest}"
    if inner.startswith(ELSEWHERE):
        return HttpResponseRedirect(inner)
    snapshot, blocking_errors = _draft() if number is None else (_edition(number), [])
    match = _match(inner)
    # A page that asks or scores needs a draft without an error.
    is_of_quiz = match is not None and match.app_name == "assessments"
    if snapshot is None or (blocking_errors and is_of_quiz):
        return _errors_page(request, blocking_errors, may_look_on=snapshot is not None)
    current = current_edition_key()
    is_changed = current is None or current.content_hash != snapshot.content_hash
    request.preview = {  # type: ignore[attr-defined]  # what the page says about itself
        "number": number,  # None for the draft
        "is_changed": is_changed,
        # Unpublished ones; None before anything is published.
        "changes": unpublished_changes() if is_changed and number is None else 0,
        "errors": len(blocking_errors),  # what must be fixed before the draft can be published
        "errors_url": f"{home}{reverse('assessments:quiz_start')[1:]}",
        "changes_url": reverse("admin:roles_edition_changes"),
        "desk_url": reverse("admin:index"),
        "publish_url": (
            reverse("admin:roles_edition_publish") if request.user.has_perm(PUBLISH) else ""
        ),
        "edit_url": f"{home}edit{inner}" if number is None else "",
        "examples": partial(examples_of, snapshot),
    }
    try:
        return _previewed(request, inner, home, snapshot)
    except Exception:
        if not blocking_errors:
            raise
        logger.info("The errors of the draft break its page %s.", inner, exc_info=True)
        return _errors_page(request, blocking_errors, may_look_on=inner != "/")


@permission_required(PERMISSION, raise_exception=True)
def edit_view(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Redirect to the screen where the previewed page at ``rest`` is edited, or list several."""
    page = request.GET.get("page", f"/{rest}")
    links = edit_links(page)
    if len(links) == 1:
        return HttpResponseRedirect(links[0].url)
    if request.path != (listed := reverse("admin:edit_links")):
        return HttpResponseRedirect(f"{listed}?{urlencode({'page': page})}")
    return desk_page(request, "edit_links", title="Edit this page", links=links)


def _draft() -> tuple[Snapshot | None, list[dict[str, Any]]]:
    """Return the draft, as far as it can be read, and what stops it from being published."""
    document = draft_document()
    blocking_errors = with_links(errors_of(document), warnings=False)
    return (readable_snapshot if blocking_errors else snapshot_of_draft)(document), blocking_errors


def _edition(number: int) -> Snapshot:
    try:
        return snapshot_also_scheduled(number)
    except UnknownEdition as error:
        raise Http404(str(error)) from error


def _match(inner: str) -> ResolverMatch | None:
    try:
        return resolve(inner)
    except Resolver404:
        return None


def _previewed(request: HttpRequest, inner: str, home: str, snapshot: Snapshot) -> HttpResponseBase:
    """Answer ``request`` as if it had been for the public address ``inner``."""
    outer = request.path_info, request.resolver_match
    with ExitStack() as stack:
        stack.enter_context(previewing(snapshot))
        stack.enter_context(_addresses_below(home))
        stack.enter_context(connection.execute_wrapper(_refuse_writes))
        request.path_info = inner
        try:
            match = request.resolver_match = _match(inner)
            if match is None:
                if not inner.endswith("/") and _match(f"{inner}/"):
                    return HttpResponseRedirect(f"{home}{inner[1:]}/")
                return render(request, "404.html", status=404)
            if match.view_name in NOT_PREVIEWED or inner.startswith(NOT_PREVIEWED_BELOW):
                return render(request, "rolesite/preview/not_previewed.html", status=404)
            view: Callable[..., HttpResponseBase] = match.func
            return view(request, *match.args, **match.kwargs)
        except Http404:
            return render(request, "404.html", status=404)
        finally:
            request.path_info, request.resolver_match = outer


@contextmanager
def _addresses_below(prefix: str) -> Iterator[None]:
    """Prefix every address that is made inside a ``with`` block."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def _refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    """Raise ``PreviewWriteError`` for a write, in case a service does not skip it by itself."""
    if not sql.lstrip(" (\n").upper().startswith(READS):
        raise PreviewWriteError(f"A preview stores nothing, so this was not run: {sql[:60]}…")
    return execute(sql, params, many, context)


def _errors_page(
    request: HttpRequest, blocking_errors: list[dict[str, Any]], *, may_look_on: bool
) -> HttpResponseBase:
    """Return a page that says why the draft cannot be shown, with links to fix each error."""
    return desk_page(
        request,
        "preview_errors",
        title="Preview",
        blocking_errors=blocking_errors,
        may_look_on=may_look_on,
    )
