"""``manage.py delete_unsent_ratings``: what colleagues answered and did not send in time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.peer_feedback.services import delete_unsent


class Command(BaseCommand):
    help = (
        "Delete what was answered by links to colleagues whose time was over before it was sent. "
        "Nobody can see it any more. Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        emptied = delete_unsent(now=timezone.now())
        self.stdout.write(f"Links emptied: {emptied}.")
