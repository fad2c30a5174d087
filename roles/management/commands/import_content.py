"""``manage.py import_content FOLDER``: import content files into the draft, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roles.content.files import BadContent, files_below
from roles.content.importing import NotAsPlanned, apply_import, plan_import
from roles.draft.services import DraftChanged
from web.words import counted


class Command(BaseCommand):
    help = (
        "Take the content files of a folder into the draft, all or nothing, and say what changes. "
        "What no file is about stays. Visitors see nothing of it until it is published."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder as export_content writes it.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Only say what would change or is wrong."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = files_below(options["folder"])
        except BadContent as error:
            raise CommandError(str(error)) from error
        plan = plan_import(files)
        if plan.errors:
            told = "\n".join(f"  {error.place}: {error.message}" for error in plan.errors)
            raise CommandError(f"The files cannot be taken. Nothing was changed.\n{told}")
        for difference in plan.differences:
            if not difference.silent:
                self.stdout.write(f"  {difference.where[0]}: {difference.label}")
        changes = counted(plan.count, "change")
        if options["dry_run"]:
            self.stdout.write(f"{changes} in {len(plan.files)} files. Nothing was changed yet.")
            return
        try:
            apply_import(files, seen=plan.seen, planned=plan.planned)
        except (NotAsPlanned, DraftChanged) as error:
            raise CommandError("The draft was saved meanwhile. Nothing was changed.") from error
        self.stdout.write(f"{changes} taken into the draft from {len(plan.files)} files.")
