"""What differs between two documents: found, named, applied one by one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.draft.differences import DoesNotApply, apply, completed, differences, without
from roles.draft.wording import ChangeKind, Difference, changed_words, grouped, said

Document = dict[str, Any]

word = st.sampled_from(["", "plan", "plan the work", "plan the work well", "budget", "people"])
title = st.sampled_from(["Plan", "Plan it", "Plan it well", "Lead", "Lead people", "Test"])
number = st.sampled_from([0.0, 1.0, 2.5, 3.0])
part = st.fixed_dictionaries({"title": title, "text": word}, optional={"without_it": word})
requirement = st.fixed_dictionaries(
    {"competency": st.sampled_from("abcd"), "importance": number},
    optional={"must_have_level": st.none() | number},
)


def lists(elements: st.SearchStrategy[Any], key: str | None = None) -> st.SearchStrategy[Any]:
    return st.lists(elements, max_size=5, unique_by=(lambda each: each[key]) if key else None)


roles = st.fixed_dictionaries(
    {
        "slug": st.sampled_from("xyz"),
        "name": title,
        "requirements": lists(requirement, "competency"),
    },
    optional={"responsibilities": lists(part), "strengths": word},
)
items = st.fixed_dictionaries(
    {"key": st.sampled_from(["B01", "B02", "F01"]), "is_active": st.booleans(), "stem": word},
    optional={
        "options": lists(st.fixed_dictionaries({"text": title, "score": number})),
        "a": st.none() | st.fixed_dictionaries({"competency": st.sampled_from("abcd")}),
    },
)
competencies = st.fixed_dictionaries({"key": st.sampled_from("abcd"), "name": title})
documents = st.builds(
    lambda own, quiz, news: {
        "schema": 1,
        "sections": {"roles": own} | ({"assessments": quiz} if quiz else {}) | news,
    },
    st.fixed_dictionaries(
        {"competencies": lists(competencies, "key"), "roles": lists(roles, "slug")}
    ),
    st.none() | st.fixed_dictionaries({"items": lists(items, "key"), "settings": st.none()}),
    st.sampled_from([{}, {"later": {"words": [{"key": "a", "text": "A"}, {"key": "b"}]}}]),
)


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_all_differences_together_turn_one_document_into_the_other(
    before: Document, after: Document
) -> None:
    untouched = copy.deepcopy(before)
    changed = before
    for difference in differences(before, after):
        changed = apply(changed, difference)
    assert said(changed) == said(after)
    assert before == untouched


@settings(max_examples=60, deadline=None)
@given(documents)
def test_equal_documents_do_not_differ(document: Document) -> None:
    assert differences(document, copy.deepcopy(document)) == ()


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_documents_without_a_difference_say_the_same(before: Document, after: Document) -> None:
    assert bool(differences(before, after)) == (said(before) != said(after))


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_what_is_added_one_way_is_removed_the_other_way(before: Document, after: Document) -> None:
    there, back = differences(before, after), differences(after, before)

    def paths(found: tuple[Difference, ...], kind: ChangeKind) -> set[tuple[str, ...]]:
        return {each.path for each in found if each.kind is kind and len(each.path) == 3}

    assert paths(there, ChangeKind.ADDED) == paths(back, ChangeKind.REMOVED)
    assert paths(there, ChangeKind.REMOVED) == paths(back, ChangeKind.ADDED)


@settings(max_examples=60, deadline=None)
@given(documents, documents, st.data())
def test_each_difference_applies_alone_and_each_can_be_left_out(
    before: Document, after: Document, data: st.DataObject
) -> None:
    found = differences(before, after)
    assert len({each.id for each in found}) == len(found)
    if not found:
        return
    one = data.draw(st.sampled_from(found))
    alone = apply(before, one)
    assert len(differences(before, alone)) <= 1
    left = without(before, found, one.id)
    assert {each.id for each in differences(before, left)} <= {each.id for each in found}


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_every_shown_difference_stands_in_exactly_one_group(
    before: Document, after: Document
) -> None:
    found = differences(before, after)
    shown = [each for group in grouped(found) for each in group.differences]
    assert sorted(each.id for each in shown) == sorted(each.id for each in found if not each.silent)
    assert all(each.label for each in shown)


def edited(document: Document, edit: Callable[[Document], object]) -> tuple[Difference, ...]:
    after = copy.deepcopy(document)
    edit(after["sections"])
    return differences(document, after)


def labels(found: tuple[Difference, ...]) -> list[str]:
    return [each.label for each in found if not each.silent]


def role(sections: Document, slug: str = "technical-project-manager") -> Document:
    found: Document = next(each for each in sections["roles"]["roles"] if each["slug"] == slug)
    return found


def by_key(elements: list[Document], key: str, name: str = "key") -> Document:
    return next(each for each in elements if each[name] == key)


def test_a_changed_weight_is_named_by_role_and_competency(seed_document: Document) -> None:
    def edit(sections: Document) -> None:
        by_key(role(sections)["requirements"], "budget_management", "competency")["importance"] = (
            3.5
        )

    assert labels(edited(seed_document, edit)) == [
        "Technical Project Manager › Budget management: importance 1 → 3.5"
    ]


def test_a_changed_question_is_named_by_its_key_and_its_words_are_marked(
    seed_document: Document,
) -> None:
    def edit(sections: Document) -> None:
        question = by_key(sections["assessments"]["items"], "B03")
        question["stem"] = question["stem"].split()[0] + " x" * 40

    (found,) = edited(seed_document, edit)
    assert found.label == "Question B03: question text changed"
    assert [piece.kind for piece in changed_words(found.before, found.after)] == [
        "same", "removed", "added",
    ]  # fmt: skip


def test_a_part_with_a_new_title_is_the_same_part(seed_document: Document) -> None:
    def edit(sections: Document) -> None:
        role(sections)["responsibilities"][0]["title"] = "Deep knowledge"

    (found,) = edited(seed_document, edit)
    assert found.kind is ChangeKind.CHANGED
    assert found.path[-2:] == ("Technical expertise", "title")


def test_the_order_of_fields_says_nothing(seed_document: Document) -> None:
    """A database may keep the fields of a document in another order."""

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: turned(value[name]) for name in reversed(value)}
        return [turned(each) for each in value] if isinstance(value, list) else value

    after = copy.deepcopy(seed_document)
    part = role(after["sections"])["responsibilities"][0]
    part |= {"title": "Deep knowledge", "text": "Something else altogether, in other words."}
    role(after["sections"])["summary"] = "Another line."
    assert labels(differences(seed_document, turned(after))) == labels(
        differences(seed_document, after)
    )


def test_moving_one_part_is_one_difference(seed_document: Document) -> None:
    def edit(sections: Document) -> None:
        parts = role(sections)["responsibilities"]
        parts.insert(0, parts.pop())

    (found,) = edited(seed_document, edit)
    assert found.label.endswith("“Cross-functional collaboration”: moved from place 5 to place 1")


def test_moving_a_competency_counts_once_though_every_role_lists_its_own(
    seed_document: Document,
) -> None:
    def edit(sections: Document) -> None:
        for elements in (
            sections["roles"]["competencies"],
            *(each["requirements"] for each in sections["roles"]["roles"]),
        ):
            elements.insert(0, elements.pop())

    assert labels(edited(seed_document, edit)) == ["Organisation: moved from place 16 to place 1"]


def test_codes_and_keys_are_shown_in_the_words_of_the_desk(seed_document: Document) -> None:
    def edit(sections: Document) -> None:
        role(sections)["certifications"][0]["strength"] = "required"
        by_key(sections["assessments"]["items"], "F03")["a"]["competency"] = "leadership"
        question = by_key(sections["assessments"]["items"], "B01")
        question |= {"is_active": False, "reason": "Old."}
        sections["assessments"]["settings"]["delta_min"] = 4.0

    assert labels(edited(seed_document, edit)) == [
        "Technical Project Manager › Project Management Professional (PMP): "
        "strength Helpful → Usually required",
        "Question B01: asked yes → no",
        "Question B01: why it is asked changed",
        "Question F03 › side A: what it speaks for Risk management → Leadership",
        "Scoring settings: smallest difference 10.5 → 4",
    ]


def test_what_is_added_or_removed_says_what_it_holds(seed_document: Document) -> None:
    def edit(sections: Document) -> None:
        del role(sections)["responsibilities"][0]

    (found,) = edited(seed_document, edit)
    assert found.label == (
        "Technical Project Manager › responsibility “Technical expertise”: removed"
    )
    assert found.lines[0] == ("title", "Technical expertise")


def test_an_empty_field_that_a_newer_release_adds_is_no_difference(seed_document: Document) -> None:
    def edit(sections: Document) -> None:
        role(sections)["motto"] = ""
        sections["roles"]["later"] = []

    assert edited(seed_document, edit) == ()


def test_a_difference_without_its_place_is_refused(seed_document: Document) -> None:
    (found,) = edited(seed_document, lambda s: role(s).update(summary="Another line."))
    emptied = copy.deepcopy(seed_document)
    emptied["sections"]["roles"]["roles"].pop(1)
    with pytest.raises(DoesNotApply, match="no place for “Technical Project Manager: in one line"):
        apply(emptied, found)


def test_a_phrase_is_marked_as_one_and_a_word_before_a_new_sign_stays() -> None:
    pieces = changed_words("to its goal within time and budget.", "to its goal, on its day.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "to its goal"),
        ("removed", " within time and budget"),
        ("added", ", on its day"),
        ("same", "."),
    ]


def test_long_texts_show_the_change_with_some_words_around() -> None:
    text = "one two three four five six seven eight nine ten " * 6
    pieces = changed_words(f"{text}red fox. {text}", f"{text}blue fox. {text}")
    assert [piece.kind for piece in pieces] == ["cut", "same", "removed", "added", "same", "cut"]
    assert pieces[2].text.strip() == "red"
    assert pieces[3].text.strip() == "blue"
    assert len(pieces[1].text.split()) == 12


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_from_the_marked_one(before: str, after: str) -> None:
    pieces = changed_words(before, after, context=10_000)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_an_older_document_takes_only_fields_it_never_had_from_the_draft(
    seed_document: Document,
) -> None:
    old = copy.deepcopy(seed_document)
    role(old["sections"])["name"] = "Old name"
    role(old["sections"])["namesakes"] = []
    del role(old["sections"])["week"]
    del old["sections"]["assessments"]["steps"]
    filled = completed(old, seed_document)
    mine, theirs = role(filled["sections"]), role(seed_document["sections"])
    assert mine["week"] == theirs["week"]
    assert (mine["name"], mine["namesakes"]) == ("Old name", [])
    assert (
        filled["sections"]["assessments"]["steps"]
        == seed_document["sections"]["assessments"]["steps"]
    )
