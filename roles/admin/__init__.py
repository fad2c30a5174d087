"""The desk's screens for roles, what they draw on, and editions."""

from roles.admin.edition import EditionScreen
from roles.admin.guidance import RungScreen, SceneScreen
from roles.admin.knowledge import CertificationScreen, CompetencyScreen
from roles.admin.role import RolePairScreen, RoleScreen

__all__ = [
    "CertificationScreen",
    "CompetencyScreen",
    "EditionScreen",
    "RolePairScreen",
    "RoleScreen",
    "RungScreen",
    "SceneScreen",
]
