"""``manage.py make_groups``: create or update the groups of the staff."""

from typing import Any

from django.core.management.base import BaseCommand

from rolesite.staff.groups import GROUPS, make_groups


class Command(BaseCommand):
    help = "Make the staff groups and bring their permissions up to date. May run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        make_groups()
        self.stdout.write(f"Groups {', '.join(GROUPS)}: up to date.")
