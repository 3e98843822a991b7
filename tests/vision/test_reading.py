"""vision.reading: the layouts in which tables of people come, real ones and invented ones."""

import doctest
import importlib

import pytest

from paper.grids import Merge
from paper.reading import read_csv
from tests.vision.sheets import REAL, grid, is_town, long_rows, simple_rows, standard_rows, town
from vision.reading.files import LARGE, grids_of
from vision.reading.labels import Ages, ages_of, code_of, year_of
from vision.reading.parsed import Parsed, parsed_of
from vision.reading.people import read_people
from vision.tables import Totals

MODULES = "assembling checks files found heads labels parsed people rates sheets totals".split()


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name):
    result = doctest.testmod(importlib.import_module(f"vision.reading.{name}"))
    assert result.failed == 0


def test_a_long_table_with_a_column_for_each_year():
    read = read_people([grid(long_rows((2015, 2020)))])
    assert (list(read.tables), dict(read.names), read.findings) == (["27203"], {"27203": "豊中市"}, ())
    table = read.tables["27203"]
    assert is_town(table, 2015) and is_town(table, 2020, of=19_500)
    assert table.years[2015].total == sum(town("M")) + sum(town("F"))


def test_a_long_table_with_a_row_for_each_figure_and_several_courses():
    rows = [["variant", "year", "sex", "age", "population"]]
    for variant, of in (("medium", 20_000), ("high", 30_000)):
        for sex in "MF":
            words = [*(f"{low}-{low + 4}" for low in range(0, 90, 5)), "90+"]
            rows += [[variant, 2020, sex, word, n] for word, n in zip(words, town(sex, of=of), strict=True)]
    read = read_people([grid(rows)])
    assert is_town(read.tables[""], 2020)
    assert [one.sentence for one in read.findings] == [
        "いくつかの仮定があるうち、出生中位を読みました（出生高位は読んでいません）。"
    ]
    assert is_town(read_people([grid(rows)], variant="high").tables[""], 2020, of=30_000)


def test_a_simple_sheet_whose_year_stands_in_the_title_or_is_given():
    table = read_people([grid(simple_rows())]).tables[""]
    assert is_town(table, 2020) and list(table.years) == [2020]
    untitled = grid(simple_rows(title="人口"))
    assert is_town(read_people([untitled], year=2015).tables[""], 2015)
    assert [one.sentence for one in read_people([untitled]).faults] == [
        "何年の人口か、表から読み取れません。「年」の欄に西暦を入れて、もう一度読み込んでください。"
    ]


def test_the_standard_open_data_adds_districts_and_checks_a_whole_beside_them():
    read = read_people([grid(standard_rows(("北部", "南部")))], "272035")
    table = read.tables["27203"]
    assert table.years[2020].male == tuple(2 * n for n in town("M", 85, 6000))
    assert table.years[2020].total == 2 * (sum(town("M", 85, 6000)) + sum(town("F", 85, 6000)))
    assert [one.sentence for one in read.findings] == ["豊中市の2の地区の人口を足しました。"]
    rows = standard_rows(("総数", "北部", "南部"))
    whole = read_people([grid(rows)])
    assert is_town(whole.tables["27203"], 2020, 85, 6000)  # the row of the whole is not added to its parts
    people = sum(town("M", 85, 6000)) + sum(town("F", 85, 6000))
    assert [one.sentence for one in whole.findings] == [
        f"豊中市の令和2（2020）年の全域の行と地区の合計が39か所で違います（男女計・総数では全域が{people:,}人少ない）。"
        "全域の行を使いました。"
    ]


def test_heads_of_two_rows_merged_or_not():
    men, women = town("M"), town("F")
    words = [*(f"{low}～{low + 4}歳" for low in range(0, 90, 5)), "90歳以上"]
    rows = [["人口の推移"], ["年齢", "平成27年", "", "令和2年", ""], ["", "男", "女", "男", "女"]]
    rows += [[word, a, b, a + 1, b + 1] for word, a, b in zip(words, men, women, strict=True)]
    for merges in ((), (Merge(2, 1, 3, 1), Merge(2, 2, 2, 3), Merge(2, 4, 2, 5))):
        table = read_people([grid(rows, merges=merges)]).tables[""]
        assert is_town(table, 2015)
        assert table.years[2020].male == tuple(n + 1 for n in men)


def test_blocks_below_each_other_and_ages_across():
    men, women = town("M"), town("F")
    words = [*(f"{low}～{low + 4}歳" for low in range(0, 90, 5)), "90歳以上"]
    blocks = [["区分", "2015年", "2020年"], ["男"]]
    blocks += [[word, n, n] for word, n in zip(words, men, strict=True)]
    blocks += [["女"], *([word, n, n] for word, n in zip(words, women, strict=True))]
    assert is_town(read_people([grid(blocks)]).tables[""], 2020)
    across = [["年", "性別", *words], ["2020年", "男", *men], ["", "女", *women]]
    assert is_town(read_people([grid(across)]).tables[""], 2020)


def test_tables_side_by_side_and_code_and_name_in_one_cell():
    men, women = town("M"), town("F")
    words = [*(f"{low}～{low + 4}歳" for low in range(0, 90, 5)), "90歳以上"]
    lines = [[word, a + b, a, b] for word, a, b in zip(words, men, women, strict=True)]
    lines.append(["総数", sum(men) + sum(women), sum(men), sum(women)])
    beside = [[*left, "", *right] for left, right in zip(lines[:10], lines[10:], strict=True)]
    rows = [["令和2年"], [*("年齢 総数 男 女".split()), "", *("年齢 総数 男 女".split())], *beside]
    read = read_people([grid(rows)])
    assert is_town(read.tables[""], 2020) and read.findings == ()
    rows = [["全国，都道府県，市区町村", "男女", "年齢", "2020年【人】"]]
    for sex, people in (("男", men), ("女", women)):
        rows += [["27203_豊中市", sex, word, f"{n:,}"] for word, n in zip(words, people, strict=True)]
        rows.append(["27203_豊中市", sex, "年齢「不詳」", 3])
    read = read_people([grid(rows)], "27203")
    assert is_town(read.tables["27203"], 2020)
    assert (read.tables["27203"].years[2020].unknown, dict(read.names)) == ((3, 3), {"27203": "豊中市"})


def test_single_years_of_age_are_added_up_and_other_rows_are_no_groups():
    men, women = town("M"), town("F")
    rows = [["令和2年"], ["年齢", "男", "女"]]
    for low in range(0, 90, 5):
        for age in range(low, low + 5):
            share = [n // 5 + (n % 5 if age == low else 0) for n in (men[low // 5], women[low // 5])]
            rows.append([f"{age}歳", *share])
    rows += [["90歳以上", men[-1], women[-1]], ["（再掲）65歳以上", 1, 1], ["平均年齢", "45.1", "47.2"]]
    read = read_people([grid(rows)])
    assert is_town(read.tables[""], 2020)


def test_the_highest_open_group_counts_and_those_below_it_are_sums():
    rows = simple_rows(95)
    over = sum(town("M", 95)[17:]), sum(town("F", 95)[17:])
    rows.append(["85歳以上（再掲）", sum(over), *over])
    assert is_town(read_people([grid(rows)]).tables[""], 2020, 95)


def test_wide_signs_units_dashes_and_what_a_spreadsheet_made_of_the_ages():
    rows = [["（単位：千人）"], ["年齢", "男（2020年）", "女（2020年）"]]
    words = ["０～４歳", "5月9日", "10月14日", *(f"{low}－{low + 4}" for low in range(15, 85, 5)), "85歳～"]
    rows += [[word, "１，２", "―" if n == 3 else 12] for n, word in enumerate(words)]
    read = read_people([grid(rows)])
    one = read.tables[""].years[2020]
    assert (one.male[0], one.female[3], len(one.male)) == (12_000, 0, 18)
    assert [str(one) for one in read.findings[:2]] == [
        "単位が千人の表なので、1,000倍して人数にしました。端数は概数です。",
        "「表」A4：Excelが「5-9」「10-14」を日付に変えていたので、5～9歳、10～14歳として読みました。",
    ]


def test_totals_and_classes_without_groups():
    wide = [
        [
            "code5",
            "name",
            "census2020",
            "2025",
            "young2050",
            "working2050",
            "elderly2050",
            "2050",
            "census2025_prelim",
        ]
    ]
    wide.append(["27203", "豊中市", 1000, 990, 100, 500, 300, 900, 5])
    assert dict(read_people([grid(wide)]).totals["27203"].years) == {
        2020: Totals(1000),
        2025: Totals(990),
        2050: Totals(900, 100, 500, 300),
    }
    tall = [["年", "総人口", "年少人口", "生産年齢人口", "老年人口"], ["令和2年", "1,000", 130, 600, 260]]
    read = read_people([grid(tall)])
    assert dict(read.totals[""].years) == {2020: Totals(1000, 130, 600, 260)}
    assert [one.sentence for one in read.findings] == [
        "令和2（2020）年の3区分の合計は、総人口より10人少なくなっています（年齢不詳や四捨五入によることがあります）。"
    ]


def test_years_ages_and_codes_as_people_write_them():
    assert [year_of(text) for text in ("令和元年", "Ｈ27", "昭和55年国勢調査", "2020/10/1")] == [
        2019,
        2015,
        1980,
        2020,
    ]
    assert [ages_of(text) for text in ("85歳以上", "15～64歳", "０歳", "2015-2020")] == [
        Ages(85, None),
        Ages(15, 64),
        Ages(0, 0),
        None,
    ]
    assert [
        code_of(text, width)
        for text, width in (("11002", 6), ("27203", 6), ("1100", 5), ("1", 5), ("48000", 5))
    ] == [
        "01100",
        "27203",
        "01100",
        "01",
        None,
    ]


def test_what_was_read_waits_as_json():
    parsed = parsed_of([grid(long_rows()), grid(simple_rows())])
    assert list(parsed.people) == ["27203", ""]
    assert Parsed.of(parsed.to_data()) == parsed


def test_cp932_and_a_long_file_of_which_few_rows_count():
    rows = long_rows((2020,))
    text = "\r\n".join(",".join(map(str, row)) for row in rows)
    small = read_people(grids_of("人口.csv", text.encode("cp932")), REAL)
    assert is_town(small.tables["27203"], 2020)
    filler = "\r\n".join(f"13{n % 900 + 100},ほかの市,M,0-4,1" for n in range(30_000))
    data = f"{text.splitlines()[0]}\r\n{filler}\r\n{text.partition(chr(10))[2]}".encode()
    assert len(data) > LARGE
    grids = grids_of("全国.csv", data, REAL)
    assert (len(grids[0].rows), grids[0].cut) == (60, "")
    assert is_town(read_people(grids, REAL).tables["27203"], 2020)


def test_the_published_tables_are_read_to_the_person(shared):
    folder = shared / "data" / "population"
    codes = {"27203": 375_341, "40216": 50_056, "42202": 202_094, "14": 8_312_524}
    read = read_people([read_csv((folder / "ipss2018_focus_age_sex.csv").read_bytes())], set(codes))
    sums = {code: table.years[2045] for code, table in read.tables.items()}
    assert {code: sum(one.male) + sum(one.female) for code, one in sums.items()} == codes
    assert read.findings == ()
    census = read_people([read_csv((folder / "census1980_2015_focus_age_sex.csv").read_bytes())], "272035")
    assert census.tables["27203"].years[2015].unknown == (1096, 697)
    assert (census.tables["27203"].years[2015].total, census.findings) == (395_479, ())
    totals = read_people([read_csv((folder / "ipss2023_municipal_totals.csv").read_bytes())], "27203").totals
    assert totals["27203"].years[2050] == Totals(367_696, 45_390, 199_468, 122_838)
    nation = parsed_of([read_csv((folder / "ipss2017_national_age_sex.csv").read_bytes())], REAL)
    assert (nation.is_nation, nation.people[""].open_from, len(nation.remarks), nation.faults) == (
        True,
        100,
        2,
        (),
    )
