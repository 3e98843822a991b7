"""On what a vision rests, as tables."""

from tests.vision import arranged
from vision.assumed_tables import assumed_table, assumptions_table, rate_tables, sources_table
from vision.figures import ScenarioFigures


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_births_assumed_by_each_course_that_was_computed():
    data = arranged.data()
    table = assumed_table([ScenarioFigures(row) for row in data["scenarios"][:3]])
    assert [column.name for column in table.columns] == ["年", "合計特殊出生率", "子ども女性比"]
    assert [group.title for group in table.groups] == ["パターン1", "町の見通し（採用する見通し）"]
    assert texts(table)[1] == ["令和7（2025）年", "1.35", "0.1890"]
    assert (
        table.note
        == "合計特殊出生率は、子ども女性比をkで割った値です。人口動態統計の値とは違うことがあります。"
    )
    assert assumed_table([ScenarioFigures(data["scenarios"][2])]) is None


def test_rates_say_where_they_came_from_and_whether_they_were_derived():
    assert texts(assumptions_table(arranged.data())) == [
        ["生残率", "全区域", "公表された値", "見本の推計", "―"],
        ["子ども女性比", "見本町", "二つの表から求めた値", "―", "―"],
    ]
    assert assumptions_table(arranged.data() | {"assumptions": []}) is None


def test_sources_of_people_with_what_was_noticed():
    table = sources_table(arranged.data())
    assert texts(table) == [
        [
            "見本町の人口",
            "見本町",
            "国勢調査",
            "見本の統計",
            "不詳はありません",
            "総数が内訳の和より1人多くなっています。",
        ]
    ]
    assert [row[3].href for row in table.rows] == ["https://example.jp/census"]
    assert sources_table(arranged.data() | {"tables": []}) is None


def test_rates_by_age_say_who_becomes_how_old():
    by_year, survival = rate_tables(arranged.data())
    assert (by_year.name, texts(by_year)) == ("年ごとの仮定値", [["令和7（2025）年", "0.1890"]])
    assert [column.name for column in by_year.columns] == ["年", "子ども女性比（見本町）"]
    assert [group.title for group in survival.groups] == ["男性", "女性"]
    rows = texts(survival)
    assert (rows[0], rows[16]) == (["0～4歳→5～9歳", "0.99000"], ["80歳以上→85歳以上", "0.99000"])


def test_of_many_areas_the_rates_of_each_are_left_to_the_workbook():
    areas = [{"code": f"9999{n}", "name": f"第{n}町"} for n in range(9, 6, -1)]
    data = arranged.data() | {"areas": areas}
    assert [table.name for table in rate_tables(data)] == ["生残率（全区域）"]
    assert len(list(rate_tables(data, most_areas=None))) == 2
