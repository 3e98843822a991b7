"""What courses come to, as tables."""

from decimal import Decimal

from tests.vision import arranged
from vision.figures import ScenarioFigures
from vision.result_tables import (
    ages_table,
    band_table,
    changes_table,
    classes_table,
    missing_sentences,
    totals_table,
)


def courses() -> dict[str, ScenarioFigures]:
    return {row["lineage"]: ScenarioFigures(row) for row in arranged.data()["scenarios"] if row["is_shown"]}


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_totals_stand_beside_each_other_with_the_gap_to_the_published_course():
    found = courses()
    table = totals_table(list(found.values()), found[arranged.PUBLISHED])
    assert [column.name for column in table.columns] == [
        "年",
        "パターン1",
        "町の見通し（採用する見通し）",
        "別に決めた値",
        "採用する見通しと社人研推計準拠との差",
    ]
    assert texts(table) == [
        ["令和2（2020）年", "1,000", "1,000", "―", "0"],
        ["令和5（2023）年", "940※", "976※", "980", "＋36"],
        ["令和7（2025）年", "900", "960", "―", "＋60"],
    ]
    assert [row[2].value for row in table.rows] == [1000, 976, 960]
    assert table.note.startswith("※は、")


def test_without_another_published_course_there_is_no_gap_and_without_years_between_no_mark():
    published = courses()[arranged.PUBLISHED]
    table = totals_table([published], published)
    assert (len(table.columns), table.note) == (2, "")


def test_classes_are_people_and_printed_shares():
    found = courses()
    own = classes_table("classes", "町", [found[arranged.OWN]])
    assert texts(own)[1] == [
        "令和7（2025）年",
        "960",
        "110",
        "550",
        "300",
        "80",
        "11.5％",
        "57.3％",
        "31.3％",
        "8.3％",
    ]
    assert [group.title for group in own.groups] == [""]
    several = classes_table("other", "ほか", [found[arranged.PUBLISHED], found[arranged.ENTERED]])
    assert [group.title for group in several.groups] == ["パターン1", "別に決めた値"]
    entered = texts(several)[-1]
    assert entered == ["令和5（2023）年", "980", "―", "―", "―", "―", "10.5％", "59.5％", "―", "―"]


def test_ages_of_two_years_end_with_their_totals():
    table = ages_table(courses()[arranged.OWN], (2020, 2025))
    assert [column.short for column in table.columns[1:]] == [
        "2020年\n男性",
        "2020年\n女性",
        "2025年\n男性",
        "2025年\n女性",
    ]
    rows = texts(table)
    assert (rows[0], rows[17], rows[18]) == (
        ["0～4歳", "50", "50", "55", "55"],
        ["85歳以上", "30", "30", "40", "40"],
        ["総数", "500", "500", "480", "480"],
    )


def test_changes_tell_births_deaths_and_moves():
    found = courses()
    table = changes_table([found[arranged.OWN], found[arranged.ENTERED]])
    assert texts(table) == [["令和2～7（2020～2025）年", "80", "60", "＋20", "−30", "−10"]]
    row = dict(found[arranged.OWN].data["changes"][0]) | {"added": "200.000"}
    with_added = ScenarioFigures(found[arranged.OWN].data | {"changes": [row]})
    table = changes_table([with_added])
    assert table.columns[-2].name == "開発などで加わる人"
    assert texts(table)[0][-2:] == ["＋200", "＋190"]


def test_a_band_is_printed_where_there_is_one():
    own = courses()[arranged.OWN]
    assert band_table([own]) is None
    band = {
        "draws": 1000,
        "seed": 7,
        "quantiles": ["0.05", "0.5", "0.95"],
        "total": {"2025": ["900.4", "960.0", "1020.5"]},
    }
    table = band_table([ScenarioFigures(own.data | {"band": band})])
    assert [column.name for column in table.columns] == [
        "年",
        "小さい方から5％の値",
        "中央の値",
        "小さい方から95％の値",
    ]
    assert texts(table) == [["令和7（2025）年", "900", "960", "1,021"]]
    assert [row[1].value for row in table.rows] == [Decimal(900)]
    assert table.note == (
        "出生率と純移動率を1,000回変えて計算し、小さい方から並べた値です（乱数の種 7）。"
        "中央の値は、仮定のとおりに計算した総人口と少し違うことがあります。"
    )


def test_what_could_not_be_computed_is_said_with_its_name():
    own = ScenarioFigures(courses()[arranged.OWN].data | {"missing": ["生残率がありません。"]})
    assert missing_sentences([own]) == ("「町の見通し」：生残率がありません。",)


def test_a_column_without_any_figure_is_left_out():
    found = courses()
    entered = classes_table("classes", "値", [found[arranged.ENTERED]])
    assert [column.name for column in entered.columns] == [
        "年",
        "総人口",
        "年少人口の割合",
        "生産年齢人口の割合",
    ]
    assert texts(entered) == [["令和5（2023）年", "980", "10.5％", "59.5％"]]
