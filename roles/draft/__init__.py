"""The ``roles`` section of the draft: its lists of rows and its errors."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from roles.draft.errors import ROLE_FOLDER, roles_errors
from roles.draft.section import DraftError, DraftSection
from roles.snapshot import values


class RolesDraft(DraftSection):
    """The ``roles`` section: one content file for each role, and one for each other list."""

    name = "roles"
    value = values.RolesSection
    folders = {ROLE_FOLDER: "roles"}
    files = {f"{name}.yaml": (name,) for name in value.model_fields if name != "roles"}

    def errors(self, sections: Mapping[str, Any]) -> Iterator[DraftError]:
        return roles_errors(cast(values.RolesSection, sections[self.name]))


ROLES = RolesDraft()
