"""Pages as values: wording, rounding and order, from an edition's values to what is shown."""

from roles.presenters.certificates import calculator_page, certificate_groups, certificate_page
from roles.presenters.compare_page import ComparePage, compare_page
from roles.presenters.lists import RoleListPage, role_list_page
from roles.presenters.role_page import RolePage, role_page

__all__ = [
    "ComparePage",
    "RoleListPage",
    "RolePage",
    "calculator_page",
    "certificate_groups",
    "certificate_page",
    "compare_page",
    "role_list_page",
    "role_page",
]
