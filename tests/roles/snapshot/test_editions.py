"""Editions: frozen, numbered, read by everybody, changed by nobody."""

import copy
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from roles.draft.services import content_hash, draft_document, draft_snapshot
from roles.models import Edition, Requirement, Role
from roles.models.edition import EditionIsImmutable
from roles.publishing.services import CannotPublish, NothingToPublish, PublishedMeanwhile, publish
from roles.snapshot import editions
from roles.snapshot.editions import (
    SCHEMA,
    Snapshot,
    UnknownEdition,
    current_edition_key,
    current_snapshot,
    snapshot_of,
)
from tests.editions import LATER


def test_the_draft_of_the_seed_content_is_the_document_of_its_files(
    draft: Edition, seed_document: dict[str, Any]
) -> None:
    assert draft_document() == seed_document
    assert draft.content_hash == content_hash(seed_document)


def test_a_change_is_seen_only_once_it_is_published(draft: Edition) -> None:
    Role.objects.filter(slug="project-manager").update(
        summary="A line that only this test publishes."
    )
    before = current_snapshot()
    assert before
    assert before.number == 1
    assert before.role("project-manager").summary != "A line that only this test publishes."  # type: ignore[union-attr]

    publish(note="Shorter.", author=None, now=LATER)

    after = current_snapshot()
    assert after
    assert (after.number, after.note, after.published_at) == (2, "Shorter.", LATER)
    assert after.role("project-manager").summary == "A line that only this test publishes."  # type: ignore[union-attr]
    assert snapshot_of(1).role("project-manager") == before.role("project-manager")


def test_who_published_is_kept(draft: Edition) -> None:
    editor = User.objects.create_user("editor")
    Role.objects.filter(slug="project-manager").update(summary="A new line.")
    publish(note="Shorter.", author=editor, now=LATER)
    assert Edition.objects.get(number=2).published_by == editor


def test_publishing_nothing_new_is_refused(draft: Edition) -> None:
    with pytest.raises(NothingToPublish):
        publish(note="Again.", author=None, now=LATER)
    assert Edition.objects.count() == 1


def test_of_two_who_publish_at_once_one_is_told(
    draft: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    Role.objects.filter(slug="project-manager").update(summary="A new line.")
    monkeypatch.setattr("roles.publishing.services.current_edition_key", lambda **_: None)
    with pytest.raises(PublishedMeanwhile):
        publish(note="Too late.", author=None, now=LATER)
    assert Edition.objects.count() == 1


def test_every_problem_of_the_draft_is_named_and_nothing_is_published(draft: Edition) -> None:
    pm = Role.objects.get(slug="project-manager")
    tpm = Role.objects.get(slug="technical-project-manager")
    Role.objects.filter(pk=tpm.pk).update(accent=pm.accent)
    Requirement.objects.filter(role=pm).update(importance=3, must_have_level=None)
    with pytest.raises(CannotPublish) as refused:
        publish(note="Broken.", author=None, now=LATER)
    messages = {problem.file: problem.message for problem in refused.value.errors}
    assert "same colour as Project Manager" in messages[f"roles/{tpm.slug}.yaml"]
    assert "nearly everything has the same importance" in messages[f"roles/{pm.slug}.yaml"]
    assert Edition.objects.count() == 1


def test_rows_of_the_wrong_shape_are_named_with_their_place(draft: Edition) -> None:
    Role.objects.filter(slug="project-manager").update(summary="")
    with pytest.raises(CannotPublish) as refused:
        publish(note="Broken.", author=None, now=LATER)
    (problem,) = refused.value.errors
    assert (problem.file, problem.location) == ("roles/project-manager.yaml", ("summary",))


def test_a_role_that_is_not_ready_stays_off_the_site(draft: Edition) -> None:
    before = draft_document()
    Role.objects.create(
        slug="scrum-master",
        name="Scrum Master",
        short_name="SM",
        accent="amber",
        summary="Later.",
        description="Not described yet.",
    )
    assert draft_document() != before
    publish(note="With a role that waits.", author=None, now=LATER)
    snapshot = snapshot_of(2)
    assert "scrum-master" not in {role.slug for role in snapshot.roles.roles}
    assert snapshot.role("scrum-master") is None
    assert draft_snapshot().role("scrum-master") is not None


def test_a_published_edition_never_changes(published: Edition) -> None:
    published.note = "Rewritten."
    with pytest.raises(EditionIsImmutable):
        published.save()
    with pytest.raises(EditionIsImmutable):
        published.delete()
    with pytest.raises(EditionIsImmutable):
        Edition.objects.update(note="Rewritten.")
    with pytest.raises(EditionIsImmutable):
        Edition.objects.all().delete()
    assert Edition.objects.get().note == "The first edition."


def test_without_an_edition_there_is_no_catalogue(db: None) -> None:
    assert current_edition_key() is None
    assert current_snapshot() is None


def test_an_unknown_edition_is_named_with_the_known_ones(published: Edition) -> None:
    with pytest.raises(UnknownEdition, match=r"no edition 7\. Editions: 1 to 1\."):
        snapshot_of(7)


def test_an_edition_is_parsed_once_and_then_costs_one_query(
    snapshot: Snapshot, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    current_snapshot()
    with django_assert_num_queries(1):
        again = current_snapshot()
    assert again is snapshot


def test_while_the_database_is_away_the_last_edition_stays_in_force(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert current_snapshot() is snapshot

    def away(*args: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(Edition.objects, "order_by", away, raising=False)
    assert current_snapshot() is snapshot


def test_a_process_that_has_seen_no_edition_says_that_the_database_is_away(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(editions, "_last_seen", None)
    monkeypatch.setattr(Edition.objects, "order_by", away, raising=False)
    with pytest.raises(OperationalError):
        current_snapshot()


def test_collecting_the_draft_costs_the_same_for_more_rows(draft: Edition) -> None:
    draft_document()
    with CaptureQueriesContext(connection) as few:
        draft_document()
    role = Role.objects.get(slug="project-manager")
    for index in range(20):
        role.responsibilities.create(title=f"Another {index}", text="Text.")
    with CaptureQueriesContext(connection) as many:
        draft_document()
    assert len(many) == len(few)


def test_the_hash_tells_documents_apart_by_what_they_say(seed_document: dict[str, Any]) -> None:
    turned = {key: seed_document[key] for key in reversed(seed_document)}
    assert content_hash(turned) == content_hash(seed_document)
    grown = copy.deepcopy(seed_document)
    grown["sections"]["roles"]["roles"][0]["a_newer_field"] = []
    grown["sections"]["roles"]["a_newer_list"] = []
    assert content_hash(grown) == content_hash(seed_document)
    zero = copy.deepcopy(seed_document)
    options = zero["sections"]["assessments"]["facts"][0]["options"]
    assert options[0]["points"] is None
    options[0]["points"] = 0.0
    assert content_hash(zero) != content_hash(seed_document)
    changed = copy.deepcopy(seed_document)
    changed["sections"]["roles"]["roles"][0]["name"] += " "
    assert content_hash(changed) != content_hash(seed_document)


def test_an_edition_from_before_a_section_was_added_stays_readable(
    seed_document: dict[str, Any],
) -> None:
    older = {"schema": SCHEMA, "sections": {"roles": seed_document["sections"]["roles"]}}
    assert set(editions.parse_document(older)) == {"roles"}


@pytest.mark.usefixtures("draft")
def test_the_draft_can_be_read_as_an_edition_that_is_not_published_yet() -> None:
    Role.objects.filter(slug="project-manager").update(summary="Only in the draft.")
    snapshot = draft_snapshot()
    role = snapshot.role("project-manager")
    assert role is not None
    assert role.summary == "Only in the draft."
    assert (snapshot.number, snapshot.published_at) == (0, None)
    assert Edition.objects.count() == 1
