"""Pages as values: wording, rounding and order, from an edition's values to what is shown."""

from roles.presenters.certificates import calculator_page, certificate_groups, certificate_page
from roles.presenters.compare_page import ComparePage, compare_page
from roles.presenters.ladder_page import LadderPage, ladder_page
from roles.presenters.lists import RoleListPage, role_list_page
from roles.presenters.questions import AskedQuestion, asked_questions
from roles.presenters.role_page import RolePage, role_page
from roles.presenters.scenes_page import ScenesPage, scenes_page

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
