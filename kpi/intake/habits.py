"""What the headings of a government's own tables mean, as somebody said it last time."""

from collections.abc import Mapping

from accounts.models import Government
from kpi.intake.columns import FIELDS, heading_key
from kpi.models import ColumnHabit

UNUSED = "unused"  # the column says nothing of use
LONGEST = 200


def habits_of(government: Government) -> dict[str, str]:
    """The key of ``FIELDS`` by heading; ``UNUSED`` where a column is not read. One query."""
    return dict(ColumnHabit.objects.filter(government=government).values_list("heading", "field"))


def remember(government: Government, meanings: Mapping[str, str]) -> None:
    """Keep what headings mean from now on: part of the verb by which a person said so. Two queries at most."""
    rows = {}
    for heading, field in meanings.items():
        key = heading_key(heading)[:LONGEST]
        if key and (field in FIELDS or field == UNUSED):
            rows[key] = ColumnHabit(government=government, heading=key, field=field)
    ColumnHabit.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["government", "heading"],
        update_fields=["field"],
    )
