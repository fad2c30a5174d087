"""``manage.py nightly``: do what has to be done once a day."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.attempts.services import delete_unanswered
from assessments.peer_feedback.services import delete_unsent
from roles.models import Edition
from web.deleted import forget_deleted


class Command(BaseCommand):
    help = (
        "Delete sessions that have ended, quizzes that nobody answered for a month, and what "
        "colleagues answered by links whose time was over before it was sent; count new attempts "
        "for the statistics. May be stopped and repeated at any time while the site runs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        Edition.objects.keep_public()
        call_command("clearsessions")
        now = timezone.now()
        emptied = delete_unsent(now=now)
        self.stdout.write(f"Links emptied: {emptied}.")
        call_command("update_statistics", stdout=self.stdout, stderr=self.stderr)
        # After the statistics, which count where people leave.
        self.stdout.write(f"Quizzes without an answer deleted: {delete_unanswered(now=now)}.")
        forget_deleted()
