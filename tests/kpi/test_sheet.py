"""The workbook that goes out: what stands in it, what may be written in, what drop-downs offer, how fast it is made."""

import datetime
import random
import time
import zipfile
from io import BytesIO

import pytest

from accounts.models import Department
from kpi.models import Indicator, ItemProject, ItemReview, TargetReview
from kpi.review.practice import DEFAULT, to_data
from kpi.sheet.bundle import results_bundle
from kpi.sheet.keys import Key, Keys, read_origin, write_origin
from kpi.sheet.layout import About
from kpi.sheet.writing import results_workbook
from kpi.targets import create_target, relist_target
from publishing.editions import freeze, publish
from strategy.models import Edition, PlanItem
from tests import factories
from tests.kpi import promises
from tests.kpi.rounds import Round, a_round
from tests.kpi.workbooks import HEAD, NOW, column, given, opened, review_of_many, row_of

pytestmark = pytest.mark.django_db
ORIGIN = {"kind": "results", "government": "272035", "plan": 1, "fiscal_year": 2024, "review": 7}
LINEAGE = "701cf887-bc94-4dd1-b63e-22cddf397944"


def cell(page, words, heading):
    return page.cell(row_of(page, words), column(page, heading))


def words(page, row=HEAD):
    return [cell.value for cell in page[row]]


# --- keys ---------------------------------------------------------------------------------------------------


def test_a_key_holds_only_as_it_was_written_and_where_it_was_written_for():
    written = Keys(ORIGIN).write(Key(About.TARGET, LINEAGE, 3, 2, 1))
    assert Keys(ORIGIN).read(written) == Key(About.TARGET, LINEAGE, 3, 2, 1)
    said, _, signature = written.rpartition(".")
    forged = [
        said.replace("T1", "R1"), said.replace(".3.", ".4."), said.replace("701cf887", "701cf888"), "", ".", "T1", "x.y.z",
    ]  # fmt: skip
    assert [Keys(ORIGIN).read(f"{one}.{signature}") for one in forged] == [None] * len(forged)
    for name, other in (("government", "402168"), ("plan", 2), ("fiscal_year", 2023), ("review", 8)):
        assert Keys(ORIGIN | {name: other}).read(written) is None, name


def test_keys_outlive_a_change_of_the_secret(settings):
    written, origin = Keys(ORIGIN).write(Key(About.ITEM, LINEAGE)), write_origin(ORIGIN)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert Keys(ORIGIN).read(written) == Key(About.ITEM, LINEAGE)
    assert read_origin(origin) == ORIGIN
    settings.SECRET_KEY_FALLBACKS = []
    assert (Keys(ORIGIN).read(written), read_origin(origin)) == (None, None)


# --- what stands in it --------------------------------------------------------------------------------------


@pytest.fixture
def year(toyonaka) -> Round:
    """The published edition with more in it: a KPI again elsewhere, one that shares an indicator, one of no survey year."""
    edition = factories.edition(
        factories.plan(toyonaka, "wide"),
        stage=Edition.Stage.ADOPTED,
        effective_from=datetime.date(2023, 4, 1),
    )
    made = factories.small_tree(edition)
    child = Department.objects.create(government=toyonaka, division="こども未来部", name="こども政策課")
    planning = Department.objects.create(government=toyonaka, division="都市経営部", name="経営計画課")
    round_ = Round(toyonaka, edition, made, child, planning)
    PlanItem.objects.filter(pk=made["direction"].pk).update(department=child)
    ease = promises.indicator(
        toyonaka, "子育てがしやすいと思う割合", department=child, definition="市民意識調査で「思う」の割合", source="市民意識調査"
    )  # fmt: skip
    held = promises.indicator(
        toyonaka, "隔年の調査", unit="人", department=child, frequency="BIENNIAL", survey_years=[2023, 2025]
    )
    targets = round_.targets
    targets["ease"] = promises.target(
        made["chapter"], "子育てがしやすいと思う割合", indicator=ease, unit="%", audience="18歳以上"
    )
    targets["held"] = promises.target(
        made["chapter"],
        "隔年の調査",
        indicator=held,
        unit="人",
        baseline_text="3,420人",
        target_text="3,500人",
    )
    targets["again"] = create_target(
        actor=None, item=made["section"], indicator=ease, name="子育ての割合（節）", unit="%",
        baseline_text="68.1%（令和3年度）", target_text="75%",
    )  # fmt: skip
    other = promises.indicator(toyonaka, "排出量", unit="t", department=planning)
    targets["other"] = promises.target(
        made["chapter"], "排出量", indicator=other, unit="t", baseline_text="10t", target_text="5t以下"
    )
    relist_target(actor=None, target=targets["ease"], item=made["direction"])
    round_.edition = publish(actor=None, edition=freeze(actor=None, edition=edition))
    return round_


def test_what_stands_here_now_is_filled_in_already(year):
    review = year.open()
    promises.approved(year.targets["ease"].indicator, 2023, "69.0%")
    promises.typed(
        year.targets["ease"].indicator, 2024, "70.4%", numerator="704", denominator="1000", note="速報"
    )
    TargetReview.objects.create(
        review=review, target=year.targets["ease"], cause="広報の成果", direction="continue", version=3
    )
    item = ItemReview.objects.create(
        review=review, item=year.made["measure1"], achievement="3か所で実施", self_evaluation="b", version=2
    )
    ItemProject.objects.create(
        review=review, item_review=item, name="産後ケア事業", budget=12000, funding="国1/2"
    )
    book = given(review, year.child)
    page = book["KPI実績"]
    row = row_of(page, "子育てがしやすいと思う割合")
    assert dict(zip(words(page), [one.value for one in page[row]][:-1], strict=False)) == {
        "基本目標": "第1章　子ども・若者が夢や希望をもてるまちづくり",
        "施策・場所": None,
        "指標": "子育てがしやすいと思う割合",
        "対象": "18歳以上",
        "単位": "%",
        "基準値": "68.1%（令和3年度）",
        "目標値": "73%",
        "令和5年度の値": 69,
        "案内": "入力中（直せます）",
        "この年度の値": 70.4,
        "速報・確定": "確定",
        "分子": 704,
        "分母": 1000,
        "注記（公表されます）": "速報",
        "要因": "広報の成果",
        "課題": None,
        "今後の対応": None,
        "今後の方針": "継続",
        "担当課": "こども未来部　こども政策課",
    }
    assert page.cell(row, column(page, "令和5年度の値")).number_format == '#,##0.0;"△"#,##0.0'
    page = book["施策評価"]
    assert [one.value for one in page[HEAD + 1]][1:6] == [
        "第1章－1（1）① 見本の取組み1", "こども未来部　こども政策課", "3か所で実施", "B 計画どおり", None,
    ]  # fmt: skip
    page = book["主な事業"]
    assert [[one.value for one in row][3:7] for row in page.iter_rows(HEAD + 1, HEAD + 3)] == [
        ["産後ケア事業", 12000, None, "国1/2"], [None] * 4, [None] * 4,
    ]  # fmt: skip


def test_only_what_is_asked_for_is_open_and_the_rest_says_why(year):
    page = given(year.open(), year.child)["KPI実績"]
    names = [page.cell(n, 3).value for n in range(HEAD + 1, page.max_row + 1)]
    assert names == [
        "子育てがしやすいと思う割合",
        "隔年の調査",
        "子育ての割合（節）",
        "【再掲】子育てがしやすいと思う割合",
    ]
    assert [page.cell(n, column(page, "案内")).value for n in range(HEAD + 1, page.max_row + 1)] == [
        "未入力：入れてください",
        "入力不要：調査年でない（次は令和7年度）",
        "値は、同じ指標の第1章の行で入れます",
        "再掲：第1章の行で入れます",
    ]
    open_cells = [
        [cell.column_letter for cell in row if not cell.protection.locked] for row in page.iter_rows(HEAD + 1)
    ]
    value, cause = (page.cell(HEAD, column(page, word)).column for word in ("この年度の値", "要因"))
    every = [page.cell(HEAD, n).column_letter for n in range(value, column(page, "今後の方針") + 1)]
    review_only = every[cause - value :]
    assert open_cells == [every, review_only, review_only, []]
    assert {cell.fill.fgColor.rgb[2:] for cell in page[HEAD + 1][value - 1 : cause]} == {"FFF6CC"}
    assert page.cell(HEAD + 2, value).fill.fgColor.rgb[2:] == "D9DEE3"


def test_the_sheet_is_locked_without_a_password_and_may_be_sorted(year):
    book = given(year.open(), year.child)
    for name in ("説明", "KPI実績", "施策評価", "主な事業"):
        guard = book[name].protection
        assert (guard.sheet, guard.password, guard.sort, guard.autoFilter, guard.formatRows) == (
            True, None, False, False, False,
        )  # fmt: skip
    page = book["KPI実績"]
    assert (page.freeze_panes, page.print_title_rows) == ("D5", "$4:$4")
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToWidth) == (
        "landscape", 9, 1,
    )  # fmt: skip
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.column_dimensions[page.cell(HEAD, column(page, "行の符号（KPI実績）")).column_letter].hidden
    assert page.auto_filter.ref == f"A4:{page.cell(8, page.max_column).coordinate}"
    assert (book["_hashira"].sheet_state, book["選択肢"].sheet_state) == ("veryHidden", "hidden")


def test_drop_downs_offer_the_words_of_the_practice_and_names_tell_what_is_measured(year):
    review = year.open()
    practice = to_data(DEFAULT)
    practice["directions"] = [{"key": "x", "word": "見直し, 廃止を含む", "effect": "CHANGE"}]
    review.practice = practice
    book = given(review, year.child)
    offered = {}
    for name in ("KPI実績", "施策評価"):
        page = book[name]
        for rule in page.data_validations.dataValidation:
            if rule.type == "list":
                sheet, _, cells = rule.formula1.partition("!")
                heading = page[f"{str(rule.sqref).rstrip('0123456789:').partition(':')[0][:1]}{HEAD}"].value
                rows = book[sheet.strip("'")][cells.replace("$", "")]
                offered[name, heading] = [
                    one.value for row in (rows if isinstance(rows, tuple) else ((rows,),)) for one in row
                ]
    assert offered["KPI実績", "速報・確定"] == ["速報", "確定", "訂正"]
    assert offered["KPI実績", "今後の方針"] == offered["施策評価", "今後の方針"] == ["見直し, 廃止を含む"]
    assert offered["施策評価", "自己評価"] == [word.word for word in DEFAULT.self_evaluations]
    comment = cell(book["KPI実績"], "子育てがしやすい", "指標").comment
    assert comment.text == "市民意識調査で「思う」の割合\n出典：市民意識調査"


def test_the_first_sheet_says_by_when_whom_to_ask_and_who_checked(year, aoki):
    review = year.open()
    year_end = review.returns.get(department=year.child)
    year_end.due_on, year_end.due_reason = datetime.date(2025, 7, 11), "議会のため"
    year_end.head_name = "山田 太郎"
    year_end.save()
    rows = {
        row[0].value: row[1].value for row in given(review, year.child)["説明"].iter_rows() if row[0].value
    }
    assert rows["期限"] == "令和7年（2025年）7月11日（金）（延ばした理由：議会のため）"
    assert rows["問い合わせ先"] == f"青木　{aoki.email}"
    assert (rows["回答する課"], rows["所属長の氏名"], rows["今後の方針"]) == (
        "こども未来部　こども政策課", "山田 太郎", "拡充、継続、改善、縮小、廃止、終了",
    )  # fmt: skip
    of_all = {row[0].value for row in given(review)["説明"].iter_rows()}
    assert "所属長の氏名" not in of_all


def test_a_running_total_goes_out_in_words_and_a_figure_below_zero_with_its_sign(year):
    promises.typed(year.targets["held"].indicator, 2024, "累計12,034人")
    promises.typed(year.targets["ease"].indicator, 2024, "-29.6%")
    page = given(year.open(), year.child)["KPI実績"]
    assert cell(page, "隔年の調査", "この年度の値").value == "累計12,034人"
    assert cell(page, "子育てがしやすい", "この年度の値").value == -29.6


# --- inert, equal, quick ------------------------------------------------------------------------------------


def payloads() -> list[str]:
    """200 texts that some spreadsheet would run or read as something else."""
    heads = ("=", "+", "-", "@", "\t=", "\n=", "　=", "＝", "＋", "|", "%", "'=", '"=', "\u200b=", " =")
    tails = (
        "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example","y")', "SUM(A1:A9)", "IMPORTXML(A1)", "A1",
        "WEBSERVICE(A1)", "DDE(1,2,3)", "1E9", "{1,2}", "$A$1", "INDIRECT(A1)", "[x.xlsx]A!A1",
    )  # fmt: skip
    made = [head + tail for head in heads for tail in tails]
    return [*made, "#N/A", "#REF!", "TRUE", "1/2", "00012"][:200]


def test_nothing_in_it_can_run_and_every_text_is_as_typed(year):
    texts = payloads()
    assert len(set(texts)) == 200
    random.Random(7).shuffle(texts)
    review, target = year.open(), year.targets["ease"]
    Indicator.objects.filter(pk=target.indicator_id).update(
        definition=texts[0], formula=texts[1], source=texts[2]
    )
    TargetReview.objects.create(review=review, target=target)
    item = ItemReview.objects.create(review=review, item=year.made["measure1"])
    for n in range(3, 200, 8):
        said = (texts[n : n + 8] + texts)[:8]
        TargetReview.objects.update(cause=said[0], issue=said[1], action=said[2])
        ItemReview.objects.update(achievement=said[3], issue=said[4], direction_reason=said[5])
        ItemProject.objects.all().delete()
        ItemProject.objects.create(review=review, item_review=item, name=said[6], funding=said[7])
        book = given(review, year.child)
        assert [c.coordinate for p in book for row in p.iter_rows() for c in row if c.data_type == "f"] == []
        page = book["KPI実績"]
        found = [cell(page, "子育てがしやすい", word).value for word in ("要因", "課題", "今後の対応")]
        found += [book["施策評価"].cell(HEAD + 1, n).value for n in (4, 6, 8)]
        found += [book["主な事業"].cell(HEAD + 1, n).value for n in (4, 7)]
        assert found == said
    assert cell(page, "子育てがしやすい", "指標").comment.text.startswith(texts[0])


def test_a_name_that_would_run_is_a_name(year):
    edition = factories.edition(factories.plan(year.government, "names"), stage=Edition.Stage.ADOPTED,
                                effective_from=datetime.date(2023, 4, 1))  # fmt: skip
    made = factories.small_tree(edition)
    for n, name in enumerate(("=1+1", "@SUM(A1)", "+81", "-1", "#N/A")):
        promises.target(made["chapter"], name, audience=name, index=n)
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    round_ = Round(year.government, edition, made, year.child, year.planning)
    page = given(round_.open())["KPI実績"]
    assert [page.cell(n, 3).value for n in range(HEAD + 1, HEAD + 6)] == [
        "=1+1",
        "@SUM(A1)",
        "+81",
        "-1",
        "#N/A",
    ]
    assert {c.data_type for row in page.iter_rows(HEAD + 1, HEAD + 5) for c in row[:7] if c.value} == {"s"}


def test_equal_facts_give_equal_bytes_and_constant_queries(toyonaka, django_assert_num_queries):
    small, large = a_round(toyonaka), a_round(toyonaka, slug="large", measures=30)
    reviews = [small.open(), large.open()]
    for review in reviews:
        with django_assert_num_queries(11):
            results_workbook(review, small.child, NOW)
        with django_assert_num_queries(11):
            results_bundle(review, NOW)
    assert results_workbook(reviews[0], None, NOW) == results_workbook(reviews[0], None, NOW)


def test_the_zip_has_a_workbook_for_each_department_by_its_name(toyonaka):
    year = a_round(toyonaka)
    data, count = results_bundle(year.open(), NOW)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.namelist() == ["R6_こども政策課_KPI実績.xlsx", "R6_経営計画課_KPI実績.xlsx"]
        pages = [opened(archive.read(name))["KPI実績"] for name in archive.namelist()]
    assert ([page.max_row for page in pages], count) == ([HEAD + 2, HEAD + 1], 2)


def test_a_hundred_rows_are_written_within_a_second(toyonaka):
    review = review_of_many(toyonaka, 100)
    started = time.perf_counter()
    data = results_workbook(review, None, NOW)
    took = time.perf_counter() - started
    assert opened(data)["KPI実績"].max_row == HEAD + 100
    assert took < 1
