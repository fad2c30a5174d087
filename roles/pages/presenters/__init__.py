"""Pages as values: wording, rounding and order, from an edition's values to what is shown."""

from roles.pages.presenters.certificates import (
    calculator_page,
    certificate_groups,
    certificate_page,
)
from roles.pages.presenters.compare_page import ComparePage, compare_page
from roles.pages.presenters.depth_levels_page import DepthLevelsPage, depth_levels_page
from roles.pages.presenters.lists import RoleListPage, role_list_page
from roles.pages.presenters.questions import AskedQuestion, asked_questions
from roles.pages.presenters.role_page import RolePage, role_page
from roles.pages.presenters.scenarios_page import ScenariosPage, scenarios_page

__all__ = [
    "AskedQuestion",
    "ComparePage",
    "DepthLevelsPage",
    "RoleListPage",
    "RolePage",
    "ScenariosPage",
    "asked_questions",
    "calculator_page",
    "certificate_groups",
    "certificate_page",
    "compare_page",
    "depth_levels_page",
    "role_list_page",
    "role_page",
    "scenarios_page",
]
