"""``manage.py score_answers FILE``: score JSON lines with the instrument of an edition."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.instrument.arrays import instrument_of
from assessments.management.editions import add_edition, edition_or_current
from assessments.scoring.batch import score_lines


class Command(BaseCommand):
    help = (
        "Score answer sheets. Reads one JSON object a line, "
        '{"id": …, "answers": {"B01": 3, "F01": 0, "degree_field": "technical", …}}, '
        "and writes one JSON object a line: the scores, unrounded, or what is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The file to read, or - for standard input.")
        add_edition(parser, "to score with")

    def handle(self, *args: Any, **options: Any) -> None:
        snapshot = edition_or_current(options["edition"])
        instrument = instrument_of(snapshot)
        try:
            with _open(options["file"]) as lines:
                for result in score_lines(lines, instrument, snapshot.number):
                    self.stdout.write(json.dumps(result, ensure_ascii=False))
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']} is not UTF-8 text: {error.reason}.") from error


def _open(name: str) -> AbstractContextManager[Iterable[str]]:
    if name == "-":
        return nullcontext(sys.stdin)
    try:
        return Path(name).open(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
