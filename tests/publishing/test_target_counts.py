"""How many targets a document prints (KAN-3)."""

from publishing.target_counts import TargetCount, target_counts
from tests.documents import document, entry, kpi_plan, target, with_targets


def test_rows_are_counted_by_role_with_those_shown_again():
    assert [(count.name, count.words) for count in target_counts(kpi_plan())] == [
        ("KGI", "2件"),
        ("KPI", "10件（再掲1を含む）"),
        ("補足指標", "2件"),
    ]


def test_of_some_entries_alone():
    made = kpi_plan()
    town = made.items[1].items[2]
    assert target_counts(made, town.walk()) == (TargetCount("KPI", 3, 1),)
    assert target_counts(made, town.items[0].walk()) == ()


def test_a_row_that_is_only_shown_again_counts():
    first = target("見本", "1件")
    made = document(
        with_targets(entry("TEXT", "一"), first),
        with_targets(entry("TEXT", "二"), again={0: first}),
        schema=2,
    )
    assert [count.words for count in target_counts(made)] == ["2件（再掲1を含む）"]


def test_a_document_without_targets_counts_nothing():
    assert target_counts(document(entry("TEXT", "本文"))) == ()
