"""What counts as a change between two results, also when their editions differ."""

from __future__ import annotations

from dataclasses import replace

from assessments.evaluation.history import Dial, Point, Taking, compare, points
from assessments.evaluation.result import Result, result_of
from roles.snapshot.editions import Snapshot
from tests.assessments.factories import NOW
from tests.assessments.sheets import PM, Answers, edition, person, technical

BEFORE = person({"pm": 2, "tpm": 2, "soft": 2}, {"pm": 1, "tpm": 0, "soft": 0})


def scored(answers: Answers, snapshot: Snapshot) -> Result:
    return result_of(snapshot, dict(answers))


def taking(key: str, answers: Answers, snapshot: Snapshot) -> Taking:
    return Taking(key, NOW, scored(answers, snapshot), snapshot)


def test_the_same_answers_move_nothing() -> None:
    same = scored(BEFORE, edition())
    found = compare(same, same, edition())
    assert not found.real
    assert found.levels == ()
    assert found.levels_known > 0
    assert found.same_answers == found.both_answered == len(same.answers)


def test_a_large_change_is_real_and_the_largest_level_stands_first() -> None:
    found = compare(scored(BEFORE, edition()), scored(technical(), edition()), edition())
    assert (PM, Dial.READINESS) in found.real
    sizes = [abs(move.after - move.before) for move in found.levels]
    assert sizes
    assert sizes == sorted(sizes, reverse=True)


def test_a_change_within_the_error_of_both_is_none() -> None:
    before = scored(BEFORE, edition())
    role = before.role(PM)
    assert role.readiness is not None
    assert role.readiness_error is not None

    def moved_by(points_more: float) -> bool:
        assert role.readiness is not None
        later = replace_role(before, role.readiness + points_more)
        return (PM, Dial.READINESS) in compare(before, later, edition()).real

    # The error of the difference of two equally sure scores is √2 times that of one.
    error = 2**0.5 * role.readiness_error
    assert not moved_by(error)
    assert moved_by(3 * error)


def replace_role(result: Result, readiness: float) -> Result:
    roles = [
        each.model_copy(update={"readiness": readiness}) if each.slug == PM else each
        for each in result.roles
    ]
    return result.model_copy(update={"roles": type(result.roles)(roles)})


def test_what_is_not_known_has_not_moved() -> None:
    before = scored(BEFORE, edition())
    unknown = before.model_copy(
        update={
            "roles": type(before.roles)(
                each.model_copy(update={"readiness": None, "readiness_error": None})
                for each in before.roles
            )
        }
    )
    real = compare(unknown, scored(technical(), edition()), edition()).real
    assert (PM, Dial.READINESS) not in real


def test_results_of_other_editions_are_scored_again_under_the_newest() -> None:
    later = replace(edition(), number=edition().number + 1)
    first, newest = points([taking("a", BEFORE, edition()), taking("b", technical(), later)])
    assert first.is_rescored
    assert first.compared.edition == newest.compared.edition == later.number
    assert first.taking.result.edition == edition().number
    assert not newest.is_rescored
    assert not compare(first.compared, scored(BEFORE, later), later).levels, (
        "An edition that asks the same moves nobody."
    )


def test_results_of_one_edition_are_left_as_they_are() -> None:
    found = points([taking("a", BEFORE, edition()), taking("b", technical(), edition())])
    assert [type(point) for point in found] == [Point, Point]
    assert found[0].compared is found[0].taking.result
    assert points([]) == ()
