"""Which words of a report become a 申し送り."""

from dataclasses import replace

from kpi.review.decisions import decisions_of
from kpi.review.practice import DEFAULT, Effect, Word
from tests.kpi.test_gaps import ITEM, report
from tests.kpi.test_rollup import row


def test_what_stays_as_it_is_hands_nothing_on():
    rows = (row("on-track", direction="継続"), row("on-track", direction="知らない語"), row("late"))
    assert decisions_of(report(rows=rows, items=(ITEM,)), DEFAULT) == ()


def test_a_target_that_is_to_be_another_is_handed_on_whatever_the_direction():
    kept = row(
        "late",
        lineage="t1",
        name="就業率",
        audience="女性",
        direction="継続",
        new_target=" 75% ",
        cause="景気",
    )
    both = replace(kept, lineage="t2", direction="改善", issue="周知", action="広報")
    again = replace(both, is_relisted=True)
    assert [
        (one.target_lineage, one.subject, one.decision, one.new_target, one.reason)
        for one in decisions_of(report(rows=(kept, both, again)), DEFAULT)
    ] == [
        ("t1", "就業率（女性）", "目標値の見直し", "75%", "景気"),
        ("t2", "就業率（女性）", "改善", "75%", "周知　広報"),
    ]


def test_the_words_are_the_governments_own():
    practice = replace(DEFAULT, directions=(Word("x", "やめる", Effect.END), Word("y", "拡充")))
    items = (
        replace(ITEM, direction="やめる", direction_reason="利用がない。"),
        replace(ITEM, direction="拡充"),
    )
    assert [(one.item_lineage, one.subject, one.decision, one.reason) for one in decisions_of(report(items=items), practice)] == [
        ("i1", "第1章－1（1）①　窓口を開く", "やめる", "利用がない。")
    ]  # fmt: skip


def test_long_texts_fit_into_the_table():
    long = row("late", name="あ" * 300, audience="い", direction="改善", issue="う" * 2500)
    (one,) = decisions_of(report(rows=(long,)), DEFAULT)
    assert (len(one.subject), len(one.reason), one.reason[-1]) == (300, 2000, "…")
