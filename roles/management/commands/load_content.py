"""``manage.py load_content``: fill the draft from the content files; safe to repeat."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from roles.content.files import BadContent, load


class Command(BaseCommand):
    help = (
        "Load the content files into the draft. Files whose content an editor has changed since "
        "are left alone; running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "content")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load(options["folder"])
        except BadContent as error:
            raise CommandError(str(error)) from error
        for path in loaded.kept:
            self.stdout.write(f"{path}: left as an editor has it; the file is newer.")
        self.stdout.write(
            f"Content: {len(loaded.taken)} files loaded, {len(loaded.kept)} left to the editors, "
            f"{len(loaded.unchanged)} as before."
        )
