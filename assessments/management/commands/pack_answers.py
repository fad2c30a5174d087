"""``manage.py pack_answers``: compact answers for attempts finished before there were any."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from assessments.attempts.packing import pack_answers

ROWS_AT_A_TIME = 500


class Command(BaseCommand):
    help = (
        "Write the compact answers of finished attempts that have none. Needed once after an "
        "update; may be stopped and run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while written := pack_answers(limit=ROWS_AT_A_TIME):
            total += written
            self.stdout.write(f"{total} packed")
        self.stdout.write("Every finished attempt has its compact answers.")
