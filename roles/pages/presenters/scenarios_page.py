"""The same incident seen from several points of view."""

from __future__ import annotations

from dataclasses import dataclass

from roles.pages.presenters.words import by_role
from roles.snapshot.values import Role, RolesSection, Scenario, ScenarioMove
from web.words import listed, number_word


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """One scenario. ``unnamed`` says which roles have no move; empty when all have one."""

    scenario: Scenario
    moves: tuple[tuple[Role, ScenarioMove], ...]
    unnamed: str


def scenarios_title(section: RolesSection) -> str:
    """``Same incident, two chairs``: as many chairs as there are roles."""
    count = len(section.roles)
    return f"Same incident, {number_word(count)} chairs" if count > 1 else "What to do first"


def scenario_cards(section: RolesSection) -> tuple[ScenarioCard, ...]:
    """All scenarios of an edition, in the editors' order."""
    return tuple(_card(section, scenario) for scenario in section.scenarios)


def _card(section: RolesSection, scenario: Scenario) -> ScenarioCard:
    moves, missing = by_role(section, scenario.moves)
    roles = listed(missing, last="or")
    unnamed = f"Nothing is written yet about what {roles} does here." if missing else ""
    return ScenarioCard(scenario, moves, unnamed)
