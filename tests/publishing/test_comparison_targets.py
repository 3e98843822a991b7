"""What became of the rows of KPI tables: derived by lineage, each told once, nothing missing."""

import copy

import pytest

from publishing.comparison.comparing import Comparing
from publishing.comparison.hand import Hand, Note
from publishing.comparison.kinds import Kind
from publishing.comparison.reading import arranged, content_of
from publishing.comparison.sides import Reader
from publishing.comparison.table import Change, Table
from publishing.document import Document
from tests.documents import Data, document, entry, kpi_plan, point, target, with_targets

GOAL, OTHER = "第1章", "第2章"


def plan(*items: Data, **changes) -> Document:
    return document(*items, schema=2, **changes)


def held(number: str, *targets: Data, again: dict[int, Data] | None = None, **fields) -> Data:
    """A goal of always the same lineage with these targets."""
    lineage = f"00000000-0000-0000-0000-{int(number[1]):012d}"
    return with_targets(
        entry("GOAL", f"{number}の目標", number, lineage=lineage), *targets, again=again, **fields
    )


def compared(old: Document, new: Document, **more) -> tuple[Change, ...]:
    return Comparing(Reader(old), Reader(new), **more).changes()


def table_of(old: Document, new: Document, hand: Hand | None = None) -> Table:
    return arranged(Comparing(Reader(old), Reader(new)), hand or Hand())


def told(old: Document, new: Document, **more) -> list[tuple[str, tuple[Kind, ...]]]:
    """Name and kinds of every row that changed."""
    return [(row.name, row.kinds) for change in compared(old, new, **more) for row in change.targets]


def satisfied(**fields) -> Data:
    """A target of always the same lineage."""
    made = target("満足度", "73%", "68.1%（令和3年度）", unit="%", audience="18～49歳", source="市民意識調査")
    return made | {"lineage": "00000000-0000-0000-0000-00000000aaaa", "indicator": "見本"} | fields


def test_equal_documents_have_no_change():
    made = kpi_plan()
    assert compared(made, Document(copy.deepcopy(made.data))) == ()


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("target", "75%", Kind.TARGET_VALUE),
        ("baseline", "68.3%（令和3年度）", Kind.TARGET_BASELINE),
        ("baseline_note", "※全国平均：78.5%", Kind.TARGET_BASELINE),
        ("name", "生活の満足度", Kind.TARGET_RETITLED),
        ("audience", "25～49歳", Kind.TARGET_DETAIL),
        ("source", "国勢調査", Kind.TARGET_DETAIL),
        ("unit", "ポイント", Kind.TARGET_DETAIL),
        ("is_survey", True, Kind.TARGET_DETAIL),
        ("other_wording", "7割強", Kind.TARGET_DETAIL),
        ("role", "NUMERIC", Kind.TARGET_DETAIL),
        ("reference_path", [point("短期", 2027, "70")], Kind.TARGET_DETAIL),
        ("rationale", "国の目標による。", Kind.RATIONALE),
    ],
)
def test_a_field_that_differs_has_a_kind(field, value, kind):
    old, new = plan(held(GOAL, satisfied())), plan(held(GOAL, satisfied(**{field: value})))
    (change,) = compared(old, new)
    assert (change.key, change.kinds) == (f"item:{new.items[0].lineage}", (kind,))
    assert [row.kinds for row in change.targets] == [(kind,)]


def test_what_is_read_out_of_the_print_is_no_change_of_the_text():
    old = plan(held(GOAL, satisfied()))
    new = plan(held(GOAL, satisfied(spec={"kind": "qualitative"}, better="DOWN", indicator="別の指標")))
    assert compared(old, new) == ()


def test_rows_come_and_go_with_the_item_they_stand_at():
    one, other = satisfied(), target("登録者数", "10人")
    old, new = plan(held(GOAL, one)), plan(held(GOAL, other))
    assert told(old, new) == [("満足度", (Kind.TARGET_REMOVED,)), ("登録者数", (Kind.TARGET_NEW,))]


def test_a_new_item_tells_of_its_rows_in_its_own_change():
    """The table of 豊中市's row 6: a new heading with five KPIs is one row."""
    digital = [target(f"デジタル{n}", "10人") for n in range(5)]
    old, new = plan(held(GOAL, satisfied())), plan(held(GOAL, satisfied()), held(OTHER, *digital))
    (change,) = compared(old, new)
    assert change.kinds == (Kind.NEW, Kind.TARGET_NEW)
    assert [row.name for row in change.targets] == [f"デジタル{n}" for n in range(5)]
    (back,) = compared(new, old)
    assert back.kinds == (Kind.REMOVED, Kind.TARGET_REMOVED)


def test_a_row_that_moved_to_another_item_is_told_there_once():
    one = satisfied()
    old = plan(held(GOAL, one), held(OTHER))
    new = plan(held(GOAL), held(OTHER, one | {"target": "75%"}))
    (change,) = compared(old, new)
    assert (change.place.words, change.kinds) == (
        "第2章　第2章の目標",
        (Kind.TARGET_VALUE, Kind.TARGET_MOVED),
    )


def test_a_row_that_moved_to_an_item_that_is_new_has_a_row_of_its_own():
    one = satisfied()
    old, new = plan(held(GOAL, one)), plan(held(GOAL), held(OTHER, one))
    came, moved = compared(old, new)
    assert (came.kinds, came.targets) == ((Kind.NEW,), ())
    assert (moved.key, moved.kinds) == (f"targets:{new.items[1].lineage}", (Kind.TARGET_MOVED,))
    (back,) = [change for change in compared(new, old) if change.targets]
    assert back.kinds == (Kind.TARGET_MOVED,)


def test_only_what_lost_its_order_moved():
    rows = [satisfied(lineage=f"r{n}", name=f"指標{n}") for n in range(4)]
    old, new = plan(held(GOAL, *rows)), plan(held(GOAL, rows[3], *rows[:3]))
    assert told(old, new) == [("指標3", (Kind.TARGET_MOVED,))]


def test_rows_shown_again_are_told_where_they_are_shown():
    one = satisfied()
    old, new = plan(held(GOAL, one), held(OTHER)), plan(held(GOAL, one), held(OTHER, again={0: one}))
    (change,) = compared(old, new)
    assert (change.place.words, change.kinds) == ("第2章　第2章の目標", (Kind.TARGET_RELISTED,))
    assert told(new, old) == [("満足度", (Kind.TARGET_RELISTED,))]
    assert compared(new, Document(copy.deepcopy(new.data))) == ()


def test_a_row_shown_again_follows_its_target_without_a_change_of_its_own():
    old = plan(held(GOAL, satisfied()), held(OTHER, again={0: satisfied()}))
    new = plan(held(GOAL, satisfied(target="75%")), held(OTHER, again={0: satisfied()}))
    assert told(old, new) == [("満足度", (Kind.TARGET_VALUE,))]


def test_rows_of_joined_items_answer_to_each_other_by_name():
    """Of an import that knows no lineages."""
    old = plan(entry("GOAL", "目標", "第1章") | {"targets": [target("満足度", "73%")]})
    new = plan(entry("GOAL", "目標", "第1章") | {"targets": [target("満足度", "75%")]})
    links = {(old.items[0].lineage, new.items[0].lineage)}
    assert told(old, new, links=links) == [("満足度", (Kind.TARGET_VALUE,))]
    assert [kinds for _, kinds in told(old, new)] == [(Kind.TARGET_REMOVED,), (Kind.TARGET_NEW,)]


def test_what_a_row_tells_of_is_the_same_item_whatever_it_is_called():
    section = entry("DIRECTION", "節", "（1）")
    renamed = section | {"title": "新しい節"}
    old = plan(held(GOAL, satisfied(serves=[section["lineage"]])), section)
    new = plan(held(GOAL, satisfied(serves=[section["lineage"]])), renamed)
    assert told(old, new) == []
    assert told(old, plan(held(GOAL, satisfied()), section)) == [("満足度", (Kind.TARGET_DETAIL,))]


def test_a_term_replaced_throughout_is_no_change_of_the_rows():
    old = plan(held(GOAL, satisfied(name="取り組みの数")), held(OTHER, target("別", "1件")))
    new = plan(held(GOAL, satisfied(name="取組みの数")), *(item for item in old.data["items"][1:]))
    comparing = Comparing(Reader(old), Reader(new), terms=[("取り組み", "取組み")])
    (change,) = comparing.changes()
    assert (change.kinds, change.count) == ((Kind.THROUGHOUT,), 1)


def test_radicals_are_no_change():
    assert told(plan(held(GOAL, satisfied(name="⼦育て"))), plan(held(GOAL, satisfied(name="子育て")))) == []


def test_an_edition_older_than_targets_gains_them():
    """Frozen documents of schema 1 have none."""
    old, new = document(held(GOAL)), plan(held(GOAL, satisfied()))
    del old.data["items"][0]["targets"], old.data["items"][0]["relisted_targets"]
    assert told(Document(old.data), new) == [("満足度", (Kind.TARGET_NEW,))]
    (count,) = table_of(old, new).levels
    assert (count.name, count.old, count.new) == ("KPI", None, 1)


# --- in the table -------------------------------------------------------------------------------------------


def test_changes_are_counted_by_role():
    """KAN-8: 数値目標の目標値変更, KPIの目標値変更."""
    numeric = [satisfied(lineage=f"n{n}", name=f"目標{n}", role="NUMERIC") for n in range(2)]
    rows = [satisfied(lineage=f"r{n}", name=f"指標{n}") for n in range(3)]
    raised = [[row | {"target": "80%"} for row in found] for found in (numeric, rows)]
    table = table_of(plan(held(GOAL, *numeric, *rows)), plan(held(GOAL, *raised[0], *raised[1])))
    assert table.kind_counts == {Kind.TARGET_VALUE: 5}
    assert table.class_counts == {("数値目標", Kind.TARGET_VALUE): 2, ("KPI", Kind.TARGET_VALUE): 3}
    assert table.points == tuple(
        f"「{name}」の目標値の変更" for name in ("目標0", "目標1", "指標0", "指標1", "指標2")
    )
    assert [(count.name, count.old, count.new) for count in table.levels] == [
        ("数値目標", 2, 2),
        ("KPI", 3, 3),
    ]


def test_a_rationale_alone_stands_in_the_annex():
    table = table_of(plan(held(GOAL, satisfied())), plan(held(GOAL, satisfied(rationale="見本の根拠"))))
    (out,) = table.left_out
    assert (table.rows, table.points) == ((), ())
    assert (out.change.brief, out.reason) == (
        "「満足度」の設定根拠を改める",
        "目標値の設定根拠だけが変わりました。印刷する文は同じです。",
    )


def test_a_number_that_changed_is_told_beside_a_rationale():
    old = plan(held(GOAL, satisfied()))
    new = plan(held(GOAL, satisfied(rationale="見本の根拠")) | {"number": "第2章"})
    (change,) = compared(old, new)
    assert change.kinds == (Kind.DOWN, Kind.RATIONALE)


def test_the_rows_of_a_change_that_is_cut_are_counted_once():
    old = plan(held(GOAL, satisfied(), body="<p>一</p><p>二</p>"))
    new = plan(held(GOAL, satisfied(target="75%"), body="<p>一</p><p>二と三</p>"))
    key = f"item:{old.items[0].lineage}"
    table = table_of(old, new, Hand(notes=(Note((key,)),), cuts={key: (2,)}))
    assert [len(change.targets) for change in table.changes()] == [1, 0]
    assert table.kind_counts[Kind.TARGET_VALUE] == 1


def test_a_table_without_targets_is_kept_as_before():
    """An issue of an earlier version does not seem to have changed."""
    old, new = document(entry("TEXT", "一")), document(entry("TEXT", "二"))
    assert b"targets" not in content_of(table_of(old, new))
