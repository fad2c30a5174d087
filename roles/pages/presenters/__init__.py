"""Pages as values: wording, rounding and order, from an edition's values to what is shown."""

from roles.pages.presenters.certificates import (
    calculator_page,
    certificate_groups,
    certificate_page,
)
from roles.pages.presenters.compare_page import ComparePage, compare_page
from roles.pages.presenters.ladder_page import LadderPage, ladder_page
from roles.pages.presenters.lists import RoleListPage, role_list_page
from roles.pages.presenters.questions import AskedQuestion, asked_questions
from roles.pages.presenters.role_page import RolePage, role_page
from roles.pages.presenters.scenes_page import ScenesPage, scenes_page

__all__ = [
    "AskedQuestion",
    "ComparePage",
    "LadderPage",
    "RoleListPage",
    "RolePage",
    "ScenesPage",
    "asked_questions",
    "calculator_page",
    "certificate_groups",
    "certificate_page",
    "compare_page",
    "ladder_page",
    "role_list_page",
    "role_page",
    "scenes_page",
]
