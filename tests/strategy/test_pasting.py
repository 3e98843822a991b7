"""Titles out of a spreadsheet or a text: ranks, numbers, empty lines, and what is told when it cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.pasting import LARGEST, Line, Pasted, parse_titles


def read(text: str, **options) -> list[tuple[int, str]]:
    pasted = parse_titles(text, **options)
    assert pasted.problems == ()
    return [(line.depth, line.title) for line in pasted.lines]


def test_columns_of_a_spreadsheet_are_ranks():
    text = "章\t節\t方向性\r\n\t\t次の方向性\r\n\r\n\t次の節\t\r\n次の章"
    assert read(text) == [
        (0, "章"),
        (1, "節"),
        (2, "方向性"),
        (2, "次の方向性"),
        (1, "次の節"),
        (0, "次の章"),
    ]


def test_columns_without_titles_do_not_count():
    assert read("\t第1章\t章\t\t\n\t（1）\t\t\t節") == [(0, "章"), (1, "節")]


@pytest.mark.parametrize("step", ["　", "  ", "    "])
def test_indents_are_ranks_where_there_is_one_column(step):
    text = f"章\n{step}節\n{step * 2}方向性\n{step}次の節\n次の章"
    assert read(text) == [(0, "章"), (1, "節"), (2, "方向性"), (1, "次の節"), (0, "次の章")]


def test_indents_of_uneven_width_are_compared_with_the_line_above():
    assert read("章\n   節\n  次の節\n     方向性\n次の章") == [
        (0, "章"), (1, "節"), (1, "次の節"), (2, "方向性"), (0, "次の章"),
    ]  # fmt: skip
    assert read("\t\t章\n\t\t　節") == [(0, "章"), (1, "節")]
    assert read("　　初め\n章\n　節") == [(0, "初め"), (0, "章"), (1, "節")]


def test_indents_inside_cells_do_not_disturb_columns():
    assert read("章\n\t　（1）節\n\t次の節") == [(0, "章"), (1, "節"), (1, "次の節")]


def test_empty_lines_are_passed_over_and_rows_are_counted_as_the_sheet_counts_them():
    pasted = parse_titles('\n\n"二行の\n見出し"\n　\t \n次の見出し\n')
    assert pasted == Pasted((Line(3, 0, "二行の見出し"), Line(5, 0, "次の見出し")))
    assert parse_titles("") == parse_titles(" \n\t\n　") == Pasted()


def test_quotation_marks_of_a_sheet_go_those_of_a_title_stay():
    assert read('"「""とよふぁみ""」の\n推進"\t"豊中"モデル') == [
        (0, '「"とよふぁみ"」の推進'),
        (1, '"豊中"モデル'),
    ]
    assert read('"閉じない\n次') == [(0, '"閉じない'), (0, "次")]


@pytest.mark.parametrize(
    ("written", "title", "number"),
    [
        ("第1章　子ども", "子ども", "第1章"),
        ("第１章子ども", "子ども", "第１章"),
        ("第1章－1　妊娠", "妊娠", "第1章－1"),
        ("第三節 妊娠", "妊娠", "第三節"),
        ("第2編　総論", "総論", "第2編"),
        ("（1）安心", "安心", "（1）"),
        ("(12) 安心", "安心", "(12)"),
        ("（一）安心", "安心", "（一）"),
        ("（ア）安心", "安心", "（ア）"),
        ("①支援", "支援", "①"),
        ("㉑ 支援", "支援", "㉑"),
        ("1．概要", "概要", "1．"),
        ("１　概要", "概要", "１"),
        ("1-2 概要", "概要", "1-2"),
        ("2)概要", "概要", "2)"),
        ("3、概要", "概要", "3、"),
        ("基本目標1：稼ぐ", "稼ぐ", "基本目標1："),
        ("基本目標４　ひとの流れ", "ひとの流れ", "基本目標４"),
        ("Ⅳ章　戦略", "戦略", "Ⅳ章"),
        ("Ⅱ　戦略", "戦略", "Ⅱ"),
        ("ア　相談", "相談", "ア"),
        ("Ａ．相談", "相談", "Ａ．"),
        ("・相談", "相談", "・"),
        ("- 相談", "相談", "-"),
        ("第1章－1（2）① 相談", "相談", "第1章－1（2）①"),
        ("● ②：相談", "相談", "● ②："),
        # Parts of what is said, not numbers before it.
        ("2050年カーボンニュートラル", "2050年カーボンニュートラル", ""),
        ("10 年後の姿", "10 年後の姿", ""),
        ("5　年間の計画", "5　年間の計画", ""),
        ("1人1台端末", "1人1台端末", ""),
        ("1.5℃目標", "1.5℃目標", ""),
        ("5Gの整備", "5Gの整備", ""),
        ("3つの柱", "3つの柱", ""),
        ("第2期総合戦略", "第2期総合戦略", ""),
        ("第1部会の設置", "第1部会の設置", ""),
        ("（仮称）子ども館", "（仮称）子ども館", ""),
        ("アイデアの活用", "アイデアの活用", ""),
        ("AI活用", "AI活用", ""),
        ("目標を共有する", "目標を共有する", ""),
        ("一人ひとりを大切に", "一人ひとりを大切に", ""),
        ("-", "-", ""),
    ],
)
def test_numbers_before_a_title_are_taken_off_and_told(written, title, number):
    assert parse_titles(written).lines == (Line(1, 0, title, number),)
    assert parse_titles(written, strip_numbers=False).lines[0].number == ""


def test_numbers_stay_where_they_are_wanted():
    assert read("第1章　子ども\n①", strip_numbers=False) == [(0, "第1章　子ども"), (0, "①")]


def test_a_row_of_numbers_only_is_passed_over_and_told():
    pasted = parse_titles("①\n支援\n（1）\t第2章\n1.\n")
    assert [line.title for line in pasted.lines] == ["支援"]
    assert pasted.skipped == (1, 3, 4)
    assert parse_titles("①支援\n相談").numbered == 1


def test_broken_characters_are_repaired_and_control_characters_go():
    assert read("⼦育て⽀援\x00\x07の⽅針\u200b\ufeff") == [(0, "子育て支援の方針")]
    assert read("子育て　　支援  推進\xa0") == [(0, "子育て　支援 推進")]


def test_a_gap_between_columns_is_told_with_the_row():
    (problem,) = parse_titles("章\t節\n次の章\n\t\t方向性\n章\t節\t方向性").problems
    assert str(problem) == "3行目：「方向性」の一つ上の段がありません。字下げか列をそろえてください。"
    (first,) = parse_titles("\t節\n章").problems
    assert first.row == 1


def test_titles_that_are_too_long_are_told_with_the_row_and_their_length():
    pasted = parse_titles(f"{'あ' * 300}\n\n{'い' * 301}")
    assert [str(problem) for problem in pasted.problems] == [
        "3行目：見出しが301字あります。300字までに短くしてください。"
    ]


def test_five_hundred_titles_with_empty_lines_and_tabs_are_read_one_more_is_told():
    text = "\n\n".join(f"\t（{n}）見出し{n}\t" if n % 5 else f"第{n}章　章{n}" for n in range(5, 505))
    pasted = parse_titles(text)
    assert (len(pasted.lines), pasted.problems) == (500, ())
    assert [line.depth for line in pasted.lines[:6]] == [0, 1, 1, 1, 1, 0]
    more = parse_titles(f"{text}\n\n最後")
    assert [str(problem) for problem in more.problems] == [
        "1001行目：一度に入れられるのは500件までです（全部で501件）。何回かに分けて入れてください。"
    ]
    assert len(more.lines) == 500


def test_a_text_of_a_wrong_size_is_not_read_at_all():
    pasted = parse_titles("あ" * (LARGEST + 1))
    assert [str(problem) for problem in pasted.problems] == [
        "文が長すぎます（200,000字まで）。何回かに分けて入れてください。"
    ]


def test_problems_are_told_until_it_is_clear():
    assert len(parse_titles("\n".join("あ" * 301 for _ in range(50))).problems) == 20


@given(st.text(alphabet='\t\n\r "　①（1）第章あいA-・.', max_size=200))
def test_whatever_comes_is_read_into_sound_lines_or_told(text):
    pasted = parse_titles(text)
    rows = [line.row for line in pasted.lines]
    assert rows == sorted(rows)
    depth = -1
    for line in pasted.lines:
        assert line.title == line.title.strip()
        assert line.title
        if not pasted.problems:
            assert 0 <= line.depth <= depth + 1
        depth = line.depth


@given(st.lists(st.integers(1, 3), max_size=30))
def test_what_was_written_with_tabs_comes_back(steps):
    depths, depth = [], 0
    for step in steps:
        depth = max(0, min(depth + 2 - step, 4)) if depths else 0
        depths.append(depth)
    text = "\n".join("\t" * depth + f"見出しの{n}番" for n, depth in enumerate(depths))
    assert [line.depth for line in parse_titles(text).lines] == depths
