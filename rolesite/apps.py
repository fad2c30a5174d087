"""The wiring as Django apps: the site itself and the desk (the admin)."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RolesiteConfig(AppConfig):
    name = "rolesite"
    verbose_name = "Rolesite"

    def ready(self) -> None:
        from rolesite import checks  # noqa: F401  (registers the system checks)


class DeskConfig(AdminConfig):
    """Django's admin, arranged as the editors' desk."""

    default_site = "rolesite.desk.Desk"
