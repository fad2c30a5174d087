"""``manage.py score_answers FILE``: score JSON lines with the instrument of an edition."""

import io
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.instrument.values import assessments_of, instrument_of, specification_of
from assessments.management.editions import add_edition, edition_or_current
from assessments.scoring import Instrument
from assessments.scoring.batch import score_lines
from web.strict_json import dumps, loads

SHOWN = 10


class Command(BaseCommand):
    help = (
        "Score answer sheets. Reads one JSON object a line, "
        '{"id": …, "answers": {"B01": 3, "F01": 0, "degree_field": "technical", …}}, '
        "and writes one JSON object a line: the scores, unrounded, or what is wrong. Ends with an "
        "error when a line could not be scored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The file to read, or - for standard input.")
        add_edition(parser, "to score with")
        parser.add_argument(
            "--all-roles",
            action="store_true",
            help="Score every role on the site, as if the quiz named them all. By default, those "
            "that it does name.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        snapshot = edition_or_current(options["edition"])
        instrument = instrument_of(snapshot)
        if options["all_roles"]:
            every = specification_of(assessments_of(snapshot), snapshot.roles)
            instrument = Instrument.build(every)
        bad: list[int] = []
        with _open(options["file"]) as lines:
            for result in score_lines(lines, instrument, snapshot.number, loads=loads):
                self.stdout.write(dumps(result))
                if "error" in result:
                    bad.append(result["line"])
        if bad:
            shown = ", ".join(map(str, bad[:SHOWN])) + (", …" if len(bad) > SHOWN else "")
            raise CommandError(f"Lines that could not be scored: {len(bad)} (line {shown}).")


def _open(name: str) -> AbstractContextManager[Iterable[str]]:
    """Open a file for reading lines; bytes that are not UTF-8 become an error of their line.

    ``-`` is standard input. Raises ``CommandError`` for a file that cannot be read.
    """
    if name == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape")
    try:
        return Path(name).open(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
