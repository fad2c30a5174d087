"""Count new attempts for the statistics of the questions; for a nightly job."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.analytics.statistics import aggregation
from assessments.analytics.study.collected import count_study


class Command(BaseCommand):
    help = (
        "Counts every attempt that is finished, or was left for seven days, into the statistics "
        "of the questions. May run at any time and as often as wanted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="count everything again, so that attempts deleted since then drop out",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["rebuild"]:
            aggregation.rebuild(now=now)
        aggregation.finish_rebuilds(now=now)
        total = 0
        while counted := aggregation.count_attempts(now=now, most=5 * aggregation.BATCH):
            total += counted
            self.stderr.write(f"{total} counted")
        count_study(now=now)
        left = aggregation.waiting(now=now)
        self.stdout.write(
            f"{total} attempt{' was' if total == 1 else 's were'} counted; "
            f"{left.number}{' or more' if left.is_more else ''} "
            "wait until at least five can be added at once."
        )
