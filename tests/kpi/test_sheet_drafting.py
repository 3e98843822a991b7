"""施策調書: out with what the edition holds, back as an outline of its items, new ones at their place."""

import pytest

from accounts.models import AuditEvent, Department, Membership
from kpi.intake.outline import from_data, to_data
from kpi.models import MeasureSheet
from kpi.sheet.drafting import drafting_workbook
from kpi.sheet.drafting_reading import NotThisSheet, read_drafting
from paper.reading import read_workbook
from publishing.editions import freeze
from strategy.items import save_item
from strategy.models import PlanItem
from tests import factories
from tests.kpi import promises
from tests.kpi.office import at, staff
from tests.kpi.rounds import a_round
from tests.kpi.workbooks import HEAD, NOW, column, fill, given, grids, opened, row_of, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(toyonaka, made) -> Department:
    own = Department.objects.create(government=toyonaka, division="こども未来部", name="こども政策課")
    PlanItem.objects.filter(pk=made["direction"].pk).update(department=own)
    return own


@pytest.fixture
def target(made):
    return promises.target(made["measure1"], "産後ケアの利用者数", unit="人", baseline_text="120人（令和4年度）",
                           target_text="200人", rationale="出生数の1割", audience="産婦")  # fmt: skip


def wrote(item: PlanItem, body: str) -> None:
    save_item(actor=None, item=item, version=item.version, title=item.title, body=body)


def book_of(edition, department=None):
    return opened(drafting_workbook(edition, department, NOW))


def rows_of(page) -> list[list]:
    return [[cell.value for cell in row][:-1] for row in page.iter_rows(HEAD + 1)]


def outline(book, edition):
    return read_drafting(grids(book), edition)


def test_what_the_edition_holds_is_filled_in(edition, made, child, target):
    item = made["measure1"]
    wrote(item, "<p>一つ目です。</p><ul><li>箇条</li></ul>")
    MeasureSheet.objects.create(
        edition=edition, item=item, continuity="EXPANDED", first_year=2024, last_year=2027, budget=12000
    )
    book = book_of(edition, child)
    goal = "第1章　子ども・若者が夢や希望をもてるまちづくり"
    assert rows_of(book["施策調書"]) == [
        [
            goal,
            "第1章－1（1）①",
            "見本の取組み1",
            "拡充",
            "一つ目です。\n箇条",
            "令和6年度～令和9年度",
            12000,
            None,
        ],
        [goal, "第1章－1（1）②", "見本の取組み2", None, None, None, None, None],
        *[[goal, "第1章－1（1）の新しい施策", *[None] * 6]] * 2,
    ]
    kpis = rows_of(book["KPI案"])
    assert kpis[:2] == [
        [goal, "第1章－1（1）①", "見本の取組み1", "産後ケアの利用者数", "産婦", "人", "120人（令和4年度）", "200人",
         "出生数の1割", None],
        [goal, "第1章－1（1）①", "見本の取組み1", *[None] * 7],
    ]  # fmt: skip
    assert (len(kpis), kpis[-1][:3]) == (1 + 2 + 2 + 10, [None, "新しい施策のKPI", None])
    page = book["施策調書"]
    assert page.cell(HEAD + 1, column(page, "期間")).number_format == "@"
    assert page.cell(HEAD + 1, 1).protection.locked
    assert not page.cell(HEAD + 1, 3).protection.locked
    assert len(rows_of(book_of(edition)["施策調書"])) == 4
    other = Department.objects.create(government=child.government, division="", name="ほかの課")
    assert rows_of(book_of(edition, other)["施策調書"]) == []


def test_unchanged_it_says_what_stands_there(edition, made, child, target):
    item = made["measure1"]
    wrote(item, "<p>一つ目です。</p><p>二つ目 &lt;b&gt;</p>")
    found = outline(book_of(edition, child), edition)
    names = ("chapter", "section", "direction", "measure1", "measure2")
    rows = [PlanItem.objects.get(pk=made[name].pk) for name in names]
    assert [(node.key, node.depth, node.title, node.base) for node in found.nodes] == [
        (str(row.lineage), depth, row.title, row.version) for depth, row in zip((1, 2, 3, 4, 4), rows, strict=True)
    ]  # fmt: skip
    assert [node.body for node in found.nodes] == ["", "", "", rows[3].body, ""]
    (line,) = found.nodes[3].kpis
    assert (line.key, line.base, line.name, line.audience, line.unit, line.baseline_text) == (
        str(target.lineage), target.version, "産後ケアの利用者数", "産婦", "人", "120人（令和4年度）",
    )  # fmt: skip
    assert (line.target_text, line.rationale, line.place, line.flags) == (
        "200人",
        "出生数の1割",
        "「KPI案」5行目",
        (),
    )
    assert (found.kpis, found.flags) == ((), ())
    assert from_data(to_data(found)) == found


def test_what_a_department_wrote_comes_back_at_its_place(edition, made, child, target):
    book = book_of(edition, child)
    page = book["施策調書"]
    one = row_of(page, "（1）①", "場所")
    written = {"施策名": "産後ケア", "新規・継続・拡充": "拡充", "内容": "危ない\n<script>x</script>"}
    written |= {"予算額（千円）": 1200, "期間": "令和6年度～令和9年度", "担当課": "こども政策課"}
    fill(page, one, **written)
    new = row_of(page, "の新しい施策", "場所")
    fill(page, new, **{"施策名": "伴走型の相談", "新規・継続・拡充": "新設"})
    page = book["KPI案"]
    fill(page, HEAD + 2, **{"指標名": "満足度", "目標値": "80%"})
    free = row_of(page, "新しい施策のKPI", "場所")
    fill(page, free, **{"施策名": "伴走型の 相談", "指標名": "相談件数", "目標値": "100件"})
    fill(page, free + 1, **{"施策名": "知らない施策", "指標名": "迷子", "目標値": "1件"})
    found = outline(book, edition)
    assert [(node.depth, node.title) for node in found.nodes][3:] == [
        (4, "産後ケア"), (4, "見本の取組み2"), (4, "伴走型の相談"),
    ]  # fmt: skip
    first, _, fresh = found.nodes[3:]
    assert (first.continuity, first.period, first.budget, first.department) == (
        "EXPANDED", "令和6年度～令和9年度", "1200", "こども政策課",
    )  # fmt: skip
    assert first.body == "<p>危ない</p><p>&lt;script&gt;x&lt;/script&gt;</p>"
    assert [(line.name, line.key == str(target.lineage)) for line in first.kpis] == [
        ("産後ケアの利用者数", True), ("満足度", False),
    ]  # fmt: skip
    assert (fresh.base, fresh.place, [line.name for line in fresh.kpis]) == (
        0,
        f"「施策調書」{new}行目",
        ["相談件数"],
    )
    assert fresh.flags == (
        "「新設」は「新規」「継続」「拡充」のどれでもありません。いまは空のままにします。",
    )
    assert [(line.name, line.flags) for line in found.kpis] == [
        ("迷子", ("どの施策のKPIかわかりません。「施策名」を確かめてください。",))
    ]
    assert found.flags == ()


def test_kpis_of_goals_go_out_to_who_answers_for_them(toyonaka, edition, made, child):
    own = promises.indicator(toyonaka, "出生数", unit="人", department=child)
    birth = promises.target(made["chapter"], "出生数", indicator=own, unit="人", target_text="3,500人")
    promises.target(made["chapter"], "ほかの課の指標")
    book = book_of(edition, child)
    page = book["KPI案"]
    assert [row[2:4] for row in rows_of(page)][:5] == [
        ["子ども・若者が夢や希望をもてるまちづくり", "出生数"],
        *[["子ども・若者が夢や希望をもてるまちづくり", None]] * 2,
        *[["見本の取組み1", None]] * 2,
    ]
    fill(page, HEAD + 1, 設定根拠="推計による")
    fill(page, HEAD + 2, 指標名="合計特殊出生率", 目標値="1.8")
    chapter = outline(book, edition).nodes[0]
    assert chapter.key == str(made["chapter"].lineage)
    assert [(line.name, line.key, line.rationale) for line in chapter.kpis] == [
        ("出生数", str(birth.lineage), "推計による"), ("合計特殊出生率", "", ""),
    ]  # fmt: skip
    assert [row[3] for row in rows_of(book_of(edition)["KPI案"])][:2] == ["出生数", "ほかの課の指標"]


def test_rows_nobody_can_place_and_copies_are_said_and_left_out(edition, made, child):
    book = book_of(edition, child)
    page = book["施策調書"]
    at = column(page, "行の符号（施策調書）")
    page.cell(HEAD + 3, at).value = "消えた"
    fill(page, HEAD + 3, 施策名="どこかの施策")
    for n, cell in enumerate(page[HEAD + 1], start=1):
        page.cell(HEAD + 6, n).value = cell.value
    found = outline(book, edition)
    assert [node.title for node in found.nodes][3:] == ["見本の取組み2"]
    assert found.flags == (
        "「施策調書」シート：B5とB10は同じ行のコピーです。どちらも取り込みません。1行だけを残して送り直してください。",
        "「施策調書」7行目は、どこの施策の行かわからないため取り込みません。受け取った表の行に書いて送り直してください。",
    )


def test_a_text_too_long_for_a_cell_is_left_as_it_is(edition, made, child):
    PlanItem.objects.filter(pk=made["measure1"].pk).update(body=f"<p>{'長' * 33_000}</p>")
    book = book_of(edition, child)
    page = book["施策調書"]
    assert page.cell(HEAD + 1, column(page, "内容")).protection.locked
    assert outline(book, edition).nodes[3].body == ""


def test_a_workbook_of_elsewhere_says_of_where(toyonaka, ogori, edition, made, child):
    theirs = factories.edition(factories.plan(ogori))
    factories.small_tree(theirs)
    another = factories.edition(factories.plan(toyonaka, "another"))
    for book, sentence in (
        (book_of(theirs), "これは「小郡市」の施策調書です。豊中市のものを選び直してください。"),
        (book_of(another), "これは、ほかの計画の施策調書です。"),
        (given(a_round(toyonaka, slug="round").open()), "これは施策調書ではなく、実績の表です。"),
    ):
        with pytest.raises(NotThisSheet, match=sentence):
            outline(book, edition)
    book = book_of(edition)
    mark = book["_hashira"]["A1"]
    mark.value = mark.value[:-2] + "aa"
    with pytest.raises(NotThisSheet, match="印が正しくありません"):
        outline(book, edition)
    del book["_hashira"]
    with pytest.raises(NotThisSheet, match="印が消えています"):
        outline(book, edition)


def test_the_reader_of_foreign_files_reads_the_same_and_queries_do_not_grow(
    toyonaka, edition, made, child, target, django_assert_num_queries
):
    book = book_of(edition)
    assert read_drafting(read_workbook(saved(book)), edition) == outline(book, edition)
    large = factories.edition(factories.plan(toyonaka, "large"))
    factories.small_tree(large, measures=30)
    for one in (edition, large):
        with django_assert_num_queries(6):
            data = drafting_workbook(one, None, NOW)
        sheets = grids(opened(data))
        with django_assert_num_queries(5):
            read_drafting(sheets, one)


def test_who_takes_it_home(client, aoki, toyonaka, ogori, edition, made, child):
    address = at("drafting_workbook", edition)
    client.force_login(aoki)
    answer = client.get(f"{address}?department={child.pk}")
    assert len(rows_of(opened(answer.content)["施策調書"])) == 4
    client.force_login(staff("馬場", Membership.Role.DEPARTMENT, toyonaka, child))
    assert client.get(address).status_code == 200
    other = Department.objects.create(government=toyonaka, division="", name="ほかの課")
    assert client.get(f"{address}?department={other.pk}").status_code == 403
    client.force_login(staff("閲覧", Membership.Role.VIEWER, toyonaka))
    assert client.get(address).status_code == 403
    client.force_login(factories.person("小郡", Membership.Role.PLANNER, ogori))
    assert client.get(address).status_code == 404
    whose, name = "こども未来部　こども政策課", "R5_こども政策課_施策調書.xlsx"
    assert [event.detail for event in AuditEvent.objects.filter(verb="drafting.give")] == [
        {"department": whose, "file": name}
    ] * 2
    freeze(actor=None, edition=edition)
    client.force_login(aoki)
    assert client.get(address).status_code == 404
