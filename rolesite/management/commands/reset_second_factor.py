"""``manage.py reset_second_factor``: help somebody who lost the phone and the spare codes."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from roles.editing.pages import log
from rolesite.staff.second_factor.factors import remove


class Command(BaseCommand):
    help = "Take the second factor of a member of the staff away, so that another can be set up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the name that the person signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        user = User.objects.filter(username=name, is_staff=True).first()
        if user is None:
            raise CommandError(f"Nobody on the staff is called {name!r}. Nothing was changed.")
        if not remove(user=user):
            self.stdout.write(f"{name} has no second factor. Nothing was changed.")
            return
        log(user, user, "The second factor was reset from the command line.")
        self.stdout.write(f"The second factor of {name} is gone. Another can be set up at /admin/.")
