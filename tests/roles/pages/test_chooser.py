"""The certificate chooser: laws on every answer that the content that ships can give."""

import re
from itertools import chain, combinations, product
from typing import Any

import pytest
from django.test import Client

from roles.models.choices import Goal
from roles.pages.chooser import (
    EXPERIENCE_MONTHS,
    HOUR_LIMITS,
    MONEY_LIMITS,
    PRACTICE,
    Advice,
    Experience,
    NoneYet,
    Wishes,
    advice,
)
from roles.snapshot.certificates import EligibilityRoute
from roles.snapshot.editions import Snapshot
from tests.roles.pages.page_parts import said_by
from tests.seed.content import CERTIFICATIONS, SECTION

CHOOSE = "/certificates/choose/"
EXPERIENCES = [
    frozenset(each)
    for each in chain.from_iterable(combinations(Experience, n) for n in range(len(Experience) + 1))
]
NAMED = {slug for c in SECTION.certifications for slug in c.surpassed_by}
NAMED |= {slug for c in SECTION.certifications for r in c.routes for slug in r.holds}
HELD = [frozenset(), *(frozenset({slug}) for slug in sorted(NAMED))]
BUDGETS = [
    (None, None),
    *zip(MONEY_LIMITS, HOUR_LIMITS, strict=True),
    (MONEY_LIMITS[-1], None),
    *((None, hours) for hours in HOUR_LIMITS),
]
EVERY = [
    Wishes(goal, experience, holds, *budget)
    for goal, experience, holds, budget in product(Goal, EXPERIENCES, HELD, BUDGETS)
]


def told(goal: Goal, *experience: Experience, **wishes: Any) -> Advice:
    return advice(SECTION, Wishes(goal, frozenset(experience), **wishes))


def slugs(found: Advice) -> list[str]:
    return [each.certification.slug for each in found.suggestions]


def test_a_suggestion_keeps_to_goal_budget_experience_and_what_is_held() -> None:
    for wishes in EVERY:
        found = advice(SECTION, wishes)
        assert len(found.suggestions) <= 2
        assert bool(found.suggestions) != bool(found.none_yet)
        for each in found.suggestions:
            certification, route = each.certification, each.route
            assert certification.goal is wishes.goal
            assert wishes.holds.isdisjoint({certification.slug, *certification.surpassed_by})
            if wishes.money is not None:
                assert certification.fee
                assert (certification.fee.amount or 0) <= wishes.money
            if wishes.hours is not None:
                assert certification.study
                training = route.training_hours if route else 0
                if route and wishes.holds & set(route.training_instead):
                    training = 0
                assert (certification.study.amount or 0) + training <= wishes.hours
            if certification.expects_practice:
                assert wishes.experience & PRACTICE[wishes.goal]
            assert bool(certification.routes) == bool(route)
            assert not certification.is_open_to_all or not route or route.asks_nothing
            if route:
                assert not route.holds or wishes.holds & set(route.holds)
                known = [EXPERIENCE_MONTHS[e] for e in wishes.experience if e in EXPERIENCE_MONTHS]
                for work, months in route.months.items():
                    assert any(work is kind and months <= most for kind, most, _ in known)
        suggested = {each.certification.slug for each in found.suggestions}
        assert all(
            suggested.isdisjoint(each.certification.surpassed_by) for each in found.suggestions
        )


def test_more_money_or_time_never_leads_to_none() -> None:
    for wishes in EVERY:
        if advice(SECTION, wishes).suggestions:
            rich = Wishes(wishes.goal, wishes.experience, wishes.holds)
            assert advice(SECTION, rich).suggestions


def test_some_answers_as_a_colleague_would_give_them() -> None:
    lead = Experience.LEADING
    assert slugs(told(Goal.MANAGE_PROJECTS))[0] == "capm"
    assert slugs(told(Goal.MANAGE_PROJECTS, lead))[0] == "pmp"
    assert "capm" not in slugs(told(Goal.MANAGE_PROJECTS, lead))
    assert slugs(told(Goal.MANAGE_PROJECTS, money=300, hours=100)) == ["capm"]
    assert told(Goal.MANAGE_PROJECTS, lead, money=300, hours=100).none_yet is NoneYet.BUDGET
    long = told(Goal.MANAGE_PROJECTS, Experience.LEADING_LONG).suggestions[0]
    assert long.route
    assert long.route.title.startswith("With a secondary school diploma")
    both = (Experience.LEADING_LONG, Experience.PROGRAMS)
    assert slugs(told(Goal.PROGRAMS, *both)) == ["pgmp", "pmi-pmocp"]
    assert slugs(told(Goal.SERVICE_MANAGEMENT)) == ["itil-foundation"]
    assert slugs(told(Goal.AGILE_TEAMS, Experience.AGILE))[0] == "pmi-acp"
    assert slugs(told(Goal.AGILE_TEAMS, money=300)) == ["psm-i"]
    assert told(Goal.PROGRAMS).none_yet is NoneYet.EXPERIENCE
    assert told(Goal.MANAGE_PROJECTS, money=100).none_yet is NoneYet.BUDGET
    held = frozenset({"itil-foundation"})
    assert told(Goal.SERVICE_MANAGEMENT, holds=held).none_yet is NoneYet.HELD


def test_months_of_a_longer_time_do_not_fit_a_shorter_one() -> None:
    def fits(years: int) -> bool:
        rules = {"months_leading": 36, "within_years": years}
        route = EligibilityRoute(title="A way", **rules)
        pmp = CERTIFICATIONS["pmp"].model_copy(update={"routes": (route,)})
        section = SECTION.model_copy(update={"certifications": (pmp,)})
        wishes = Wishes(Goal.MANAGE_PROJECTS, frozenset({Experience.LEADING}))
        return bool(advice(section, wishes).suggestions)

    assert [fits(years) for years in (5, 6, 8, 0)] == [False, True, True, True]


def send(client: Client, **said: Any) -> Any:
    return client.post(CHOOSE, {"goal": "manage_projects", "money": "any", "hours": "any"} | said)


def test_the_answer_says_why_and_what_is_asked_first(
    client: Client, whole_snapshot: Snapshot
) -> None:
    page = said_by(send(client))
    assert "Certified Associate in Project Management (CAPM)" in page
    assert "It helps most with leading projects. It requires no experience." in page
    assert "What it requires first: A secondary school diploma and 23 hours of training." in page
    assert "About 300 USD, about 60 hours of study" in page
    assert "A good first step" in page


def test_none_yet_says_why(client: Client, whole_snapshot: Snapshot) -> None:
    page = said_by(send(client, goal="programs"))
    assert "None yet Each certificate for this goal builds on work" in page
    assert "We do not know its study time" in page
    assert "you have it" not in page
    page = said_by(send(client, money="100"))
    assert "None yet No certificate we list for this goal" in page
    assert "Certified Associate in Project Management (CAPM) About 300 USD" in page
    page = said_by(send(client, goal="service_management", holds=["itil-foundation"]))
    assert "You already hold every certificate we list for this goal" in page


def test_what_a_person_says_is_kept_by_nobody(client: Client, whole_snapshot: Snapshot) -> None:
    page = send(client, experience=["leading"])
    assert page.headers["Cache-Control"] == "no-store, private"
    assert not page.cookies
    assert client.get(CHOOSE).headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"goal": ""}, "Choose from the list."),
        ({"goal": "fame"}, "“fame” is not on the list."),
        ({"money": "9e9"}, "“9e9” is not on the list."),
        ({"hours": ""}, "Choose from the list."),
        ({"experience": ["magic"]}, "“magic” is not on the list."),
        ({"holds": ["magic"]}, "“magic” is not on the list."),
    ],
)
def test_a_wrong_entry_comes_back_with_what_was_chosen(
    client: Client, snapshot: Snapshot, wrong: dict[str, Any], says: str
) -> None:
    page = send(client, **({"experience": ["agile"]} | wrong))
    assert page.status_code == 422
    assert says in said_by(page)
    (target,) = set(re.findall(r'<a href="#(id_[^"]+)"', page.content.decode()))
    assert f'id="{target}"' in page.content.decode()
    if "experience" not in wrong:
        assert re.search(r'value="agile"\s+checked', page.content.decode())
