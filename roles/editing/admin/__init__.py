"""The desk's screens for roles, competencies, certificates and guidance."""

from roles.editing.admin import knowledge, role

__all__ = ["knowledge", "role"]
