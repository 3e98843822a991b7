"""What assumptions that nobody saved yet come to."""

from decimal import Decimal

import pytest

from tests.vision.towns import a_scenario, a_vision, an_area
from vision.document import VisionDocument
from vision.drafting import given_data
from vision.effects import EDITED, PUBLISHED, SAVED, effect_of
from vision.figures import whole
from vision.models import Assumption
from vision.spec import Births, Moves, ScenarioSpec, Uncertainty, from_data
from vision.wording import difference, people

pytestmark = pytest.mark.django_db
BALANCED = ScenarioSpec(moves=Moves.BALANCED)


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_the_effect_is_what_saving_would_compute(toyonaka):
    vision = a_vision(toyonaka)
    row, same = vision.scenarios.get(is_adopted=True), a_scenario(vision, "同じ仮定", BALANCED)
    before = given_data(vision)
    effect = effect_of(vision, row, BALANCED)
    assert given_data(vision) == before  # nothing was saved
    document = VisionDocument.draft(vision)
    figures, saved = document.scenario(same.lineage), document.scenario(row.lineage)
    assert [line[1] for line in texts(effect.table)] == [
        people(figures.summaries[year].total) for year in figures.years
    ]
    assert [column.name for column in effect.table.columns][:4] == [
        "年",
        "総人口（人）",
        f"{SAVED}との差（人）",
        f"{PUBLISHED}との差（人）",
    ]
    gap = whole(figures.summaries[2050].total) - whole(saved.summaries[2050].total)
    assert texts(effect.table)[-1][2] == difference(gap)
    assert effect.summary.startswith("令和32（2050）年の総人口は")
    assert effect.table.columns[0].is_head and len(effect.chart.pictures) == 2
    assert EDITED in effect.chart.caption
    assert effect.table.name == "試算した人口（まだ保存していません）"


def test_what_is_saved_is_not_shown_twice(toyonaka):
    vision = a_vision(toyonaka)
    own, published = vision.scenarios.get(is_adopted=True), vision.scenarios.get(kind="PATTERN1")
    table = effect_of(vision, own, from_data(own.spec)).table
    names = [column.name for column in table.columns]
    assert table.name == "保存してある仮定の人口"
    assert names[2:4] == [f"{PUBLISHED}との差（人）", "年少人口の割合"]
    alone = effect_of(vision, published, ScenarioSpec())
    assert [column.name for column in alone.table.columns][2] == "年少人口の割合"
    assert alone.summary.endswith("人になります。")


def test_each_assumption_is_tried_alone(toyonaka):
    vision = a_vision(toyonaka)
    row = vision.scenarios.get(is_adopted=True)
    table = effect_of(vision, row, BALANCED).sensitivity
    assert [column.form for column in table.columns] == ["text", "text", "figure", "figure", "figure"]
    assert [line[:2] for line in texts(table)][:2] == [
        ["合計特殊出生率", "0.1高い"],
        ["合計特殊出生率", "0.1低い"],
    ]
    assert table.name == "仮定を一つだけ変えたときの令和32（2050）年の総人口"


def test_why_nothing_could_be_computed_is_said(toyonaka):
    vision = a_vision(toyonaka)
    Assumption.objects.filter(kind=Assumption.Kind.TFR_RATIO).delete()
    row = vision.scenarios.get(kind="PATTERN1")
    effect = effect_of(vision, row, ScenarioSpec(births=Births.TFR, tfr=((2030, Decimal("2.1")),)))
    assert (effect.chart, effect.table, effect.sensitivity, effect.summary) == (
        None,
        None,
        None,
        "まだ計算できません。",
    )
    assert effect.missing == (
        f"「{EDITED}」：子ども女性比と合計特殊出生率の比（k）がないため、合計特殊出生率を使えません。"
        "「仮定値」でkを入れてください。",
    )


def test_a_band_is_told_with_its_table(toyonaka):
    vision = a_vision(toyonaka)
    row = vision.scenarios.get(kind="PATTERN1")
    effect = effect_of(vision, row, ScenarioSpec(uncertainty=Uncertainty(draws=100)))
    assert len(list(effect.band.rows)) == 7
    assert effect_of(vision, row, ScenarioSpec()).band is None


def test_queries_do_not_grow_with_areas_and_scenarios(toyonaka, django_assert_num_queries):
    vision = a_vision(toyonaka)
    row = vision.scenarios.get(is_adopted=True)
    for more in (0, 3):
        for n in range(more):
            an_area(vision, f"9999{n}", f"となり町{n}")
            a_scenario(vision, f"ほかのケース{n}")
        fresh = type(vision).objects.select_related("government", "based_on").get(pk=vision.pk)
        with django_assert_num_queries(4):
            effect_of(fresh, row, BALANCED)
