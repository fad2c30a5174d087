"""The desk's screens for roles and what they draw on."""

from roles.editing.admin.guidance import DepthLevelScreen, ScenarioScreen, SynonymScreen
from roles.editing.admin.knowledge import CertificationScreen, CompetencyScreen
from roles.editing.admin.role import RolePairScreen, RoleScreen

__all__ = [
    "CertificationScreen",
    "CompetencyScreen",
    "DepthLevelScreen",
    "RolePairScreen",
    "RoleScreen",
    "ScenarioScreen",
    "SynonymScreen",
]
