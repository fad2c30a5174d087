"""``manage.py move_database``: copy everything into another database, of the same kind or not."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, Error, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

TARGET = "target"
ROWS_AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Copy all rows from DATABASE_URL into the empty database TARGET_DATABASE_URL (SQLite or "
        "PostgreSQL), and compare both by checksum. Stop the site first."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if TARGET not in connections:
            raise CommandError("Say where to: set TARGET_DATABASE_URL, written like DATABASE_URL.")
        target = connections[TARGET]
        try:
            tables = target.introspection.table_names()
        except Error as error:
            told = str(error).strip().partition("\n")[0]
            raise CommandError(f"TARGET_DATABASE_URL cannot be opened: {told}.") from error
        if tables:
            raise CommandError("The target is not empty. Make a new database for the copy.")
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The source lacks migrations: run manage.py migrate first.")
        call_command("migrate", database=TARGET, verbosity=0)
        # Migrating makes content types and permissions, which are copied like all other rows.
        call_command(
            "flush", database=TARGET, verbosity=0, interactive=False, inhibit_post_migrate=True
        )
        kinds = [model for model in apps.get_models() if not model._meta.proxy]
        with transaction.atomic(), transaction.atomic(using=TARGET):
            for model in kinds:
                for rows in _rows(model, DEFAULT_DB_ALIAS):
                    for row in serializers.deserialize("python", rows, using=TARGET):
                        row.save(using=TARGET, force_insert=True)
            with target.cursor() as cursor:
                for statement in target.ops.sequence_reset_sql(no_style(), kinds):
                    cursor.execute(statement)
            different = [
                model._meta.label
                for model in kinds
                if _checksum(model, DEFAULT_DB_ALIAS) != _checksum(model, TARGET)
            ]
            if different:
                raise CommandError(f"Nothing was copied, as these differed: {', '.join(different)}")
        self.stdout.write(f"Copied {len(kinds)} tables. Both databases have the same checksum.")


def _rows(model: type[models.Model], using: str) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of a model, some at a time, in the order of their keys."""
    last = None
    while True:
        rows = model._base_manager.using(using).order_by("pk")
        batch = list((rows if last is None else rows.filter(pk__gt=last))[:ROWS_AT_ONCE])
        if not batch:
            return
        yield serializers.serialize("python", batch)
        last = batch[-1].pk


def _checksum(model: type[models.Model], using: str) -> str:
    """Return a hash of all rows; PostgreSQL keeps the names in a JSON value in another order."""
    found = hashlib.sha256()
    for rows in _rows(model, using):
        found.update(json.dumps(rows, cls=DjangoJSONEncoder, sort_keys=True).encode())
    return found.hexdigest()
