"""Indices of a vision as tables."""

from tests.vision import arranged
from vision.figures import ScenarioFigures
from vision.index_tables import impact_table, index_table, indices_table, stages_table


def courses() -> list[ScenarioFigures]:
    return [ScenarioFigures(row) for row in arranged.data()["scenarios"][:3]]


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_people_when_those_of_the_base_year_are_100():
    table = index_table(courses(), 2020)
    assert table.name == "総人口の指数（令和2（2020）年＝100）"
    assert texts(table) == [["令和2（2020）年", "100.0", "100.0"], ["令和7（2025）年", "90.0", "96.0"]]
    assert index_table(courses()[2:], 2020) is None


def test_the_structure_of_ages_by_course():
    table = indices_table(courses())
    assert [group.title for group in table.groups] == ["パターン1", "町の見通し（採用する見通し）"]
    assert texts(table)[0] == ["令和2（2020）年", "16.7", "50.0", "66.7", "300.0"]
    assert indices_table(courses()[2:]) is None


def test_stages_of_decline_by_years():
    table = stages_table(courses()[:1])
    assert texts(table) == [
        ["令和2～7（2020～2025）年", "第2段階（老年人口の維持・微減、年少・生産年齢人口の減少）"]
    ]
    assert stages_table(courses()[2:]) is None


def test_impact_with_its_classes():
    table = impact_table(arranged.data()["impact"])
    assert table.name == "自然増減・社会増減の影響度（令和7（2025）年）"
    assert texts(table) == [["自然増減の影響度", "107.61", "3"], ["社会増減の影響度", "93.20", "1"]]
    below = {
        "year": 2045,
        "natural": {"ratio": "104.96", "class": 2},
        "social": {"ratio": "99.95", "class": 1},
    }
    assert [row[1] for row in texts(impact_table(below))] == ["104.96", "99.95"]  # not 105.0 of class 2
    assert impact_table(None) is None
