"""Lists of the desk and of the site under every odd query string: none ends in a 500."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from roles.models import Edition
from tests.desk import signed_in

LOOKUPS = (
    "name__regex=",
    "type__iregex=",
    "options__text__regex=",
    "password__regex=",
    "username__contains=",
    "id__exact=",
    "pk__in=",
    "position__gte=",
    "facts__read_on__gte=",
    "facts__read_on__year=",
    "competency__id__exact=",
    "edition__number=",
    "is_active__exact=",
)
NAMES = (
    "all after before country e edition file first kind last months o p page pop q quarter question"
    " sort text type who _facets _popup _to_field"
)
VALUES = ("(", "-1", "9" * 5000, "1.5", "\x00", "²", "é\u202e", "9999-12-31", "0001-01-01", "")
ENCODED = [*map(quote, VALUES), "%ED%A0%BD", "%FF"]
DESK = (
    "assessments_statistics",
    "assessments_export",
    "assessments_codebook",
    "history",
    "impact",
    "preview",
    "roles_edition_changes",
    "roles_edition_content",
    "roles_edition_export",
    "roles_edition_publish",
    "roles_role_profiles",
    "roles_certification_to_check",
    "index",
    "login",
    "typed",
)
PUBLIC = (
    "/",
    "/roles/",
    "/compare/",
    "/certificates/",
    "/certificates/which/",
    "/certificates/choose/",
    "/search/",
    "/changes/",
    "/changes/feed/",
    "/quiz/",
    "/how-it-works/",
    "/how-it-works/method/",
    "/how-technical/",
    "/two-chairs/",
    "/roles/neighbours/",
    "/questions/",
)


def _mixed(names: Sequence[str], values: Sequence[str]) -> list[str]:
    """Return query strings in which every name has every value once, beside different others.

    A page that looks no further than its first bad value still meets all of them.
    """
    return [
        "&".join(f"{name}={values[(turn + n) % len(values)]}" for n, name in enumerate(names))
        for turn in range(len(values))
    ]


def _try(client: Client, url: str, queries: list[str]) -> None:
    client.raise_request_exception = False
    found = [(query[:40], client.get(f"{url}?{query}").status_code) for query in queries]
    assert [each for each in found if each[1] >= 500] == [], url


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_no_filter_of_a_list_ends_in_a_500(
    draft: Edition, model: type, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    options = model._meta  # type: ignore[attr-defined]
    url = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    # Django refuses a list at its first lookup that it does not know, so each is tried alone.
    values = (quote("("), "9" * 5000, "%00")
    queries = [f"{lookup}{values[n % 3]}" for n, lookup in enumerate(LOOKUPS)]
    queries += _mixed(("o", "p", "q", "e", "all"), ENCODED)
    _try(signed_in(superuser=True), url, queries)
    assert "not reachable" not in caplog.text


@pytest.mark.parametrize("page", [*DESK, *PUBLIC])
def test_no_query_string_ends_in_a_500(draft: Edition, page: str) -> None:
    is_public = page.startswith("/")
    client = Client() if is_public else signed_in(superuser=True)
    url = page if is_public else reverse(f"admin:{page}")
    _try(client, url, _mixed(NAMES.split(), ENCODED))


@pytest.mark.parametrize("chosen", ["project-manager", "", "-1", "9" * 5000, "\x00", "²"])
def test_no_row_that_is_chosen_in_a_list_ends_in_a_500(draft: Edition, chosen: str) -> None:
    client = signed_in(superuser=True)
    for path in ("/admin/roles/depthlevel/", "/admin/assessments/item/", "/admin/auth/user/"):
        sent = {"action": "delete_selected", "_selected_action": [chosen, "1"], "post": "yes"}
        assert client.post(path, sent).status_code == 400, path
