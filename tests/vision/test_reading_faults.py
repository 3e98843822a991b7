"""vision.reading: what is wrong with a file is said in a sentence that tells where and what to do."""

import datetime
import io

import pytest
from openpyxl import Workbook

from paper.grids import Cell, Grid
from paper.guard import GuardError
from paper.reading import ReadError
from tests.vision.sheets import REAL, grid, is_town, long_rows, rate_rows, simple_rows, town
from tests.vision.towns import table
from vision.reading.checks import remarks_on, same_open_group
from vision.reading.files import OTHER, grids_of
from vision.reading.parsed import parsed_of
from vision.reading.people import NOTHING, read_people
from vision.reading.rates import read_rates
from vision.tables import Counts, PeopleTable


def put(rows, row, column, value):
    """The rows with another value in a cell, counted from 1."""
    changed = [list(one) for one in rows]
    changed[row - 1][column - 1] = value
    return changed


def said(read):
    return [str(one) for one in read.findings]


def test_a_missing_age_group():
    rows = [row for row in long_rows((2020,)) if row[2:4] != ["M", "20-24"]]
    read = read_people([grid(rows)])
    assert (dict(read.tables), said(read)) == (
        {},
        ["豊中市の令和2（2020）年の表に「男の20～24歳」がありません。年齢階級をすべて入れてください。"],
    )
    assert [one.is_fault for one in read.findings] == [True]
    none = [row for row in long_rows((2020,)) if row[3] not in ("85-89", "90+")]
    assert said(read_people([grid(none)])) == [
        "豊中市の令和2（2020）年の最も上の年齢階級は、85歳以上、90歳以上、95歳以上か100歳以上にしてください。"
    ]


def test_a_missing_sex():
    rows = [row[:2] for row in simple_rows()]
    assert said(read_people([grid(rows)])) == [
        "令和2（2020）年の男・女の人口がありません。男女別の表を選んでください。"
    ]


def test_a_sex_that_both_and_the_other_leave_is_told():
    without_women = [row[:3] for row in simple_rows()]
    read = read_people([grid(without_women)])
    assert is_town(read.tables[""], 2020)
    told = "令和2（2020）年の女の人口は表にないので、男女計から男を引いた人数にしました。"
    assert (said(read), read.faults) == ([told], ())
    read = read_people([grid(put(without_women, 9, 2, without_women[8][2] - 1))])
    fault = "令和2（2020）年の20～24歳は、男が男女計より多くなっています。表を確かめてください。"
    assert (dict(read.tables), said(read)) == ({}, [told, fault])


def test_a_negative_count_and_what_is_no_number():
    rows = put(put(long_rows((2020,)), 3, 5, "△12"), 5, 5, "秘匿")
    read = read_people([grid(rows)])
    assert said(read) == [
        "「表」E5：豊中市の令和2（2020）年の人口に「秘匿」とあり、人数として読めません。数字に直すか、その表を除いてください。",
        "「表」E3：豊中市の令和2（2020）年の人口が「△12」と負の数になっています。人数に直してください。",
        "豊中市の令和2（2020）年の表に「男の10～14歳」がありません。年齢階級をすべて入れてください。",
    ]
    assert (dict(read.tables), len(read.faults)) == ({}, 3)


@pytest.mark.parametrize("slip", ["1e30", "9" * 40, "1E+999"])
def test_more_people_than_there_are_is_no_number(slip):
    read = read_people([grid(put(long_rows((2020,)), 3, 5, slip))])
    assert said(read)[0].startswith(
        f"「表」E3：豊中市の令和2（2020）年の人口に「{slip}」とあり、人数として読めません。"
    )
    assert dict(read.tables) == {}


def test_the_same_group_twice():
    rows = long_rows((2020,))
    read = read_people([grid([*rows, ["27203", "豊中市", "M", "0-4", 1]])])
    assert said(read) == [
        f"「表」E{len(rows) + 1}：豊中市の令和2（2020）年の男・0～4歳が2回出てきて、人数が違います。どちらかを消してください。"
    ]
    same = [*rows, rows[3]]
    assert said(read_people([grid(same)])) == []


def test_a_sum_that_is_not_its_total_is_told_by_how_much():
    rows = long_rows((2020,))
    rows = put(rows, 2, 5, rows[1][4] + 7)
    read = read_people([grid(rows)])
    assert said(read) == [
        "豊中市の男女・年齢別の合計は、表の総数より、令和2（2020）年は7人少なくなっています。推計には男女・年齢別の数を使います。"
    ]
    assert (list(read.tables), read.faults) == (["27203"], ())
    unknown = [*rows, ["27203", "豊中市", "M", "不詳", 9]]
    assert said(read_people([grid(unknown)])) == [
        "豊中市の男女・年齢別の合計（不詳を含む）は、表の総数より、令和2（2020）年は2人多くなっています。"
        "推計には男女・年齢別の数を使います。"
    ]


def test_different_open_groups_are_folded_to_the_lower_one_and_told():
    rows = long_rows((2015,), 85) + long_rows((2020,), 95)[0:1]
    rows[-1][4] = 2020
    later = long_rows((2020,), 95)
    read = read_people([grid(long_rows((2015,), 85)), grid(later)])
    assert said(read) == [
        "豊中市の年によって最も上の年齢階級が違うので、令和2（2020）年の表は85歳以上を一つにまとめました。"
    ]
    one = read.tables["27203"]
    assert (one.open_from, one.years[2020].male[-1]) == (85, sum(town("M", 95)[17:]))
    made, told = same_open_group({"国勢調査": table(open_from=95), "将来推計": table(open_from=90)})
    assert [made[name].open_from for name in made] == [90, 90]
    assert [one.sentence for one in told] == [
        "表によって最も上の年齢階級が違うので、国勢調査（95歳以上）は90歳以上を一つにまとめて使います。"
    ]


def test_an_unknown_code():
    read = read_people([grid(long_rows((2020,)))], "40216")
    assert said(read) == [
        "団体コード40216の行がこの表にありません。表にあるのは27203（豊中市）です。"
        "区域の団体コードか、ファイルを確かめてください。"
    ]
    assert (read.findings[0].is_fault, dict(read.tables)) == (True, {})
    wrong = read_people([grid(long_rows((2020,), code="272036"))])
    assert said(wrong) == [
        "団体コード「272036」は正しくないため、その行を読みませんでした。6桁のときは検査数字を確かめてください。"
    ]
    # Of a joint vision one file may hold one area.
    joint = read_people([grid(long_rows((2020,)))], REAL)
    assert (list(joint.tables), [one.is_fault for one in joint.findings]) == (["27203"], [False])


def test_sexes_that_seem_to_be_swapped():
    rows = [
        [row[0], row[1], {"M": "F", "F": "M"}.get(row[2], row[2]), *row[3:]] for row in long_rows((2020,))
    ]
    read = read_people([grid(rows)])
    assert said(read) == [
        "豊中市の令和2（2020）年は、85歳以上で男が女より多くなっています。男と女の列が入れ替わっていないか確かめてください。"
    ]
    few = PeopleTable(85, {2020: Counts((0,) * 17 + (10,), (0,) * 17 + (5,))})
    assert remarks_on("", few) == []  # a hamlet may have more old men


def test_a_year_that_is_no_census_year():
    read = read_people([grid(simple_rows(title="令和4年10月1日現在"))])
    assert (list(read.tables[""].years), said(read)) == (
        [2022],
        [
            "令和4（2022）年は国勢調査の年（西暦が5で割り切れる年）ではありません。"
            "5年ごとの推計の基準にはできないので、国勢調査の年の表を使ってください。"
        ],
    )


def test_notes_between_the_rows_are_passed_over():
    rows = simple_rows()
    rows.insert(5, ["※ 平成27年の男は女より少ない。"])
    rows.insert(9, ["注：年齢不詳を除く。", "", "2015年からの増減は別表"])
    rows.append(["資料：総務省「令和2年国勢調査」"])
    read = read_people([grid(rows)])
    assert is_town(read.tables[""], 2020) and list(read.tables[""].years) == [2020]


def test_a_real_workbook_with_merged_heads_notes_and_ages_that_became_dates():
    book = Workbook()
    page = book.active
    page.title = "国勢調査"
    page.append(["豊中市の人口（令和2年10月1日現在）"])
    page.append(["年齢", "人口", None, None])
    page.append([None, "総数", "男", "女"])
    page.merge_cells("A2:A3")
    page.merge_cells("B2:D2")
    for n, (label, total, men, women) in enumerate(simple_rows()[3:]):
        page.append([datetime.date(2026, 5, 9) if label == "5～9歳" else label, total, men, women])
        if n in (4, 9):
            page.append(["※ 次の階級には学生寮の人を含む。"])
    file = io.BytesIO()
    book.save(file)
    read = read_people(grids_of("人口.xlsx", file.getvalue()))
    assert is_town(read.tables[""], 2020) and list(read.tables[""].years) == [2020]
    assert said(read) == [
        "「国勢調査」A6：Excelが「5-9」「10-14」を日付に変えていたので、5～9歳、10～14歳として読みました。"
    ]


def test_what_is_no_table_of_people():
    assert said(read_people([grid([["会議の日程"], ["4月", "開会"]])])) == [NOTHING]
    hidden = Grid("表", grid(simple_rows()).rows, state="hidden")
    assert said(read_people([hidden])) == [NOTHING]
    cut = Grid("表", grid(simple_rows()).rows, cut="12,001行目から先は読みませんでした。")
    assert said(read_people([cut])) == ["「表」：12,001行目から先は読みませんでした。"]
    assert said(parsed_of([Grid("表", ((Cell(1, 1, "x"),),))])) == [NOTHING]


@pytest.mark.parametrize(
    ("name", "data", "error"), [("人口.pdf", b"%PDF", GuardError), ("人口.csv", b"\x80\xff\x00", ReadError)]
)
def test_a_file_of_another_kind(name, data, error):
    with pytest.raises(error) as refused:
        grids_of(name, data)
    assert str(refused.value) == OTHER or "文字コード" in str(refused.value)


def test_rates_that_cannot_be():
    rows = put(put(rate_rows(), 3, 5, "1.2"), 4, 6, "99.9")
    read = read_rates([grid(rows)])
    assert [str(one) for one in read.faults] == [
        "「表」E3：生残率が「1.2」になっています。生残率は0から1までです。"
        "1.2％なら、0.012のように小数で入れるか、「％」を付けてください。",
        "「表」F4：生残率が「99.9」になっています。生残率は0から1までです。"
        "99.9％なら、0.999のように小数で入れるか、「％」を付けてください。",
    ]
    assert [
        str(one) for one in read_rates([grid(put(rate_rows("純移動率", "0.01"), 3, 5, "－1.5"))]).faults
    ] == [
        "「表」E3：純移動率が「－1.5」になっています。純移動率は-1より大きく2までです。％なら、0.05のように小数で入れてください。"
    ]
    many = read_rates([grid(rate_rows(rate="95"))])
    assert len(many.faults) == 7
    assert many.faults[-1].sentence == "ほかに66か所で、ありえない率か数でない値があります。"


def test_rates_with_gaps():
    rows = [row for row in rate_rows() if row[3:4] != ["0～4歳→5～9歳"]]
    read = read_rates([grid(rows)])
    assert said(read)[:2] == [
        "生残率の令和2（2020）年からの5年間の男に、0～4歳がありません。",
        "生残率の令和2（2020）年からの5年間の女に、0～4歳がありません。",
    ]
    assert read.areas[""].survival is None
    short = [row for row in rate_rows() if row[3:4] != ["85歳以上→90歳以上"]]
    assert said(read_rates([grid(short)])) == [
        "生残率は、どの期間も同じ最も上の年齢（「85歳以上→90歳以上」など）までそろえてください。"
    ]
    undated = [["生残率"], ["年齢", "男", "女"], ["0～4歳", "0.99", "0.99"]]
    assert said(read_rates([grid(undated)]))[0] == (
        "生残率が何年から何年までの率か、表から読み取れません。「2020年→2025年」のように見出しに入れてください。"
    )
