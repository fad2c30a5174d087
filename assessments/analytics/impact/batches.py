"""Read the encoded answers of very many people: thousands of rows in one value.

A million rows cost a driver some seconds just to make objects of. Here the database joins the rows
of a batch, and arrays are cut out of what arrives.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Aggregate, BinaryField, Count, Func
from django.db.models.functions import Length
from numpy.typing import NDArray

from assessments.instrument.answer_codec import ByteArray
from assessments.models import EncodedAnswers

NUMBER_BYTES = 8


@dataclass(frozen=True, slots=True, eq=False)
class EditionBatch:
    """The rows of a batch that belong to one edition (its key) and have one length, in no order."""

    edition: int
    numbers: NDArray[np.int64]
    """(n,) numbers of the rows."""
    encoded: ByteArray
    """(n, bytes) their encoded answers."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive rows up to the key ``upto``; with ``is_last`` there are no more after it."""

    groups: tuple[EditionBatch, ...]
    upto: int
    is_last: bool

    @property
    def people(self) -> int:
        return sum(len(group.numbers) for group in self.groups)


def read_batch(*, after: int, last: int, size: int) -> Batch:
    """Return the next ``size`` rows with keys above ``after``, none above ``last``: two queries."""
    rows = EncodedAnswers.objects.filter(pk__gt=after, pk__lte=last)
    upto = rows.order_by("pk").values_list("pk", flat=True)[size - 1 : size].first()
    is_last = upto is None
    upto = last if upto is None else upto
    joined = (
        rows.filter(pk__lte=upto)
        .order_by()
        .values("edition_id", length=Length("codes"))
        .annotate(people=Count("pk"), joined=_Joined(_Number("pk"), _Codes("codes")))
        .values_list("edition_id", "people", "joined")
    )
    groups = tuple(_group(*row) for row in joined)
    return Batch(groups, upto, is_last)


def _group(edition: int, people: int, joined: Any) -> EditionBatch:
    whole = bytes.fromhex(joined) if isinstance(joined, str) else joined
    rows = np.frombuffer(whole, dtype=np.uint8).reshape(people, -1)
    numbers = np.ascontiguousarray(rows[:, :NUMBER_BYTES]).view(">i8")[:, 0].astype(np.int64)
    return EditionBatch(edition, numbers, rows[:, NUMBER_BYTES:])


class _Joined(Aggregate):
    """An aggregate that joins the values of a group: bytes, or hexadecimal text in SQLite."""

    arg_joiner = " || "
    output_field = BinaryField()  # a property of the base class

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="STRING_AGG(%(expressions)s, ''::bytea)", **context
        )

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="GROUP_CONCAT(%(expressions)s, '')", **context
        )


class _Number(Func):
    """An expression for a row's key as eight bytes, the highest first."""

    output_field = BinaryField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="INT8SEND", **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Doubled twice: once for the template, once for the parameters of the statement.
        template = "PRINTF('%%%%016x', %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, **context)


class _Codes(Func):
    """An expression for the bytes of a row's answers."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="HEX(%(expressions)s)", **context)
