"""What changed between two editions is derived, and told in the office's words."""

import pytest

from publishing.comparison.comparing import Comparing
from publishing.comparison.kinds import Kind
from publishing.comparison.lines import pieces_of
from publishing.comparison.sides import Reader
from publishing.comparison.table import Change
from publishing.document import Document
from strategy.blocks import text_of
from tests.documents import COMPREHENSIVE, again, aligned, document, entry

FIGURE = {
    "file": "figures/a.png", "sha256": "a" * 64, "type": "image/png", "width": 10, "height": 10,
    "caption": "概念図", "alt": "見本の図", "source": "",
}  # fmt: skip


def turned(item: dict, **fields) -> dict:
    """The same item in the next edition."""
    return item | fields


def changes(old: Document, new: Document, **more) -> tuple[Change, ...]:
    return Comparing(Reader(old), Reader(new), **more).changes()


def kinds(old: Document, new: Document, **more) -> list[tuple[tuple[Kind, ...], str]]:
    return [(change.kinds, change.place.words) for change in changes(old, new, **more)]


def words(change: Change, side: str) -> list[str]:
    """The lines of one side as text."""
    found = (getattr(line, side) for line in change.lines)
    return ["".join(text_of(block.runs) for block in blocks) if blocks else "" for blocks in found]


@pytest.fixture
def goal() -> dict:
    return entry(
        "GOAL", "子どもの目標", "第1章", [entry("MEASURE", "親子の居場所", "①", body="<p>見本です。</p>")]
    )


def test_equal_editions_have_no_change(goal):
    assert changes(document(goal), document(goal)) == ()


def test_a_body_that_says_something_else_was_revised(goal):
    (measure,) = goal["items"]
    new = turned(goal, items=[turned(measure, body="<p>見本の文です。</p>")])
    (change,) = changes(document(goal), document(new))
    assert (change.kinds, change.place.words, change.key) == (
        (Kind.REVISED,),
        "第1章①親子の居場所",
        f"item:{measure['lineage']}",
    )
    assert (words(change, "old"), words(change, "new")) == (["見本です。"], ["見本の文です。"])
    assert pieces_of(change.lines) == [("", "の文")]
    assert (change.count, change.brief) == (1, "「の文」を加える")


def test_a_new_title_is_told_with_its_heading_on_both_sides(goal):
    new = turned(goal, title="子どもと若者の目標")
    (change,) = changes(document(goal), document(new))
    assert change.kinds == (Kind.RETITLED,)
    assert words(change, "old") == ["第1章　子どもの目標"]
    assert words(change, "new") == ["第1章　子どもと若者の目標"]


def test_a_branch_that_came_or_went_is_one_change(goal):
    (came,) = changes(document(), document(goal))
    (went,) = changes(document(goal), document())
    assert (came.kinds, went.kinds) == ((Kind.NEW,), (Kind.REMOVED,))
    assert words(came, "new") == ["第1章　子どもの目標", "①親子の居場所", "見本です。"]
    assert words(went, "old") == words(came, "new")
    assert words(came, "old") == ["", "", ""]
    assert [side.lineage for side in came.new] == [goal["lineage"], goal["items"][0]["lineage"]]
    assert (came.place.old_page, went.place.new_page) == ("", "")


def test_renumbering_alone_is_told_by_the_way_the_numbers_went():
    one, other = entry("GOAL", "雇用", "第1章"), entry("GOAL", "観光", "第2章")
    ahead, behind = document(one, other), document(turned(other, number="第1章"))
    assert kinds(ahead, behind) == [((Kind.REMOVED,), "第1章　雇用"), ((Kind.UP,), "第1章　観光")]
    assert kinds(behind, ahead) == [((Kind.NEW,), "第1章　雇用"), ((Kind.DOWN,), "第2章　観光")]


@pytest.mark.parametrize(
    ("before", "after"), [("⑨", "⑩"), ("（2）", "（10）"), ("第1章－9", "第2章－1"), ("ア", "イ")]
)
def test_numbers_are_compared_as_numbers(before, after):
    one = entry("GOAL", "雇用", before)
    (change,) = changes(document(one), document(turned(one, number=after)))
    assert change.kinds == (Kind.DOWN,)


def test_an_item_that_moved_says_from_where_to_where(goal):
    (measure,) = goal["items"]
    other = entry("GOAL", "まちの目標", "第2章")
    old = document(goal, other)
    new = document(turned(goal, items=[]), turned(other, items=[measure]))
    (change,) = changes(old, new)
    assert change.kinds == (Kind.MOVED,)
    assert words(change, "old") == ["①親子の居場所", "第1章　子どもの目標", "見本です。"]
    assert words(change, "new") == ["①親子の居場所", "第2章　まちの目標", "見本です。"]
    assert pieces_of(line for line in change.lines if line.form == "text") == []


def test_a_merge_and_a_split_show_every_item_that_took_part():
    one = entry("MEASURE", "健診", "①", body="<p>健診をします。</p>")
    other = entry("MEASURE", "相談", "②", body="<p>相談にのります。</p>")
    both = turned(one, title="健診と相談", body=one["body"] + other["body"])
    links = {(one["lineage"], one["lineage"]), (other["lineage"], one["lineage"])}
    (merged,) = changes(document(one, other), document(both), links=links)
    assert merged.kinds == (Kind.MERGED, Kind.RETITLED)
    assert words(merged, "old") == ["①健診", "健診をします。", "②相談", "相談にのります。"]
    assert words(merged, "new") == ["①健診と相談", "健診をします。", "", "相談にのります。"]
    (split,) = changes(document(both), document(one, other), links={(b, a) for a, b in links})
    assert split.kinds == (Kind.SPLIT, Kind.RETITLED)
    assert [side.title for side in split.new] == ["健診", "相談"]


def test_departments_levels_alignments_and_repeats_are_told_as_facts(goal):
    (measure,) = goal["items"]
    pillar = entry("PILLAR", "子育て環境の充実")
    to = aligned(entry("MEASURE", "総合計画の施策", "①"), COMPREHENSIVE, page=33)
    new = turned(measure, department="こども課", level="主な取組み", level_key="initiative", alignments=[to])
    old_edition = document(pillar, turned(goal, items=[measure]))
    new_edition = document(pillar, turned(goal, items=[new], relisted=[again(pillar, 0)]))
    of_goal, of_measure = changes(old_edition, new_edition)
    assert (of_goal.kinds, of_measure.kinds) == (
        (Kind.RELISTED,),
        (Kind.LEVEL, Kind.DEPARTMENT, Kind.ALIGNMENT),
    )
    facts = {line.label: line for line in of_measure.lines if line.form == "fact"}
    assert set(facts) == {"階層", "所管課", "対応"}
    assert text_of(facts["所管課"].new[0].runs) == "こども課"
    assert text_of(facts["対応"].new[0].runs) == (
        "豊中市「第4次豊中市総合計画」①総合計画の施策（33ページ）（整合）"
    )


def test_a_pillar_that_has_another_title_is_no_change_of_what_is_aligned_with_it(goal):
    pillar = entry("PILLAR", "子育て環境の充実")
    renamed = turned(pillar, title="子育て環境")
    (measure,) = goal["items"]
    old = document(pillar, turned(goal, items=[turned(measure, alignments=[aligned(pillar)])]))
    new = document(renamed, turned(goal, items=[turned(measure, alignments=[aligned(renamed)])]))
    assert kinds(old, new) == [((Kind.RETITLED,), "子育て環境")]


def test_figures_stand_in_a_place_of_their_own_with_both_pictures(goal):
    old = document(turned(goal, figures=[FIGURE]))
    new = document(turned(goal, figures=[FIGURE | {"sha256": "b" * 64, "file": "figures/b.png"}]))
    (change,) = changes(old, new)
    (line,) = change.lines
    assert (change.kinds, change.place.words, change.brief) == ((Kind.FIGURE,), "概念図", "図を差し替える")
    assert (line.old_picture.sha256[0], line.new_picture.sha256[0]) == ("a", "b")


def test_a_reorganisation_is_one_row_however_many_items_it_touches():
    items = [entry("MEASURE", f"取組み{n}", department="こども部　こども課") for n in range(3)]
    moved = [turned(item, department="未来部　こども課") for item in items]
    other = entry("MEASURE", "道路", department="都市部　道路課")
    pair = ("こども部　こども課", "未来部　こども課")
    old, new = document(*items, other), document(*moved, turned(other, department="未来部　こども課"))
    whole, single = changes(old, new, successions={pair})
    assert (whole.key, whole.kinds, whole.count) == ("departments", (Kind.ORGANISATION,), 3)
    assert whole.place.words == "組織名称の変更（3項目）"
    assert (words(whole, "old"), words(whole, "new")) == ([pair[0]], [pair[1]])
    assert (single.kinds, single.place.words) == ((Kind.DEPARTMENT,), "道路")


def test_the_title_changed_throughout_is_one_row_with_the_number_of_places():
    text = "<p>第3期戦略は、国の総合戦略を勘案します。</p><p>第3期戦略の期間は5年です。</p>"
    one = entry("TEXT", "第3期戦略の概要", "1", body=text)
    more = entry("TEXT", "推進体制", "2", body="<p>第3期戦略を毎年検証します。</p>")
    old = document(one, more, title="第3期見本総合戦略", short_title="第3期戦略")
    new = document(
        turned(one, title="デジタル戦略の概要", body=text.replace("第3期戦略", "デジタル戦略")),
        turned(more, body="<p>デジタル戦略を毎年度検証します。</p>"),
        title="見本デジタル総合戦略",
        short_title="デジタル戦略",
    )
    title, revised = changes(old, new)
    assert (title.key, title.kinds, title.count) == ("title", (Kind.THROUGHOUT,), 4)
    assert title.place.words == "計画のタイトル及びそれに基づく本文中の名称（本文中4箇所）"
    assert (revised.kinds, revised.place.words) == ((Kind.REVISED,), "2　推進体制")


def test_a_term_that_the_planner_names_is_told_once():
    items = [entry("MEASURE", f"取り組み{n}", body="<p>主な取り組みです。</p>") for n in range(3)]
    new = [
        turned(item, title=item["title"].replace("り", ""), body="<p>主な取組みです。</p>") for item in items
    ]
    spelt = [turned(item, title=item["title"].replace("取り組み", "取組み")) for item in new]
    (change,) = changes(document(*items), document(*spelt), terms=[("取り組み", "取組み")])
    assert (change.key, change.kinds, change.count) == ("words:取り組み", (Kind.THROUGHOUT,), 6)


def test_period_terms_and_roles_of_the_plan_are_compared():
    roles = [{"number": "①", "label": "総合戦略", "legal_basis": "", "plan": None}]
    terms = [{"word": "関係人口", "reading": "", "definition": "地域と関わる人。"}]
    old = document(terms=terms)
    new = document(
        last_fiscal_year=2029,
        terms=[terms[0] | {"definition": "地域と多様に関わる人。"}, terms[0] | {"word": "ＤＸ"}],
        roles=roles,
    )
    assert kinds(old, new) == [
        ((Kind.PERIOD,), "計画期間"),
        ((Kind.REVISED,), "用語の定義「関係人口」"),
        ((Kind.NEW,), "用語の定義「ＤＸ」"),
        ((Kind.REVISED,), "計画の役割"),
    ]


def test_radicals_are_no_change_but_a_hint(goal):
    (measure,) = goal["items"]
    old = turned(goal, items=[turned(measure, body="<p>⼦育て⽀援</p>")])
    new = turned(goal, items=[turned(measure, body="<p>子育て支援</p>")])
    found = Comparing(Reader(document(old)), Reader(document(new)))
    assert found.changes() == ()
    (hint,) = found.hints
    assert hint.startswith("第1章①親子の居場所：旧の文に、漢字の部首の文字")


def test_bold_type_alone_is_a_change_of_format(goal):
    (measure,) = goal["items"]
    new = turned(goal, items=[turned(measure, body="<p><strong>見本</strong>です。</p>")])
    assert kinds(document(goal), document(new)) == [((Kind.FORMAT,), "第1章①親子の居場所")]


def test_a_body_too_large_to_clean_is_compared_as_its_source(goal):
    huge = "<p>" + "見本です。" * 250_000 + "</p>"
    new = turned(goal, body=huge)
    (change,) = changes(document(goal), document(new))
    assert change.kinds == (Kind.REVISED,)


def test_pages_of_both_editions_stand_with_the_place(goal):
    new = turned(goal, title="子ども・若者")
    pages = ({goal["lineage"]: "5"}, {goal["lineage"]: "Ⅳ－85"})
    comparing = Comparing(Reader(document(goal), pages[0]), Reader(document(new), pages[1]))
    (change,) = comparing.changes()
    assert (change.place.old_page, change.place.new_page) == ("5", "Ⅳ－85")


def test_levels_that_have_other_names_are_told_in_the_order_of_the_edition():
    rows = [{"key": f"level{n}", "name": f"階層{n}", "depth": n, "kind": "GOAL"} for n in range(9)]
    named = [row | {"name": f"段{row['depth']}"} for row in rows]
    (change,) = changes(document(levels=rows), document(levels=named))
    assert (change.key, change.kinds) == ("levels", (Kind.LEVEL,))
    assert words(change, "new") == [f"段{n}" for n in range(9)]
