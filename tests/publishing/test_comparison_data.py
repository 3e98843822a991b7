"""A comparison as JSON: what is downloaded and what is kept when it is issued."""

import datetime
import json

import pytest

from publishing.comparison.comparing import Comparing
from publishing.comparison.data import from_data, to_data
from publishing.comparison.hand import Hand
from publishing.comparison.reading import arranged
from publishing.comparison.sides import Reader
from publishing.document import canonical_bytes
from tests.documents import document, kpi_plan
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


def test_the_rows_of_kpi_tables_are_stored_with_both_sides():
    table = arranged(Comparing(Reader(document()), Reader(kpi_plan())), Hand())
    stored = json.loads(canonical_bytes(to_data(table)))
    assert from_data(stored) == table
    told = next(row for row in stored["table"]["rows"] if row["changes"][0].get("targets"))["changes"][0]
    assert (told["targets"][0]["role"], told["targets"][0]["kinds"]) == ("KGI", ["KPIの追加"])
    assert (told["targets"][0]["old"], told["targets"][0]["new"]["target"]) == (None, "40万人以上")


def test_a_table_kept_before_there_were_targets_is_read_and_has_its_bytes():
    stored = to_data(full_table())
    assert all("targets" not in change for row in stored["table"]["rows"] for change in row["changes"])
    assert [change.targets for change in from_data(stored).changes()] == [()] * 9
