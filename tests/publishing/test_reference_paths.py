"""Reference paths of KGIs: what a scenario comes to, the gap to 社人研推計, and whether a target keeps to it."""

from decimal import Decimal
from typing import Any

import pytest

from publishing.reference_paths import (
    Measure,
    floor_told,
    gap_of,
    measure_named,
    measure_of,
    points_of,
    source_words,
    value_at,
)
from vision.figures import ScenarioFigures

# 豊中市's adopted figures, as its strategy prints them.
TOYONAKA = ScenarioFigures({
    "lineage": "1", "name": "想定人口", "kind": "ENTERED", "is_adopted": True, "is_shown": True, "M": {}, "F": {},
    "entered": [
        {"year": 2020, "total": 401_558, "young_share": "13.7", "working_share": "60.0"},
        {"year": 2027, "total": 402_190, "young_share": "13.3", "working_share": "60.5"},
        {"year": 2040, "total": 400_861, "young_share": "13.0", "working_share": "57.2"},
    ],
})  # fmt: skip
WANTED = [("現状", 2020), ("短期", 2027), ("長期", 2040)]


def computed(scale: int = 1) -> ScenarioFigures:
    """5-year tables of 2020 and 2030: 30, 100, 36 and 20, 90, 42 people of each sex by class, times ``scale``."""
    groups = {"2020": (10, 10, 6), "2030": ("6.6665", 9, 7)}

    def row(young: Any, working: Any, old: Any) -> list[str]:
        each = [young] * 3 + [working] * 10 + [old] * 6
        return [str(Decimal(str(one)) * scale) for one in each]

    people = {year: row(*one) for year, one in groups.items()}
    return ScenarioFigures({
        "lineage": "2", "name": "独自", "kind": "OWN", "is_adopted": True, "is_shown": True,
        "M": people, "F": people, "entered": [], "open": 90,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        (Measure.TOTAL, ["401558", "402190", "400861"]),
        (Measure.YOUNG_SHARE, ["13.7", "13.3", "13.0"]),
        (Measure.WORKING_SHARE, ["60.0", "60.5", "57.2"]),
    ],
)
def test_the_three_kgis_of_toyonaka(measure, values):
    points, missing = points_of(TOYONAKA, measure, WANTED)
    assert points == [
        {"label": label, "fiscal_year": year, "value": value}
        for (label, year), value in zip(WANTED, values, strict=True)
    ]
    assert missing == []


def test_a_year_between_is_read_off_the_line_and_said_so():
    assert value_at(computed(), 2025, Measure.TOTAL) == 318
    assert value_at(computed(), 2025, Measure.YOUNG_SHARE) == Decimal("15.7")
    assert source_words("見本市人口ビジョン", computed(), [2020, 2025, 2027]) == (
        "見本市人口ビジョン「独自」、令和7（2025）年、令和9（2027）年は直線補間"
    )
    assert source_words("あ" * 200, computed(), [2020, *range(2021, 2030)]) == (
        f"{'あ' * 200}「独自」、表の間の9か年は直線補間"
    )
    assert source_words("見本市人口ビジョン", TOYONAKA, [2020, 2040]) == "見本市人口ビジョン「想定人口」"


def test_what_nobody_published_is_missing():
    assert points_of(TOYONAKA, Measure.TOTAL, [("長期", 2045), ("途中", 2030)]) == (
        [{"label": "途中", "fiscal_year": 2030, "value": "401883"}], [2045],
    )  # fmt: skip
    assert points_of(TOYONAKA, Measure.YOUNG_SHARE, [("途中", 2030)]) == ([], [2030])
    assert points_of(TOYONAKA, Measure.OLD, [("現状", 2020)]) == ([], [2020])


@pytest.mark.parametrize(
    ("name", "unit", "measure"),
    [
        ("総人口", "人", Measure.TOTAL),
        ("年少人口の割合", "%", Measure.YOUNG_SHARE),
        ("生産年齢人口", "人", Measure.WORKING),
        ("高齢化率", "％", Measure.OLD_SHARE),
        ("市の人口", "", Measure.TOTAL),
    ],
)
def test_a_measure_is_guessed_by_its_name(name, unit, measure):
    assert measure_named(name, unit) == measure


# --- the gap ------------------------------------------------------------------------------------------------


def year(at: int, total: int, young: int | None = None, share: str | None = None) -> dict[str, Any]:
    empty = dict.fromkeys(("working", "old", "old75", "working_share", "old_share"))
    return empty | {"year": at, "total": total, "young": young, "young_share": share}


def document(**changes: Any) -> dict[str, Any]:
    return {
        "title": "見本市人口ビジョン",
        "adopted": {
            "name": "想定人口",
            "years": [year(2020, 1000, 137, "13.7"), year(2030, 960, 120, "12.5")],
        },
        "published": {
            "name": "パターン1",
            "years": [year(2020, 1000, 137, "13.7"), year(2030, 900, 90, "10.0"), year(2040, 800)],
        },
        "courses": [],
    } | changes


def path(*values: tuple[int, str]) -> list[dict[str, Any]]:
    return [{"label": f"{at}年", "fiscal_year": at, "value": value} for at, value in values]


def test_the_gap_is_that_of_the_same_years():
    found = gap_of(path((2020, "1000"), (2025, "980"), (2030, "960")), document())
    assert (found.measure, found.adopted, found.published) == (Measure.TOTAL, "想定人口", "パターン1")
    assert [(row.year, row.published, row.difference) for row in found.rows] == [
        (2020, 1000, 0), (2025, 950, 30), (2030, 900, 60),
    ]  # fmt: skip
    assert [row.difference_words for row in found.rows] == ["0人", "＋30人", "＋60人"]
    assert found.sentence == (
        "令和12（2030）年の総人口は、社人研推計準拠「パターン1」の900人に対して960人（差 ＋60人）です。"
    )


def test_the_gap_of_a_share_is_in_points():
    found = gap_of(path((2030, "12.5")), document())
    assert (found.measure, found.rows[0].difference_words) == (Measure.YOUNG_SHARE, "＋2.5ポイント")
    less = gap_of(path((2030, "960")), document(published={"name": "国", "years": [year(2030, 2000)]}))
    assert less.rows[0].difference_words == "−1,040人"


@pytest.mark.parametrize("changes", [{"adopted": None}, {"published": None}])
def test_nothing_to_compare(changes):
    assert gap_of(path((2030, "960")), document(**changes)) is None
    assert gap_of(path((2030, "960")), None) is None


def test_a_path_of_other_figures_is_none_of_the_vision():
    assert measure_of(path((2030, "959")), document()) == Measure.TOTAL  # a person of rounding
    assert measure_of(path((2030, "958")), document()) is None
    assert measure_of(path((2030, "12.7")), document()) is None
    assert measure_of(path((2050, "960")), document()) is None
    assert measure_of([], document()) is None
    assert gap_of(path((2030, "958")), document()) is None
    assert measure_of([{"label": "時期なし", "value": "960"}], document()) is None


# --- floors -------------------------------------------------------------------------------------------------


def test_the_kgis_of_toyonaka_keep_to_their_paths():
    """40万人以上, 13％以上, 60％以上 are the rounded-down figures of 2027."""
    for value, unit, measure, told in (
        (
            "400000",
            "人",
            Measure.TOTAL,
            "目標の400,000人以上は、令和9（2027）年の見通し402,190人の範囲にあります。",
        ),
        ("13", "%", Measure.YOUNG_SHARE, "目標の13％以上は、令和9（2027）年の見通し13.3％の範囲にあります。"),
        (
            "60",
            "%",
            Measure.WORKING_SHARE,
            "目標の60％以上は、令和9（2027）年の見通し60.5％の範囲にあります。",
        ),
    ):
        points, _ = points_of(TOYONAKA, measure, WANTED)
        assert floor_told({"kind": "at_least", "value": value}, unit, points, 2027) == (True, told)


def test_a_target_beyond_its_path_is_told():
    points, _ = points_of(TOYONAKA, Measure.TOTAL, WANTED)
    kept, sentence = floor_told({"kind": "at_least", "value": "402191"}, "人", points, 2027)
    assert (kept, sentence) == (
        False,
        "目標の402,191人以上は、令和9（2027）年の見通し402,190人を上回っています。"
        "見通しを上回らない目標にするか、根拠を設定根拠に書いてください。",
    )
    assert floor_told({"kind": "at_most", "value": "402190"}, "人", points, 2027)[0]
    assert not floor_told({"kind": "at_most", "value": "402189"}, "人", points, 2027)[0]


def test_the_last_point_of_the_plans_period_counts():
    points = path((2027, "100"), (2040, "90"))
    assert floor_told({"kind": "at_least", "value": "95"}, "人", points, 2027)[0]
    assert not floor_told({"kind": "at_least", "value": "95"}, "人", points, 2040)[0]
    assert not floor_told({"kind": "at_least", "value": "101"}, "人", points, 2023)[
        0
    ]  # all lie ahead: the first


@pytest.mark.parametrize("spec", [{"kind": "maintain", "value": "1"}, {"kind": "at_least"}, {}])
def test_of_other_targets_nothing_is_said(spec):
    assert floor_told(spec, "人", path((2027, "100")), 2027) is None
    assert floor_told({"kind": "at_least", "value": "1"}, "人", [], 2027) is None
