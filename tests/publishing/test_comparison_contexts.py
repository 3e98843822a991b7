"""What the pages of a 新旧対照表 show besides the table: what readers may see, what is suggested, which row is meant."""

import pytest

from publishing.comparison.contexts import (
    newest_issue,
    public_style,
    public_table,
    row_context,
    settings_context,
)
from publishing.comparison.pairs import office_pair
from publishing.comparison.reading import content_of, read_table
from publishing.comparison.styles import preset
from publishing.comparisons import issue_comparison, note_changes, place_changes
from publishing.document import hash_of
from publishing.editions import freeze
from tests.publishing.compared import key_of, many_changes, two_editions


@pytest.fixture
def editions(toyonaka):
    old, new = two_editions(toyonaka)
    return old, freeze(actor=None, edition=new)


def test_readers_get_the_issued_table_else_the_derived_one(editions, toyonaka):
    old, new = editions
    key = key_of(editions, "新設")
    note_changes(actor=None, old=old, new=new, keys=[key], reason="新たに行います。")
    pair = office_pair(toyonaka, "digital-strategy", 2, 1)
    assert newest_issue(old, new) is None
    derived = public_table(pair, None)
    assert all(row.reason == "" for row in derived.rows)
    issue = issue_comparison(actor=None, old=old, new=new, seen=hash_of(content_of(read_table(old, new))))
    shown = public_table(pair, newest_issue(old, new))
    assert {row.reason for row in shown.rows} == {"", "新たに行います。"}
    assert shown.issue.number == issue.number


def test_columns_that_only_the_hand_fills_are_not_public_before_it_is():
    assert public_style(preset("new-old"), None).columns == ("number", "place")
    assert public_style(preset("errata"), None) == preset("errata")


def test_a_row_is_shown_whole_with_the_tick_it_stands_under(editions, toyonaka):
    pair = office_pair(toyonaka, "digital-strategy", 2, 1)
    keys = [change.key for change in read_table(*editions).changes()]
    note_changes(actor=None, old=editions[0], new=editions[1], keys=keys, reason="まとめます。")
    context = row_context(pair, read_table(*editions), keys[1:])
    assert [change.key for change in context["changes"]] == keys[1:]
    assert context["ticks"] == ["\n".join(keys)]
    place_changes(
        actor=None, old=editions[0], new=editions[1], keys=keys[1:], placement="OMITTED", reason="誤植"
    )
    assert row_context(pair, read_table(*editions), keys[1:])["ticks"] == keys[1:]


def test_replacements_in_several_places_are_suggested_until_they_are_written(toyonaka):
    table = read_table(*many_changes(toyonaka, 3))
    ((value, old, new, places),) = settings_context(table, "")["suggestions"]
    assert value == f"{old}→{new}" and places == 3
    assert settings_context(table, f"{old} → {new}")["suggestions"] == []
