"""The desk's screens for roles and what they draw on."""

from roles.editing.admin import guidance, knowledge, role

__all__ = ["guidance", "knowledge", "role"]
