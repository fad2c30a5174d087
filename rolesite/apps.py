"""The Django app configurations of the site itself and of the desk (the admin)."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

# The desk's screens stand beside what they are about, so Django does not find them by itself.
SCREENS = (
    "rolesite.staff.admin",
    "roles.editing.admin",
    "roles.publishing.admin",
    "assessments.instrument.admin",
    "assessments.plans.admin",
    "assessments.analytics.admin",
)


class RolesiteConfig(AppConfig):
    name = "rolesite"
    verbose_name = "Rolesite"

    def ready(self) -> None:
        from rolesite.operations import checks  # noqa: F401  (registers the system checks)


class DeskConfig(AdminConfig):
    """Django's admin, arranged as the editors' desk."""

    default_site = "rolesite.staff.desk.Desk"

    def ready(self) -> None:
        super().ready()
        for screens in SCREENS:
            import_module(screens)
