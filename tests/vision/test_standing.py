"""vision.standing: what the office's lists of tables and rates show."""

import pytest

from tests.vision.sheets import REAL, grid, long_rows, rate_rows
from tests.vision.towns import a_vision, an_area, people, table
from vision.kept_tables import enter_totals
from vision.reading.parsed import parsed_of
from vision.standing import (
    missing_tables,
    rate_lines,
    table_lines,
    takings_of,
    total_rows,
    year_tables,
)
from vision.tables import Counts, PeopleTable, Totals


@pytest.fixture
def vision(toyonaka):
    return a_vision(toyonaka, scenarios=False)


def test_tables_in_a_list_and_what_is_missing(vision):
    area = vision.areas.get()
    enter_totals(actor=None, vision=vision, area=area, totals={y: Totals(5) for y in range(2020, 2045, 5)})
    lines = table_lines(vision)
    count = f"{sum(people(sex='M')) + sum(people(sex='F')):,}"
    assert [(one.where, one.years, one.newest, one.people, one.groups) for one in lines] == [
        ("見本町", "令和2（2020）年", "令和2（2020）年", count, "90歳以上まで"),
        ("見本町", "令和2（2020）年～令和22（2040）年の5回", "令和22（2040）年", "5", "総数"),
    ]
    assert missing_tables(vision, lines) == []
    vision.base_year = 2025
    assert missing_tables(vision, lines) == [
        "見本町の令和7（2025）年（基準年）の男女別・年齢別の人口がありません。"
    ]
    assert total_rows(lines[1].row)[0] == ("令和2（2020）年", "5", "―", "―", "―")


def test_a_table_year_by_year(vision):
    row = vision.tables.get()
    men, women = (1000,) + (0,) * 18, (900,) + (0,) * 18
    row.data = PeopleTable(90, {2020: Counts(men, women, (5, 0), 1900)}).to_data()
    (year,) = year_tables(row)
    assert year.groups[0] == ("0～4歳", "1,000", "900", "1,900")
    assert (year.sums, year.unknown, year.printed, year.by) == (
        ("1,000", "900", "1,900"),
        ("5", "0", "5"),
        "1,900",
        "5人多い",
    )
    row.data = table().to_data()
    assert (year_tables(row)[0].unknown, year_tables(row)[0].by) == ((), "")


def test_rates_in_a_list(vision):
    lines = rate_lines(vision)
    assert [(one.where, one.row.get_kind_display()) for one in lines] == [
        ("全区域共通", "生残率"),
        ("全区域共通", "子ども女性比と合計特殊出生率の比（k）"),
        ("見本町", "純移動率"),
        ("見本町", "子ども女性比"),
        ("見本町", "0～4歳性比"),
    ]
    assert lines[2].years == "2020年→2050年（6期間）"
    assert lines[2].table.heads[:2] == ("2020→2025年 男", "2020→2025年 女")
    assert lines[2].table.rows[3] == ("15～19歳→20～24歳", ("−0.12000",) * 12)
    assert lines[2].table.rows[-1][0] == "85歳以上→90歳以上"
    assert lines[3].table.rows[0] == ("令和2（2020）年", ("0.20000",))


def test_what_a_file_would_bring(vision):
    vision.areas.update(code="27203", name="豊中市")
    grids = [grid(long_rows((2020,))), grid(rate_rows(), "率")]
    made = takings_of(vision, parsed_of(grids, REAL))
    count = f"令和2（2020）年 {sum(people(sex='M')) + sum(people(sex='F')):,}人（90歳以上まで）"
    assert [(one.where, one.what, one.years, one.people, one.replaces) for one in made] == [
        ("豊中市", "男女・年齢別の人口", "令和2（2020）年", count, "国勢調査"),
        ("団体コードなし", "生残率", "2020年→2030年（2期間）", "90歳以上まで", "生残率"),
    ]


def test_the_queries_do_not_grow_with_the_areas(vision, django_assert_num_queries):
    for n in range(2):
        with django_assert_num_queries(3):
            missing_tables(vision, table_lines(vision))
            rate_lines(vision)
        for code in range(5 * n, 5 * n + 5):
            an_area(vision, f"4020{code}", f"町{code}")
