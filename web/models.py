"""The counts behind ``web.limits``, shared by all web processes."""

from django.db import models


class Counter(models.Model):
    """One count of a limit (``web.limits``).

    ``key_hash`` is a keyed hash of what is counted: neither an address nor a name can be read from
    it, or found by trying all of them. Nothing is kept longer than its limit looks back.
    """

    key_hash = models.CharField(max_length=64, primary_key=True)
    value = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
