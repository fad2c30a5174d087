"""``manage.py backup FILE``: write the whole database into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from rolesite.operations.backups import back_up


class Command(BaseCommand):
    help = "Write the whole database into a new file, while the site runs, and check it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file to write; it must not be there yet.")

    def handle(self, *args: Any, **options: Any) -> None:
        back_up(options["file"])
        size = options["file"].stat().st_size
        self.stdout.write(f"Wrote and checked {options['file']}, {size:,} bytes.")
