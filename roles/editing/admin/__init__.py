"""The desk's screens for roles and what they draw on."""

from roles.editing.admin.guidance import RungScreen, SceneScreen
from roles.editing.admin.knowledge import CertificationScreen, CompetencyScreen
from roles.editing.admin.role import RolePairScreen, RoleScreen

__all__ = [
    "CertificationScreen",
    "CompetencyScreen",
    "RolePairScreen",
    "RoleScreen",
    "RungScreen",
    "SceneScreen",
]
