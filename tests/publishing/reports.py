"""A report made by hand: every kind of row there is, in small. Nothing is read from a database."""

from dataclasses import replace
from typing import Any

from kpi.review.report import (
    GoalRow,
    GradeWord,
    GrantRow,
    InputRow,
    ItemRow,
    KpiRow,
    PlaceWord,
    ProjectRow,
    Report,
    Revised,
    YearFigure,
)

GRADES = (
    GradeWord("achieved", "◎", "達成", "achieved", "目標値に達した"),
    GradeWord("on-track", "○", "順調", "on-track", "達成率が、経過年数の割合の9割以上"),
    GradeWord("slightly-late", "△", "やや遅れ", "slightly-late", "達成率が、経過年数の割合の9割未満"),
    GradeWord("late", "×", "遅れ", "late", "基準値より悪い"),
    GradeWord("unknown", "－", "未評価", "unknown", "実績値がまだない"),
)
GOAL, OTHER, MEASURE = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002", "m-1"
EASE = "00000000-0000-4000-9000-000000000001"


def year(fiscal_year: int, text: str = "", **fields: Any) -> YearFigure:
    value = text.replace(",", "").replace("－", "-")
    return YearFigure(fiscal_year, text=text, value=value, **{"quality": "FINAL" if text else "", **fields})


def kpi(number: int, name: str, **fields: Any) -> KpiRow:
    """A KPI of the first goal; whatever is not said is the commonest."""
    return KpiRow(
        **{
            "number": number,
            "lineage": f"00000000-0000-4000-9000-{number:012}",
            "indicator": f"00000000-0000-4000-a000-{number:012}",
            "is_relisted": False,
            "role": "KPI",
            "place": GOAL,
            "goal": GOAL,
            "name": name,
            "audience": "",
            "unit": "人",
            "is_survey": False,
            "baseline_text": "3,000人（令和3年度）",
            "target_text": "3,500人（令和9年度）",
            "figures": (year(2023, "3,100"), year(2024, "3,200")),
            "arrow": "up",
            "rate_text": "40%",
            "rate": "0.4",
            "grade": "on-track",
            "grade_by_hand": "",
            "hand_reason": "",
            "sentence": "",
            "formula": "",
            "better": "UP",
            "cause": "",
            "issue": "",
            "action": "",
            "direction": "継続",
            "new_target": "",
            "department": "経営計画課",
            "opinions": (),
            "needs_cause": False,
        }
        | fields
    )


ROWS = (
    kpi(
        1,
        "総人口",
        role="KGI",
        place=OTHER,
        goal=OTHER,
        unit="万人",
        baseline_text="40.2万人（令和2年）",
        target_text="40万人以上",
        figures=(year(2023, "40.1"), year(2024, "40.0", quality="PROVISIONAL")),
        arrow="down",
        rate_text="達成",
        grade="achieved",
    ),
    kpi(
        2,
        "子育てがしやすいまちだと思う市民の割合",
        audience="18歳以下の子どもがいる市民",
        unit="%",
        is_survey=True,
        baseline_text="68.1%（令和3年度）",
        target_text="73%（令和9年度）",
        figures=(year(2023, "69.0"), year(2024, "70.2")),
        rate_text="43%",
        cause="転入した子育て世帯の評価が上がった。",
        issue="相談先が分からないという声が残る。",
        direction="改善",
        action="相談窓口の案内を見直す",
        new_target="75%",
        department="こども政策課",
        opinions=("相談先の見える化を急いでほしい。", "中高生の意見も聞いてほしい。"),
        revised=(Revised("第2期", "68.1%（令和3年度）", "71%（令和9年度）", "2025-04-01"),),
    ),
    kpi(
        3,
        "出生数",
        figures=(year(2023, "3,301"), year(2024, "6,480", is_running_total=True, remark="2年分")),
        target_text="維持",
        rate_text="途中経過",
        grade="slightly-late",
        grade_by_hand="on-track",
        hand_reason="全国より減りが緩やか",
        needs_cause=True,
    ),
    kpi(
        4,
        "市内事業所数",
        unit="事業所",
        place=OTHER,
        goal=OTHER,
        figures=(year(2023, "13,102"), year(2024, absent="未公表")),
        arrow="",
        rate_text="－",
        grade="unknown",
    ),
    kpi(
        0, "出生数", lineage="00000000-0000-4000-9000-000000000003", is_relisted=True, goal=OTHER, place=OTHER
    ),
)


ITEMS = (
    ItemRow(
        place=MEASURE,
        achievement="相談窓口を3か所に増やした。",
        self_evaluation="B 計画どおり",
        issue="夜間の相談に応じられない。",
        direction="改善",
        direction_reason="夜間の窓口を開く。",
        department="こども政策課",
        projects=(ProjectRow("相談支援事業", "12500", "11800", "国庫補助、一般財源"),),
        kpis=(EASE[:-1] + "2",),
        opinions=("土日も開いてほしい。",),
    ),
)

INPUTS = (
    InputRow("KPI", "KPIの実績", is_there=True, summary="4指標のうち3指標に、この年度の実績値があります。"),
    InputRow(
        "EXTERNAL",
        "外部の評価",
        is_there=True,
        name="総合戦略推進会議",
        held_on="2025-08-20",
        judgement="概ね順調",
        summary="子育ての指標はよくなっている。",
        has_outsiders=True,
        opinions=(
            ("全体", "市民への周知を続けてほしい。", "広報で取り上げます。"),
            ("出生数", "背景を丁寧に説明してほしい。", ""),
        ),
    ),
    InputRow("ASSEMBLY", "議会", is_there=False),
    InputRow("RESIDENTS", "住民の声", is_there=False),
)

GRANTS = (
    GrantRow(
        place=MEASURE,
        project="子育て相談DX事業",
        grant_name="新しい地方経済・生活環境創生交付金",
        amount="8500000",
        indicators=(
            {
                "name": "オンライン相談の件数",
                "unit": "件",
                "start": "0",
                "increments": [
                    {"fiscal_year": 2024, "planned": "1200", "actual": "1350"},
                    {"fiscal_year": 2025, "planned": "300", "actual": ""},
                ],
                "due": "令和8年3月",
            },
        ),
        effect="地方創生に相当程度効果があった",
        outside_view="総合戦略のKPI達成に有効であった",
        outside_opinion="利用者の声を聞くとよい。",
        future="事業の継続",
        future_reason="利用が伸びている。",
    ),
)


def report(**fields: Any) -> Report:
    """令和6年度 of 豊中市デジタル総合戦略: four KPIs and a 再掲, a measure, three materials, a grant."""
    made = Report(
        government="豊中市",
        plan="digital-strategy",
        edition_number=1,
        edition_title="豊中市デジタル総合戦略",
        kind="YEAR",
        fiscal_year=2024,
        revision=1,
        correction_reason="",
        first_fiscal_year=2023,
        last_fiscal_year=2027,
        years=(2023, 2024),
        scheme_name="5段階",
        scheme_number=1,
        grades=GRADES,
        counts=(1, 2, 0, 0, 1),
        total=4,
        relisted=1,
        places=(
            PlaceWord(GOAL, "第1章", "第1章", "子ども・若者が夢や希望をもてるまちづくり", "GOAL", "章", GOAL),
            PlaceWord(OTHER, "第3章", "第3章", "活力ある快適なまちづくり", "GOAL", "章", OTHER),
            PlaceWord(MEASURE, "（1）", "第1章－1（1）", "妊娠期からの相談支援", "MEASURE", "施策", GOAL),
        ),
        rows=ROWS,
        goals=(
            GoalRow(GOAL, (0, 2, 0, 0, 0), 2, "2指標のうち、「達成」と「順調」は合わせて2指標（100%）です。"),
            GoalRow(OTHER, (1, 0, 0, 0, 1), 2, "「未評価」は1指標です。"),
        ),
        items=ITEMS,
        inputs=INPUTS,
        grants=GRANTS,
        judgement="概ね順調",
        judged_by="総合戦略推進会議",
        summary="子育ての指標が伸びました。\n事業所数は公表を待ちます。",
        published_on="2025-10-31",
    )
    return replace(made, **fields)


def term(**fields: Any) -> Report:
    """The 総括評価 of the whole term: five years as columns."""
    years = tuple(range(2023, 2028))
    rows = tuple(
        replace(row, figures=tuple(year(one, f"{3100 + one - 2023:,}") for one in years)) for row in ROWS
    )
    return report(**({"kind": "TERM", "fiscal_year": 2027, "years": years, "rows": rows} | fields))
