"""The desk's screens for roles, competencies, certificates and guidance."""

from roles.editing.admin import guidance, knowledge, role

__all__ = ["guidance", "knowledge", "role"]
