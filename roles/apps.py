from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "roles"
    verbose_name = "Role content"

    def ready(self) -> None:
        from roles.draft import RolesDraft
        from roles.snapshot.sections import register

        register(RolesDraft())
