"""Editions, the frozen documents that publishing makes, and what is noted of draft changes."""

from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from roles.models.constraints import rule


class EditionIsImmutable(Exception):
    """Raised when code tries to change or delete a published edition."""

    def __init__(self) -> None:
        super().__init__(
            "An edition never changes once it is published. "
            "Change the draft and publish a new edition instead."
        )


class EditionQuerySet(models.QuerySet["Edition"]):
    # The scheduled edition that this process saw as the current one: its number and its time.
    seen: tuple[int, dt.datetime] | None = None

    def public(self, now: dt.datetime | None = None) -> EditionQuerySet:
        """Return the editions whose time of publication has come.

        Without ``now``, by the server's clock; as that may be set back, the edition that this
        process saw as public before is included too.
        """
        come = models.Q(is_scheduled=False) | models.Q(published_at__lte=now or timezone.now())
        if now is None and (seen := EditionQuerySet.seen):
            come |= models.Q(number=seen[0], published_at=seen[1])
        return self.filter(come)

    def keep_public(self) -> None:
        """Store that public editions stay public. Call it where rows are written anyway."""
        super(EditionQuerySet, self.public().filter(is_scheduled=True)).update(is_scheduled=False)

    def update(self, **kwargs: Any) -> NoReturn:
        raise EditionIsImmutable

    def delete(self) -> NoReturn:
        raise EditionIsImmutable


class Edition(models.Model):
    """A published edition: everything the public sees and the quiz scores from ``published_at`` on.

    Of the editions whose time has come, the one with the highest number is the current one. At
    most one edition waits for its time; it may still be withdrawn. Restoring an older one makes
    its document the draft. ``document`` is ``{"schema": 1, "sections": {...}}``.
    """

    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.CharField("for readers: what changed and why", max_length=500)
    internal_note = models.CharField(
        "for the staff only", max_length=500, blank=True, default="", db_default=""
    )
    corrections = models.PositiveIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="How often the notes of editions were corrected since it was published.",
    )
    changes = models.PositiveIntegerField(
        "changes", null=True, editable=False, help_text="How many differ from the edition before."
    )
    published_at = models.DateTimeField()
    # Only these wait for their time: whatever is known to be public stays so when a clock is set
    # back.
    is_scheduled = models.BooleanField(default=False, db_default=False, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ("view",)  # nobody adds, changes or deletes one by hand
        permissions = [("publish_edition", "Can publish an edition")]
        constraints = [rule("number_from_one", Q(number__gte=1), "Editions are numbered from 1.")]

    def __str__(self) -> str:
        return f"Edition {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise EditionIsImmutable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EditionIsImmutable

    def correct_note(self, note: str) -> None:
        """Change the note that readers see; the rest of the edition stays."""
        self.note = note
        super().save(update_fields=["note"])
        # The current edition is asked for by every page, which learns of the correction from it.
        models.QuerySet["Edition"](Edition).update(corrections=models.F("corrections") + 1)

    def waits(self, *, now: dt.datetime | None = None) -> bool:
        """Return whether its time has not come, as in ``EditionQuerySet.public``."""
        if now is None and EditionQuerySet.seen == (self.number, self.published_at):
            return False
        return self.is_scheduled and self.published_at > (now or timezone.now())

    def withdraw(self, *, now: dt.datetime) -> None:
        """Delete the edition while it waits for its time, else raise ``EditionIsImmutable``."""
        if not self.waits(now=now):
            raise EditionIsImmutable
        super().delete()


class DraftCount(models.Model):
    """A counter, in one row, that rises in every transaction that writes the draft."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [rule("one_row", Q(pk=1), "There is one version of the draft.")]


class Trace(models.Model):
    """What an entry of the history changed in the draft (``roles.editing.traces``)."""

    entry = models.OneToOneField("admin.LogEntry", models.CASCADE, primary_key=True)
    changes = models.JSONField()

    class Meta:
        default_permissions = ()


class ContentFile(models.Model):
    """A content file that was loaded, and what the draft looked like right after.

    As long as the draft still looks like that, nobody has edited it and a newer file may replace
    it; once it looks different, it is an editor's work and stays.
    """

    path = models.CharField(max_length=200, unique=True)
    file_hash = models.CharField(max_length=64)
    draft_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.path
