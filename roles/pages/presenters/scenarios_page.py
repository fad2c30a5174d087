"""The same incident seen from several points of view."""

from __future__ import annotations

from dataclasses import dataclass

from roles.snapshot.values import Role, RolesSection, Scenario
from web.words import listed, number_word


@dataclass(frozen=True, slots=True)
class Move:
    """What a role does first, and why."""

    role: Role
    first: str
    why: str


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """One scenario. ``unnamed`` says which roles have no move; empty when all have one."""

    scenario: Scenario
    moves: tuple[Move, ...]
    unnamed: str


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    title: str
    scenarios: tuple[ScenarioCard, ...]
    contents: tuple[tuple[str, str], ...]


def scenarios_title(section: RolesSection) -> str:
    """``Same incident, two chairs``: as many chairs as there are roles."""
    count = len(section.roles)
    return f"Same incident, {number_word(count)} chairs" if count > 1 else "What to do first"


def scenarios_page(section: RolesSection) -> ScenariosPage:
    """All scenarios of an edition, in the editors' order."""
    return ScenariosPage(
        title=scenarios_title(section),
        scenarios=tuple(_card(section, scenario) for scenario in section.scenarios),
        contents=tuple((scenario.slug, scenario.title) for scenario in section.scenarios),
    )


def _card(section: RolesSection, scenario: Scenario) -> ScenarioCard:
    moves = {move.role: move for move in scenario.moves}
    missing = [f"the {role.name}" for role in section.roles if role.slug not in moves]
    return ScenarioCard(
        scenario=scenario,
        moves=tuple(
            Move(role, moves[role.slug].first, moves[role.slug].why)
            for role in section.roles
            if role.slug in moves
        ),
        unnamed=f"Nothing is written yet about what {listed(missing, last='or')} does here."
        if missing
        else "",
    )
