"""The guidance that ships: weeks, ways in, interviews, depth levels, scenarios, exam rules.

Readers learn from these examples and plan by these rules. So every sum in an example is worked
out here again, and the rules are written down a second time, apart from the file. That all texts
are plain is checked with the rest of the content, in ``test_plain_words``.
"""

import re
from itertools import pairwise

import pytest

from roles.models.choices import ArtefactKind
from roles.snapshot.values import DepthLevel, Role, Scenario
from roles.templatetags.prose import prose
from tests.seed.content import ROLE_SLUGS, ROLES, SECTION

DEPTH_LEVELS = {depth_level.key: depth_level for depth_level in SECTION.depth_levels}

each_role = pytest.mark.parametrize("role", SECTION.roles, ids=lambda role: role.short_name)
each_depth_level = pytest.mark.parametrize(
    "depth_level", SECTION.depth_levels, ids=lambda depth_level: depth_level.key
)
each_scenario = pytest.mark.parametrize(
    "scenario", SECTION.scenarios, ids=lambda scenario: scenario.slug
)


def sentences(text: str) -> int:
    return len(re.findall(r"[.?](?=\s|$)", text))


# ------------------------------------------------------------------ week, ways in, interviews

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

STARTING_POINTS = {
    "PM": [
        "Coordinator or project assistant",
        "Developer",
        "Business analyst",
        "Team lead or operations manager",
        "Technical Project Manager",
        "Scrum Master",
        "Technical Program Manager",
        "Career changer or student",
    ],
    "TPM": [
        "Developer",
        "Systems engineer",
        "QA engineer",
        "Business analyst",
        "Coordinator or project assistant",
        "Project Manager",
        "Technical Program Manager",
        "Scrum Master",
    ],
}


@each_role
def test_a_week_runs_from_monday_to_friday(role: Role) -> None:
    days = [DAYS.index(re.split(r"\W", activity.when)[0]) for activity in role.week]

    assert 6 <= len(days) <= 9
    assert set(days) == set(range(len(DAYS)))
    assert all(earlier <= later for earlier, later in pairwise(days))


@pytest.mark.parametrize("short_name", STARTING_POINTS)
def test_a_role_of_the_quiz_has_the_common_starting_points(short_name: str) -> None:
    titles = [point.title for point in ROLES[short_name].starting_points]
    assert titles == STARTING_POINTS[short_name]


@each_role
def test_a_role_can_be_entered_from_other_jobs_and_from_other_roles(role: Role) -> None:
    origins = [point.from_role for point in role.starting_points]
    named = [origin for origin in origins if origin]
    assert None in origins
    assert len(named) >= 2
    assert len(named) == len(set(named))
    assert set(named) <= ROLE_SLUGS - {role.slug}


@each_role
def test_first_steps_are_a_short_list(role: Role) -> None:
    for point in role.starting_points:
        steps = point.first_steps.split("\n")

        assert 3 <= len(steps) <= 4, point.title
        assert all(step.startswith("- ") and step.endswith((".", "?", "”")) for step in steps)
        assert prose(point.first_steps).count("<li>") == len(steps)


@each_role
def test_interviews_ask_and_answers_show(role: Role) -> None:
    questions = [entry.question for entry in role.interview_questions]

    assert 6 <= len(questions) <= 8
    assert len(questions) == len(set(questions))
    # A question ends with its mark; "Tell us about …" and "Explain …" are requests.
    assert all(re.search(r"\?$|^(?:Tell|Explain)\b.*\.$", question) for question in questions)
    assert all(2 <= sentences(entry.good_answer) <= 4 for entry in role.interview_questions)


# ------------------------------------------------------------------ the depth levels


def table(depth_level: DepthLevel) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in depth_level.artefact.split("\n")]


def number(text: str) -> float:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    assert found, text
    return float(found.group().replace(",", ""))


def right_option(depth_level: DepthLevel) -> str:
    (right,) = [option.text for option in depth_level.options if option.is_right]
    return right


def test_the_depth_levels_climbs_in_five_even_levels() -> None:
    assert [(depth_level.title, depth_level.level) for depth_level in SECTION.depth_levels] == [
        ("Read an API description", 20),
        ("Follow a sequence diagram", 40),
        ("Judge a test report", 60),
        ("Weigh an error budget", 80),
        ("Decide an architecture trade-off", 100),
    ]


@each_depth_level
def test_a_level_says_what_each_role_does_with_it(depth_level: DepthLevel) -> None:
    roles = [use.role for use in depth_level.uses]
    assert len(roles) == len(ROLE_SLUGS)
    assert set(roles) == ROLE_SLUGS
    assert 2 <= sentences(depth_level.reading) <= 4


@each_depth_level
def test_a_check_has_one_right_answer_that_does_not_stand_out(depth_level: DepthLevel) -> None:
    texts = [option.text for option in depth_level.options]

    assert depth_level.question.endswith("?")
    assert 3 <= len(texts) <= 4
    assert len(texts) == len(set(texts))
    assert len(right_option(depth_level)) < 1.5 * max(
        len(option.text) for option in depth_level.options if not option.is_right
    )


def test_the_right_answer_does_not_always_stand_in_the_same_place() -> None:
    places = [
        [o.is_right for o in depth_level.options].index(True)
        for depth_level in SECTION.depth_levels
    ]

    assert len(set(places)) >= 3


@each_depth_level
def test_an_artefact_has_the_form_that_its_kind_asks_for(depth_level: DepthLevel) -> None:
    if depth_level.artefact_kind is ArtefactKind.TABLE:
        rows = table(depth_level)
        assert len(rows) >= 4
        assert len({len(row) for row in rows}) == 1
        assert all(all(row) for row in rows)
    else:
        line = (
            r"[A-Z]\w+ -> [A-Z]\w+: \S.*"
            if depth_level.artefact_kind is ArtefactKind.SEQUENCE
            else r"\S.*"
        )
        assert all(re.fullmatch(line, each) for each in depth_level.artefact.split("\n"))
    assert "made up" in depth_level.artefact_title


def test_every_kind_of_artefact_is_shown() -> None:
    assert {depth_level.artefact_kind for depth_level in SECTION.depth_levels} == set(ArtefactKind)


def test_the_amount_in_the_api_check_is_in_cents() -> None:
    depth_level = DEPTH_LEVELS["read_api_description"]

    assert "amount: whole number, required, in cents" in depth_level.artefact
    assert int(right_option(depth_level)) == round(number(depth_level.question) * 100)


def test_the_bank_is_asked_once_in_the_sequence_and_the_key_stays_the_same() -> None:
    depth_level = DEPTH_LEVELS["follow_sequence_diagram"]
    lines = depth_level.artefact.split("\n")

    assert sum(line.startswith("Payments -> Bank: Take") for line in lines) == 1
    assert len({found for line in lines for found in re.findall(r"key \w+", line)}) == 1
    assert right_option(depth_level) == "Once"


def test_the_test_report_adds_up() -> None:
    depth_level = DEPTH_LEVELS["judge_test_report"]
    _, *parts, (_, *totals) = table(depth_level)
    counts = {name: [int(cell) for cell in cells] for name, *cells in parts}
    planned, passed, not_passed, not_run = (int(cell) for cell in totals)

    for row in [*counts.values(), [planned, passed, not_passed, not_run]]:
        assert row[0] == sum(row[1:])
    assert [sum(column) for column in zip(*counts.values(), strict=True)] == [
        int(c) for c in totals
    ]
    ran = planned - not_run
    assert f"Of the {ran} tests that ran, {passed} passed" in depth_level.reading
    assert f"which is {passed / ran:.1%}" in depth_level.reading
    assert f"{passed / ran:.0%} of the tests that ran" in depth_level.question
    assert f"{counts['Payment'][3]} of the {counts['Payment'][0]} payment tests" in right_option(
        depth_level
    )
    assert counts["Payment"][3] == not_run
    assert counts["Payment"][3] / counts["Payment"][0] == 2 / 5
    assert "the two search tests that did not pass" in str(depth_level.options)
    assert counts["Search"][2] == 2


def test_the_error_budget_is_worked_out_right() -> None:
    depth_level = DEPTH_LEVELS["weigh_error_budget"]
    values = {name: number(value) for name, value in table(depth_level)[1:]}
    outages = [value for name, value in values.items() if name.startswith("Outage")]
    days, minutes, allowed = (
        values[name] for name in ("Period", "Minutes in the period", "Downtime allowed")
    )
    left = values["Left until day 30"]
    undoing = float(re.findall(r"(\d+) minutes of downtime", depth_level.question)[0])

    assert minutes == days * 24 * 60
    assert allowed == pytest.approx(minutes * (100 - values["Target"]) / 100)
    assert values["Used so far"] == sum(outages)
    assert left == pytest.approx(allowed - sum(outages))
    over = f"{undoing - left:.1f} minutes"
    assert over in right_option(depth_level)
    assert over in depth_level.explanation
    # The tempting wrong answer is a right sum, too: a third of the period, a third of its budget.
    assert f"{allowed / days * 10:.1f} more minutes" in str(depth_level.options)


def test_only_one_way_in_the_trade_off_meets_both_needs() -> None:
    depth_level = DEPTH_LEVELS["decide_tradeoff"]
    heading, *rows = table(depth_level)
    ways = {
        way: dict(zip([row[0] for row in rows], column, strict=True))
        for way, *column in zip(heading[1:], *(row[1:] for row in rows), strict=True)
    }
    soon = {"in 1 second", "within 1 minute"}
    ((way, meets),) = [
        (way, points)
        for way, points in ways.items()
        if points["Receipts are down"] == "the order goes on" and points["Receipt arrives"] in soon
    ]

    assert "within 5 minutes" in depth_level.question
    assert right_option(depth_level).startswith(f"{way}:")
    for option in depth_level.options:
        points = ways[option.text.partition(":")[0]]
        assert f"{points['Days to build']} days" in option.text
        assert option.text.endswith(f"{points['Changing it later']} to change later")
    assert int(meets["Days to build"]) == max(int(p["Days to build"]) for p in ways.values())


# ------------------------------------------------------------------ the scenarios


def test_the_scenarios_are_the_incidents_that_projects_meet() -> None:
    assert [scenario.slug for scenario in SECTION.scenarios] == [
        "blocked-release",
        "vendor-delay",
        "budget-cut",
        "outage-during-launch",
        "stakeholders-at-odds",
        "risky-migration",
        "key-engineer-leaves",
    ]


@each_scenario
def test_a_scenario_is_short_and_seen_from_all_sides(scenario: Scenario) -> None:
    assert 2 <= sentences(scenario.story) <= 4
    roles = [move.role for move in scenario.moves]
    assert len(roles) == len(ROLE_SLUGS)
    assert set(roles) == ROLE_SLUGS
    texts = [text for move in scenario.moves for text in (move.first, move.why)]
    assert len(texts) == len(set(texts))
    assert {"PM", "TPM"} <= set(re.findall(r"\w+", scenario.lesson))
