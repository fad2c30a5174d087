from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"
    verbose_name = "Role content"

    def ready(self) -> None:
        from roles.draft import ROLES
        from roles.draft.section import register

        register(ROLES)
