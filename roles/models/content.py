"""Which content files the draft was started from."""

from django.db import models


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
