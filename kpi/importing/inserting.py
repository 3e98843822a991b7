"""Many new revisions at once. Part of the verb that applies an upload.

``bulk_create`` prepares every value of every row by itself, which for ten thousand revisions takes longer than reading,
checking and comparing them; here a column's values are prepared alike. The database checks them as ever.
"""

import datetime
from collections.abc import Iterator, Sequence

from django.db import connection

from accounts.models import User
from kpi.importing.changes import FigureWrite
from kpi.models import MeasurementRevision

_FIELDS = (
    "measurement n value places numerator denominator quality is_running_total is_partial state by at note why"
).split()


def insert_revisions(
    writes: Sequence[FigureWrite],
    measurements: Sequence[int],
    *,
    actor: User | None,
    at: datetime.datetime,
    source: str,
) -> None:
    """Add a revision (入力中) to each measurement; ``source`` is the reason of those that have none of their own."""
    meta, quote = MeasurementRevision._meta, connection.ops.quote_name
    columns = ", ".join(quote(meta.get_field(name).column) for name in _FIELDS)
    places = ", ".join(["%s"] * len(_FIELDS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})",
            list(_rows(writes, measurements, actor, at, source)),
        )


def _rows(
    writes: Sequence[FigureWrite],
    measurements: Sequence[int],
    actor: User | None,
    at: datetime.datetime,
    source: str,
) -> Iterator[tuple[object, ...]]:
    field = MeasurementRevision._meta.get_field("value")
    digits, places = field.max_digits, field.decimal_places
    decimal = connection.ops.adapt_decimalfield_value
    moment, who = connection.ops.adapt_datetimefield_value(at), actor.pk if actor else None
    draft, longest = MeasurementRevision.State.DRAFT.value, 500
    for write, measurement in zip(writes, measurements, strict=True):
        figures = (
            None if one is None else decimal(one, digits, places)
            for one in (write.value, write.numerator, write.denominator)
        )
        value, numerator, denominator = figures
        yield (
            measurement, write.n, value, write.places, numerator, denominator, write.quality, write.is_running_total,
            write.is_partial, draft, who, moment, write.note, (write.why or source)[:longest],
        )  # fmt: skip
