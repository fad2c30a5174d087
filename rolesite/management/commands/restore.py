"""``manage.py restore FILE``: fill an empty database from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from rolesite.operations.backups import restore


class Command(BaseCommand):
    help = "Fill an empty database from a file that the command backup wrote. Then run migrate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The backup to read.")

    def handle(self, *args: Any, **options: Any) -> None:
        restore(options["file"])
        self.stdout.write(f"Restored {options['file']}. Now run migrate.")
