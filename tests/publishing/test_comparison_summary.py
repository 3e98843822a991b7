"""What changed on the whole: counts per level with 再掲, kinds per level and the points that follow from the rows."""

import uuid

import pytest

from publishing.comparison.arranging import rows_of
from publishing.comparison.comparing import Comparing
from publishing.comparison.hand import Hand, Note
from publishing.comparison.kinds import Kind
from publishing.comparison.reading import arranged
from publishing.comparison.sides import Reader
from publishing.comparison.summary import level_counts, review_points
from publishing.comparison.table import LevelCount, Table
from publishing.document import Document
from tests import kanagawa_tree
from tests.documents import Data, document, entry

LEVELS = [{"key": "chapter", "name": "章", "kind": "GOAL", "numbering": "chapter", "depth": 1, "under": [""]}]


def table_of(old: Document, new: Document, hand: Hand | None = None) -> Table:
    return arranged(Comparing(Reader(old), Reader(new)), hand or Hand())


def chapter(title: str, n: int, body: str = "", items: list[Data] | None = None, **fields) -> Data:
    """A chapter whose lineage follows from ``n``."""
    lineage = str(uuid.UUID(int=n))
    return entry(
        "GOAL", title, "", items, level_key="chapter", level="章", lineage=lineage, body=body, **fields
    )


def draft(*items: Data, **changes) -> Document:
    return document(*items, levels=LEVELS, **changes)


# --- a plan as large as 神奈川県's ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kanagawa() -> Table:
    return table_of(kanagawa_tree.enacted(), kanagawa_tree.revised())


def test_kanagawas_counts(kanagawa):
    """KAN-2 to KAN-4: 4, 12, 31, 132（再掲2を含む）, and after the revision 139（再掲2を含む）."""
    assert [
        (row.name, row.depth, row.old, row.old_relisted, row.new, row.new_relisted, row.difference)
        for row in kanagawa.levels
    ] == [
        ("基本目標", 1, 4, 0, 4, 0, 0),
        ("中柱", 2, 12, 0, 12, 0, 0),
        ("小柱", 3, 31, 0, 31, 0, 0),
        ("主な取組み", 4, 132, 2, 139, 2, 7),
    ]


def test_kanagawas_changes_by_level_and_kind(kanagawa):
    """KAN-8: derived from the texts, not typed."""
    assert kanagawa.class_counts == {
        ("主な取組み", Kind.NEW): kanagawa_tree.ADDED,
        ("主な取組み", Kind.RETITLED): len(kanagawa_tree.RENAMED),
        ("主な取組み", Kind.REVISED): len(kanagawa_tree.RENAMED),
    }
    assert kanagawa.kind_counts == {Kind.NEW: 7, Kind.RETITLED: 5, Kind.REVISED: 5}


def test_kanagawas_rows_stand_in_the_order_of_the_plan(kanagawa):
    order = [entry.lineage for entry in kanagawa_tree.revised().walk()]
    places = [order.index(change.new[0].lineage) for row in kanagawa.rows for change in row.changes]
    assert len(places) == 12
    assert places == sorted(places)


def test_many_of_a_kind_are_counted_instead_of_named(kanagawa):
    assert kanagawa.points == ("主な取組みの改正（5件）", "主な取組みの追加（7件）")


def test_the_stages_of_a_revision_are_counted_apart():
    """KAN-7: 時点修正 and 柱の見直し; a row belongs to a stage."""
    plain = table_of(kanagawa_tree.enacted(), kanagawa_tree.revised())
    keys = [row.keys[0] for row in plain.rows]
    notes = [
        *(Note((key,), reason="見本", revision_stage="時点修正") for key in keys[:5]),
        Note(tuple(keys[5:8]), reason="見本", revision_stage="柱の見直し"),
    ]
    table = table_of(kanagawa_tree.enacted(), kanagawa_tree.revised(), Hand(notes=tuple(notes)))
    assert table.revision_stages == {"時点修正": 5, "柱の見直し": 1}
    assert len(table.without_reason) == 4


# --- counts -------------------------------------------------------------------------------------------------


def test_a_level_of_one_edition_only_has_no_count_in_the_other():
    section = {
        "key": "section",
        "name": "節",
        "kind": "DIRECTION",
        "numbering": "none",
        "depth": 2,
        "under": [],
    }
    old = draft(chapter("甲", 1), chapter("乙", 2))
    renamed = LEVELS[0] | {"name": "編"}
    new = document(
        chapter("甲", 1, items=[entry("DIRECTION", "節", level_key="section")]), levels=[renamed, section]
    )
    assert level_counts(old, new) == (
        LevelCount("編", 1, 2, 0, 1, 0),
        LevelCount("節", 2, None, 0, 1, 0),
    )
    assert [(row.name, row.old, row.new, row.difference) for row in level_counts(new, old)] == [
        ("章", 1, 2, 1),
        ("節", 1, None, -1),
    ]


# --- points -------------------------------------------------------------------------------------------------


def test_what_became_of_the_plan_is_said_before_what_became_of_its_items():
    old = draft(
        chapter("甲", 1, "<p>見本総合戦略の甲。</p>"),
        chapter("乙", 2, "<p>乙の本文です。</p>"),
        chapter("丙", 3),
        terms=[{"word": "柱", "reading": "", "definition": "取組みの柱"}],
    )
    new = draft(
        chapter("甲", 1, "<p>新見本総合戦略の甲。</p>"),
        chapter("乙", 2, "<p>乙の本文を改めました。</p>"),
        chapter("丁", 4, items=[chapter("丁の下", 5)]),
        title="新見本総合戦略",
        last_fiscal_year=2029,
    )
    assert table_of(old, new).points == (
        "計画名称の変更",
        "計画期間の変更",
        "用語の定義の変更",
        "「乙」の改正",
        "「丙」の削除",
        "「丁」の追加",
    )


def test_what_the_planner_left_out_is_no_point_and_what_the_planner_wrote_stands():
    old = draft(chapter("甲", 1, "<p>古い文。</p>"), chapter("乙", 2, "<p>古い文。</p>"))
    new = draft(chapter("甲", 1, "<p>改めた文。</p>"), chapter("乙", 2, "<p>改めた文。</p>"))
    out = Hand(notes=(Note((f"item:{uuid.UUID(int=1)}",), "OMITTED", reason="見本"),))
    assert table_of(old, new, out).points == ("「乙」の改正",)
    assert table_of(old, new, Hand(points=("見本の点",))).points == ("見本の点",)


def test_points_are_few():
    old = draft(*(chapter(f"{n}章", n) for n in range(1, 7)))
    new = draft(
        *(chapter(f"{n}章", n, "<p>本文を書きました。</p>") for n in (1, 2, 3)),
        *(chapter(f"新しい{n}章", n) for n in (4, 5, 6)),
        *(chapter(f"{n}章", n) for n in (7, 8, 9)),
    )
    assert table_of(old, new).points == ("章の改正（3件）", "章の名称変更（3件）", "章の追加（3件）")


def test_a_long_name_is_cut_and_a_figure_is_called_by_its_caption():
    picture = {
        "file": "figures/a.png", "sha256": "a" * 64, "type": "image/png", "width": 8, "height": 8,
        "caption": "概念図", "alt": "見本", "source": "",
    }  # fmt: skip
    old = draft(chapter("甲", 1, figures=[picture]))
    new = draft(chapter("甲", 1, figures=[picture | {"sha256": "b" * 64}]), chapter("長い題" * 20, 2))
    assert table_of(old, new).points == ("「概念図」の変更", f"「{('長い題' * 20)[:39]}…」の追加")


def test_a_change_cut_into_rows_is_told_once():
    old = draft(chapter("甲", 1, "<p>一つ目。</p><p>二つ目。</p>"))
    new = draft(chapter("甲", 1, "<p>一つ目を直す。</p><p>二つ目を直す。</p>"))
    key = f"item:{uuid.UUID(int=1)}"
    assert table_of(old, new, Hand(cuts={key: (1,)})).points == ("「甲」の改正",)
    only_second = Hand(cuts={key: (1,)}, notes=(Note((key,), "OMITTED", reason="見本"),))
    assert table_of(old, new, only_second).points == ("「甲」の改正",)


def test_no_change_has_no_points():
    table = table_of(draft(chapter("甲", 1)), draft(chapter("甲", 1)))
    assert (table.points, table.class_counts, rows_of((), Hand())) == ((), {}, ((), ()))
    assert review_points(table) == ()
