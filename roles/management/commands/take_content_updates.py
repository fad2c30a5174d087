"""``manage.py take_content_updates``: publish the editions that ship with a release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from pydantic import ValidationError

from roles.content.files import BadContent
from roles.content_updates import take_update
from roles.publishing.services import CannotPublish
from roles.snapshot.editions import current_edition_key


class Command(BaseCommand):
    help = (
        "Publish the editions that ship with this release, on a site where no editor has changed "
        "or published anything. On any other site, and when run again, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "content_updates")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            while edition := take_update(folder, now=timezone.now()):
                self.stdout.write(f"Edition {edition.number} is published: {edition.note}")
        except (BadContent, CannotPublish, ValidationError) as error:
            raise CommandError(f"An update in {folder} cannot be taken: {error}") from error
        current = current_edition_key()
        self.stdout.write(f"Current edition: {current.number if current else 'none'}.")
