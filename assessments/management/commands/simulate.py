"""``manage.py simulate``: what the instrument of an edition does to simulated people."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.instrument.values import assessments_of, specification
from assessments.management.editions import add_edition, edition_or_current
from assessments.simulation.report import compared, written_into
from assessments.simulation.study import PEOPLE, study
from assessments.simulation.worlds import MAIN_SEEDS
from web.strict_json import dumps

WORLDS = len(MAIN_SEEDS)
MOST = 1_000_000  # people in a world; more fit into no memory


class Command(BaseCommand):
    help = (
        "Run simulated people through the scoring of the current edition and write one JSON "
        "object with every figure to standard output; progress goes to standard error. Ends with "
        "an error when a target is missed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_edition(parser, "to simulate")
        parser.add_argument(
            "--worlds",
            type=int,
            choices=range(1, WORLDS + 1),
            default=WORLDS,
            metavar=f"1..{WORLDS}",
            help="Simulate fewer worlds, for a quick look.",
        )
        parser.add_argument("--people", type=int, default=PEOPLE, help="People in each world.")
        parser.add_argument(
            "--document",
            type=Path,
            help="Also write the tables into this text, between the lines that mark the edition.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["people"] <= MOST:
            raise CommandError(f"--people is {options['people']}; allowed: 1 to {MOST}.")
        snapshot = edition_or_current(options["edition"])
        revision = assessments_of(snapshot).settings.revision
        try:
            figures = study(
                specification(snapshot),
                lambda step: self.stderr.write(f"Simulating: {step}"),
                people=options["people"],
                worlds=options["worlds"],
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        targets = compared(figures)
        report = {"edition": snapshot.number, "revision": revision, **figures, "targets": targets}
        self.stdout.write(dumps(report))
        if options["document"]:
            _write(options["document"], report)
        missed = [target for target in targets if not target["met"]]
        if missed:
            raise CommandError(
                "; ".join(
                    f"{each['figure']} is {each['value']}, and should be {each['legal']}"
                    for each in missed
                )
            )


def _write(file: Path, report: dict[str, Any]) -> None:
    try:
        file.write_text(written_into(file.read_text(encoding="utf-8"), report), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} was not changed: {error}") from error
