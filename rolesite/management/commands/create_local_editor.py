"""``manage.py create_local_editor``: create the first account of a development site's desk."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rolesite.staff.groups import LOCAL_EDITOR, create_local_editor


class Command(BaseCommand):
    help = (
        "Development only: make an editor with a random password, once. Never changes an account."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "This command is for development only. Nothing was changed. In production run "
                "createsuperuser and make_groups, then add people at /admin/."
            )
        note: Path = settings.VAR_DIR / "local-editor.txt"
        password = create_local_editor(note=note)
        if password:
            self.stdout.write(
                f"Editors' desk: sign in at /admin/ as {LOCAL_EDITOR} with the password "
                f"{password} (kept in {note})."
            )
        elif note.exists():
            self.stdout.write(f"Editors' desk: name and password for /admin/ are in {note}.")
        else:
            self.stdout.write("Editors' desk: sign in at /admin/ with your own account.")
