"""What a report still lacks: sentence, severity, and that the minimum is little."""

import datetime
from dataclasses import replace

import pytest

from kpi.review.gaps import Severity, Standing, Unapproved, blocking, gaps_of
from kpi.review.practice import DEFAULT
from kpi.review.report import InputRow, ItemRow, PlaceWord, Report, YearFigure
from tests.kpi.test_rollup import GRADES, row

FIGURES = (YearFigure(2023, "69.0"), YearFigure(2024, "70.2"))
PLACE = PlaceWord("i1", "①", "第1章－1（1）①", "窓口を開く", "MEASURE", "主な取組み")
ITEM = ItemRow("i1", "", "", "", "継続", "", "", (), (), ())
FULL = (
    InputRow("KPI", "KPIの実績", True),
    InputRow("EXTERNAL", "外部の評価", True, "推進会議", "2025-08-20", has_outsiders=True),
    InputRow("ASSEMBLY", "議会", True, "9月定例会", "2025-09-20"),
    InputRow("RESIDENTS", "住民の声", True, "意識調査"),
)
STANDING = Standing("publication", datetime.date(2025, 10, 15))


def report(**fields) -> Report:
    """A report in which nothing is missing."""
    whole = Report(
        government="豊中市", plan="digital-strategy", edition_number=1, edition_title="総合戦略", kind="YEAR",
        fiscal_year=2024, revision=1, correction_reason="", first_fiscal_year=2023, last_fiscal_year=2027,
        years=(2023, 2024), scheme_name="標準", scheme_number=0, grades=GRADES, counts=(0, 1, 0, 0), total=1,
        relisted=0, places=(PLACE,), rows=(row("on-track", name="就業率", figures=FIGURES),), goals=(), items=(ITEM,),
        inputs=FULL, grants=(), judgement="概ね順調", judged_by="推進会議", summary="",
    )  # fmt: skip
    return replace(whole, **fields)


def found(given: Report, standing: Standing | None = STANDING, **options) -> list[tuple[str, str]]:
    return [(gap.code, gap.severity.value) for gap in gaps_of(given, DEFAULT, standing, **options)]


def test_nothing_is_missing_in_a_whole_report():
    assert found(report()) == []


LATE = row(
    "late", name="出生数", lineage="t1", figures=FIGURES, needs_cause=True, cause="転出", issue=" ", action=""
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"rows": ()}, ("no-kpis", "must")),
        ({"rows": (row("unknown", figures=(YearFigure(2023), YearFigure(2024))),)}, ("no-figures", "must")),
        ({"rows": (row("late", figures=(FIGURES[0], YearFigure(2024))),)}, ("no-figures-of-the-year", "should")),
        ({"rows": (LATE,)}, ("cause", "must")),
        ({"inputs": (*FULL[:1], InputRow("EXTERNAL", "外部の評価", False), *FULL[2:])}, ("no-external", "should")),
        ({"inputs": (*FULL[:2], InputRow("ASSEMBLY", "議会", False), FULL[3])}, ("no-assembly", "should")),
        ({"inputs": (*FULL[:3], InputRow("RESIDENTS", "住民の声", False))}, ("no-residents", "should")),
        ({"inputs": (FULL[0], replace(FULL[1], has_outsiders=False), *FULL[2:])}, ("no-outsiders", "should")),
        ({"items": (replace(ITEM, direction=""),)}, ("no-direction", "should")),
        ({"items": (replace(ITEM, direction="廃止"),)}, ("no-reason", "should")),
        ({"judgement": " "}, ("no-judgement", "may")),
        ({"judgement": "", "kind": "TERM"}, ("no-judgement", "should")),
        ({"inputs": tuple(replace(one, held_on="2025-08-01") for one in FULL)}, ("long-decided", "should")),
    ],
)  # fmt: skip
def test_each_thing_that_is_missing_is_named_once(given, expected):
    assert found(report(**given)) == [expected]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"step": "assembly"}, ("step", "must")),
        ({"step": "budget"}, None),
        ({"unapproved": (Unapproved("t1", "出生数", "提出"),)}, ("unapproved", "should")),
        ({"missing": (("t1", "出生数"),)}, ("missing", "should")),
        ({"waiting": ("こども政策課",)}, ("returns", "should")),
        ({"today": datetime.date(2025, 10, 31)}, None),
        ({"today": datetime.date(2025, 11, 1)}, ("overdue", "should")),
    ],
)
def test_where_the_year_stands_is_told_too(given, expected):
    assert found(report(), replace(STANDING, **given)) == ([expected] if expected else [])


def test_the_sentences_say_what_and_where():
    (gap,) = gaps_of(report(rows=(LATE,)), DEFAULT, STANDING)
    assert (gap.sentence, gap.page, gap.lineage) == (
        "「出生数」は計画どおりに進んでいませんが、課題・今後の対応が書かれていません（手引き7-2）。",
        "review_kpi",
        "t1",
    )
    (gap,) = gaps_of(report(), DEFAULT, replace(STANDING, today=datetime.date(2025, 11, 5)))
    assert gap.sentence == "公表の予定日（令和7年（2025年）10月31日）を5日過ぎています（手引き7-2）。"


def test_a_name_in_quotation_marks_gets_the_inner_ones():
    late = replace(LATE, name="「健都」を知る人", audience="")
    (gap,) = gaps_of(report(rows=(late,)), DEFAULT, STANDING)
    assert gap.sentence.startswith("「『健都』を知る人」は計画どおりに進んでいませんが、")
    (gap,) = gaps_of(report(), DEFAULT, replace(STANDING, missing=(("t1", "「健都」を知る人"),)))
    assert gap.sentence == "値のない指標が1件あります（「『健都』を知る人」）。報告では「未公表」になります。"


def test_figures_of_one_kind_are_one_sentence_with_the_first_names():
    rows = tuple((f"t{n}", f"指標{n}") for n in range(7))
    waiting = (
        Unapproved("a", "出生数", "提出"),
        Unapproved("b", "就業率", "入力中"),
        Unapproved("c", "人口", "提出"),
    )
    gaps = gaps_of(
        report(), DEFAULT, replace(STANDING, unapproved=waiting, missing=rows[:1], supplementary=rows)
    )
    assert [(gap.sentence, gap.page, gap.lineage) for gap in gaps] == [
        (
            "承認前（提出）の値が2件あります（「出生数」「人口」）。公表する報告には載りません。",
            "review_kpis",
            "",
        ),
        ("承認前（入力中）の値が1件あります（「就業率」）。公表する報告には載りません。", "review_kpi", "b"),
        ("値のない指標が1件あります（「指標0」）。報告では「未公表」になります。", "review_kpi", "t0"),
        (
            "値のない補足指標が7件あります（「指標0」「指標1」「指標2」「指標3」「指標4」ほか2件）。報告では「未公表」になります。",
            "review_kpis",
            "",
        ),
    ]


def test_a_correction_is_not_late():
    """Readers have the first report meanwhile."""
    assert found(report(revision=2), replace(STANDING, today=datetime.date(2026, 3, 1))) == []


def test_the_minimum_is_the_table_of_kpis_and_its_publication():
    bare = report(
        rows=(LATE,), items=(), inputs=(FULL[0], *(replace(one, is_there=False) for one in FULL[1:]))
    )
    assert blocking(gaps_of(bare, DEFAULT, STANDING))[0].code == "cause"
    assert blocking(gaps_of(bare, DEFAULT, STANDING, minimum=True)) == ()
    assert blocking(gaps_of(report(rows=()), DEFAULT, STANDING, minimum=True))[0].code == "no-kpis"


def test_what_stands_in_the_way_comes_first():
    gaps = gaps_of(
        report(judgement="", rows=(LATE,), inputs=FULL[:1]), DEFAULT, replace(STANDING, step="entry")
    )
    assert [gap.severity for gap in gaps] == [Severity.MUST, Severity.MUST, Severity.MAY]
