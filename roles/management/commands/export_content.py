"""``manage.py export_content FOLDER``: write the draft, or an edition, as content files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roles.content.files import write_files
from roles.draft.services import draft_document
from roles.models import Edition
from roles.snapshot.editions import upgraded


class Command(BaseCommand):
    help = (
        "Write everything that editors change as content files: the draft, or an edition with "
        "--edition. Loading the files into an empty site gives the same content again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that is empty or not there yet.")
        parser.add_argument(
            "--edition", type=int, help="The edition to write (default: the draft)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder. Nothing was written.")
        number: int | None = options["edition"]
        if number is None:
            document = draft_document()
        else:
            edition = Edition.objects.filter(number=number).first()
            if edition is None:
                latest = Edition.objects.values_list("number", flat=True).first()
                legal = f"1 to {latest}" if latest else "none yet"
                raise CommandError(f"There is no edition {number}. Editions: {legal}.")
            document = upgraded(edition.document)
        written = write_files(document, folder)
        self.stdout.write(f"{len(written)} files written to {folder}.")
