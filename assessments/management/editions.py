"""Choose the edition that a command works with."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from roles.snapshot.editions import Snapshot, UnknownEdition, current_snapshot, snapshot_of


def add_edition(parser: ArgumentParser, purpose: str) -> None:
    """Add the argument ``--edition`` to a command; ``purpose`` completes its help text."""
    parser.add_argument(
        "--edition", type=int, help=f"The edition {purpose} (default: the current one)."
    )


def edition_or_current(number: int | None) -> Snapshot:
    """Return the edition ``number``, by default the current one. Raises ``CommandError``."""
    if number is None:
        current = current_snapshot()
        if current is None:
            raise CommandError("There is no edition yet. Publish one first.")
        return current
    try:
        return snapshot_of(number)
    except UnknownEdition as error:
        raise CommandError(str(error)) from error
