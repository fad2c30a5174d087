"""Which of two roles a project needs: said first for every pair, each one click away."""

from __future__ import annotations

import html as markup
import re
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from roles.content.files import write_files
from roles.models import Edition
from roles.models.choices import Strength
from roles.pages.comparison import Side, compare
from roles.pages.presenters.brief import job_advert
from roles.snapshot.editions import Snapshot
from roles.snapshot.values import Requirement, Role, RoleCertification
from tests.editions import publish_document, read_document, whole_document
from tests.roles.pages.page_parts import PM, TPM, text_of
from tests.roles.role_values import role, section

PAIRS = [
    (one["slug"], other["slug"])
    for one, other in permutations(whole_document()["sections"]["roles"]["roles"], 2)
]
LISTS = ("choose_first", "choose_second", "choose_both")
# A line of a phone holds about 33 letters: longer points push the answer out of its screen.
LONGEST_POINT, MOST_POINTS = 45, 3


def words_of(html: str) -> str:
    return markup.unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


@pytest.mark.parametrize("pair", whole_document()["sections"]["roles"]["pairs"])
def test_each_pair_has_three_short_lists_that_complete_their_sentence(pair: dict[str, Any]) -> None:
    for name in LISTS:
        points = pair[name].splitlines()
        assert 1 <= len(points) <= MOST_POINTS, name
        for point in points:
            assert len(point) <= LONGEST_POINT, point
            assert point == point.strip().rstrip(".,;")


def test_every_two_roles_have_a_pair_and_their_page_says_first_which_one_to_choose(
    client: Client, whole_snapshot: Snapshot
) -> None:
    for slugs in PAIRS:
        pair = whole_snapshot.pair(*slugs)
        assert pair, slugs
        head = text_of(client, f"/compare/{slugs[0]}/{slugs[1]}/").partition("<figure")[0]
        said = words_of(head[head.index("<h1") :])
        texts = {pair.first: pair.choose_first, pair.second: pair.choose_second}
        marks = [role.short_name for role in map(whole_snapshot.role, slugs) if role]
        wanted = ["Which one does a project need?"]
        for who, text in zip(
            [f"the {marks[0]}", f"the {marks[1]}", "both"],
            [*(texts[slug] for slug in slugs), pair.choose_both],
            strict=True,
        ):
            wanted += [f"Choose {who} when", *text.splitlines()]
        places = [said.find(each) for each in wanted]
        assert -1 not in places, (slugs, wanted[places.index(-1)])
        assert places == sorted(places), slugs
        assert "Text for a job advert" in said


def test_every_pair_is_reached_from_the_matrix_with_what_the_two_share(
    client: Client, whole_snapshot: Snapshot
) -> None:
    html = text_of(client, "/compare/")
    links = re.findall(r'<td><a href="/compare/([\w-]+)/([\w-]+)/">(.*?)</a>', html, re.DOTALL)
    slugs = [role.slug for role in whole_snapshot.roles.roles]
    assert [(one, other) for one, other, _ in links] == list(permutations(slugs, 2))
    for one, other, inside in links:
        pair = [whole_snapshot.role(slug) for slug in (one, other)]
        comparison = compare(whole_snapshot.roles.competencies, *pair)  # type: ignore[arg-type]
        shared = len(comparison.on(Side.BOTH))
        names = " and ".join(each.name for each in pair if each)
        assert words_of(inside).endswith(f"{shared} shared: compare {names}")


def test_the_text_for_an_advert_holds_what_its_role_does_and_needs(
    client: Client, whole_snapshot: Snapshot
) -> None:
    adverts = {each.slug: job_advert(whole_snapshot, each) for each in whole_snapshot.roles.roles}
    for slug, other in PAIRS:
        html = text_of(client, f"/compare/{slug}/{other}/")
        shown = dict(re.findall(r'<textarea[^>]*id="advert-([\w-]+)"[^>]*>([^<]*)<', html))
        assert {key: markup.unescape(text) for key, text in shown.items()} == {
            key: adverts[key] for key in (slug, other)
        }
    for each in whole_snapshot.roles.roles:
        head, *parts = adverts[each.slug].split("\n\n")
        lists = {name: points for name, *points in map(str.splitlines, parts[1:])}
        assert (head, parts[0]) == (each.name, words_of(parts[0]))
        duties = lists.pop("What you do")
        assert [line.split(": ")[0] for line in duties] == [
            f"- {duty.title}" for duty in each.responsibilities
        ]
        wanted = {entry.title: entry.strength for entry in each.qualifications}
        wanted |= {
            whole_snapshot.certification(entry.certification).name: entry.strength
            for entry in each.certifications
            if entry.strength is Strength.REQUIRED
        }
        assert {line[2:]: name for name, points in lists.items() for line in points} == {
            title: "Required" if strength is Strength.REQUIRED else "Helpful"
            for title, strength in wanted.items()
        }
        assert not re.search(r"\*\*|\]\(|^#", adverts[each.slug], re.MULTILINE)


def asking(slug: str, level: float, strengths: list[Strength | None]) -> Role:
    """Return a role that asks ``level`` on one competency and for certificates, ``None`` for no."""
    return role(
        slug,
        {},
        requirements=(Requirement(competency="care", importance=3, required_level=level),),
        soft_skills=({"competency": "care", "title": "Care", "text": slug},),
        certifications=tuple(
            RoleCertification(certification=f"c{number}", strength=strength, note=slug)
            for number, strength in enumerate(strengths)
            if strength
        ),
    )


STRENGTHS = st.lists(st.sampled_from([None, *Strength]), min_size=2, max_size=2)
LEVELS = st.sampled_from([40.0, 60.0])


@given(LEVELS, LEVELS, STRENGTHS, STRENGTHS)
def test_roles_differ_in_a_row_only_if_they_ask_for_something_else(
    here: float, there: float, ones: list[Strength | None], twos: list[Strength | None]
) -> None:
    one, two = asking("one", here, ones), asking("two", there, twos)
    comparison = compare(section(one, two).competencies, one, two)
    assert [comparison.differs(row) for row in comparison.soft_skills] == [here != there]
    differing = {row.subject for row in comparison.certifications if comparison.differs(row)}
    assert differing == {f"c{n}" for n in range(2) if ones[n] != twos[n]}


def test_a_pair_without_lists_shows_its_difference_first(
    client: Client, db: None, seed_document: dict[str, Any]
) -> None:
    roles = {**seed_document["sections"]["roles"]}
    roles["pairs"] = [
        {name: text for name, text in pair.items() if name not in LISTS} for pair in roles["pairs"]
    ]
    publish_document({**seed_document, "sections": {**seed_document["sections"], "roles": roles}})
    html = text_of(client, f"/compare/{PM}/{TPM}/")
    assert "Which one does a project need?" not in html
    assert '<div class="lead"><p>Both deliver projects.' in html


def test_the_lists_come_back_from_files_line_by_line(draft: Edition, tmp_path: Path) -> None:
    write_files(draft.document, tmp_path)
    (before,), (after,) = (
        each["sections"]["roles"]["pairs"] for each in (draft.document, read_document(tmp_path))
    )
    for name in LISTS:
        assert before[name]
        assert after[name] == before[name]
