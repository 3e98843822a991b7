"""A comparison as JSON: what is downloaded and what is kept when it is issued."""

import datetime
import json

import pytest

from publishing.comparison.data import from_data, to_data
from publishing.document import canonical_bytes
from tests.publishing.comparisons import table as full_table


def test_a_table_is_the_same_after_it_was_stored():
    table = full_table()
    stored = json.loads(canonical_bytes(to_data(table)))
    assert from_data(stored) == table


def test_the_mark_of_its_issue_is_stored_with_it():
    at = datetime.datetime(2023, 1, 23, 9, tzinfo=datetime.UTC)
    table = full_table().issued(2, at)
    assert from_data(json.loads(canonical_bytes(to_data(table)))).issue == table.issue


def test_another_schema_is_not_guessed_at():
    with pytest.raises(ValueError, match="unknown schema"):
        from_data({"schema": 99, "table": {}})
