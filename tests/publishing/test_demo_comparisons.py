"""The 新旧対照表 of the demo: 豊中市's is the one that the city issued, 小郡市's is being written."""

from dataclasses import replace

import pytest

from publishing.comparison.reading import issued_table, read_table
from publishing.comparison.table import Table
from publishing.models import IssuedComparison
from strategy.richtext import plain
from tests.publishing.demo import edition, facts

pytestmark = [pytest.mark.slow, pytest.mark.no_database]  # the demo is the same on any database

TOYONAKAS_CHAPTERS = (
    "子ども・若者が夢や希望をもてるまちづくり",
    "安全に安心して暮らせるまちづくり",
    "活力ある快適なまちづくり",
    "いきいきと心豊かに暮らせるまちづくり",
)


def compared(government: str, plan: str, old: int, new: int) -> Table:
    return read_table(edition(government, plan, old), edition(government, plan, new))


def places(table: Table) -> list[tuple[tuple[str, ...], list[str]]]:
    """Of each row its kinds and the words of its places."""
    return [(tuple(map(str, row.kinds)), [place.words for place in row.places]) for row in table.rows]


def test_toyonakas_comparison_is_the_table_that_the_city_issued(seeded, shared):
    """行政素案 → 案: its six rows in its order (TOY-11 to TOY-15); nothing else is in the table."""
    table = compared("toyonaka", "digital-strategy", 3, 4)
    assert places(table) == [
        (("全体の名称変更",), ["計画のタイトル及びそれに基づく本文中の名称（本文中8箇所）"]),
        (("改正", "図の変更"), ["概念図"]),
        (("改正",), ["（1）策定の趣旨"]),
        (("名称変更", "改正", "地域ビジョンの変更"), ["（4）基本的な考え方(地域ビジョン)と進め方"]),
        (
            ("改正",),
            [
                "（5）第4次豊中市総合計画とデジタル田園都市国家構想の実現に向けた"
                "豊中市まち・ひと・しごと創生総合戦略の関係"
            ],
        ),
        (("新設", "KPIの追加"), ["（3）豊中市デジタル総合戦略におけるデジタル関連の重要業績評価指標(KPI)"]),
    ]
    printed = facts(shared, "toyonaka")["comparison_table"]
    assert [row.number for row in table.rows] == [row["no"] for row in printed["rows"]]
    assert list(table.points) == printed["review_points"]
    assert (table.old.full_title, table.new.full_title) == (
        "第3期豊中市まち・ひと・しごと創生総合戦略（行政素案）",
        "デジタル田園都市国家構想の実現に向けた豊中市まち・ひと・しごと創生総合戦略（案）",
    )
    assert (table.paper_number, table.without_reason, table.hints) == ("資料3", (), ())
    assert all(row.reason.endswith("（見本）") for row in table.rows)
    typed = [cause.kind for row in table.rows for cause in row.causes if cause.kind != "表決"]
    voted = [[cause.words for cause in row.causes if cause.kind == "表決"] for row in table.rows]
    assert typed == ["その他"]
    assert voted == [["令和4年度第5回総合戦略委員会　案件2　可決"]] * 6


def test_toyonakas_comparison_shows_both_concept_figures(seeded):
    row = compared("toyonaka", "digital-strategy", 3, 4).rows[1]
    (line,) = [line for line in row.lines if line.form == "figure"]
    assert line.old_picture.alt != line.new_picture.alt
    assert "地域ビジョン" in line.new_picture.alt
    added = [line for line in row.lines if line.form == "text" and line.is_changed]
    assert [("地域ビジョン" in plain(line.old), "地域ビジョン" in plain(line.new)) for line in added] == [
        (False, True)
    ]


def test_toyonakas_rows_say_what_the_planner_left_out(seeded):
    """対応 with the nation's pillars, and two terms: in the annex with their reasons, none gone."""
    table = compared("toyonaka", "digital-strategy", 3, 4)
    assert [(out.change.place.words, out.gathered) for out in table.left_out] == [
        *((f"第{n}章　{name}", False) for n, name in enumerate(TOYONAKAS_CHAPTERS, 1)),
        ("用語の定義「地域ビジョン」", False),
        ("用語の定義「国のデジタル総合戦略」", False),
    ]
    assert all(out.reason.endswith("（見本）") for out in table.left_out)


def test_toyonakas_comparison_is_issued_as_it_reads_now(seeded):
    pair = (edition("toyonaka", "digital-strategy", number) for number in (3, 4))
    issued = issued_table(*pair)
    assert issued.issue.number == 1
    assert replace(issued, issue=None) == compared("toyonaka", "digital-strategy", 3, 4)


def test_ogoris_comparison_is_being_written(seeded):
    """第2期 → 第3期 as it stands: some rows have their reason, the others wait; nothing is issued."""
    table = compared("ogori", "sogo-senryaku", 1, 2)
    assert [
        (words[0], row.reason != "") for (_, words), row in zip(places(table), table.rows, strict=True)
    ] == [
        ("計画のタイトル", False),
        ("計画期間", True),
        ("よりどころの人口ビジョン", False),
        ("基本的な考え方", False),
        ("第3期でめざす姿（作成中）", False),
        ("反映・整合するもの", True),
    ]
    assert table.revision_stages == {"柱の見直し": 2}
    assert [out.change.place.words[:5] for out in table.left_out] == [f"基本目標{n}" for n in range(1, 5)]
    assert table.hints == ()
    assert not IssuedComparison.objects.filter(comparison__new__plan__government__slug="ogori").exists()
