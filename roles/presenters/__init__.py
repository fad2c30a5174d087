"""Pages as values: wording, rounding and order, from an edition's values to what is shown."""

from roles.presenters.compare_page import ComparePage, compare_page
from roles.presenters.lists import RoleListPage, role_list_page
from roles.presenters.role_page import RolePage, role_page

__all__ = [
    "ComparePage",
    "RoleListPage",
    "RolePage",
    "compare_page",
    "role_list_page",
    "role_page",
]
