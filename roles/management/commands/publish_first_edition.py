"""``manage.py publish_first_edition``: publish the draft of a new site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roles.draft.services import draft_document, errors_of
from roles.publishing.services import CannotPublish, PublishedMeanwhile, publish
from roles.snapshot.editions import current_edition_key


class Command(BaseCommand):
    help = "Publish edition 1 from the draft. Does nothing once any edition is published."

    def handle(self, *args: Any, **options: Any) -> None:
        current = current_edition_key()
        if current is None:
            try:
                publish(note="The first edition.", author=None, now=timezone.now())
            except PublishedMeanwhile:
                pass
            except CannotPublish as error:
                errors = "\n".join(f"  {each.file}: {each.message}" for each in error.errors)
                raise CommandError(f"The draft cannot be published:\n{errors}") from error
            for each in errors_of(draft_document()):
                self.stderr.write(f"Worth a look: {each.file}: {each.message}")
            current = current_edition_key()
        self.stdout.write(f"Current edition: {current.number if current else 'none'}.")
