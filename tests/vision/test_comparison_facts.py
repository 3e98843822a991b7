"""What both editions assume, in words: what is other is said to be other, even where only the figures behind the words are."""

from decimal import Decimal
from typing import Any

from tests.vision import compared
from vision.comparing import compare
from vision.comparison.facts import CHANGED, GONE, NEWLY, SAME, Fact, facts_of
from vision.spec import Addition, Births, Entered, Moves, ScenarioSpec


def facts(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts_of(compare(old, new))}


def with_spec(spec: ScenarioSpec, number: int = 2) -> dict[str, Any]:
    return compared.made(compared.town(number=number), [compared.scenario("案", spec, is_adopted=True)])


def test_the_frame_the_sources_and_the_scenario_of_two_editions():
    found = facts(compared.older(), compared.newer())
    assert {name: fact.change for name, fact in found.items()} == {
        "基準年": CHANGED,
        "推計の最後の年": CHANGED,
        "推計の区域": SAME,
        "最も上の年齢階級": SAME,
        "国勢調査": CHANGED,
        "生残率": SAME,
        "純移動率": SAME,
        "子ども女性比": CHANGED,
        "0～4歳性比": SAME,
        "k": SAME,
        "見通しのケース": SAME,
        "出生の仮定": CHANGED,
        "移動の仮定": SAME,
    }
    assert found["基準年"].cells == ("基準年", "平成27（2015）年", "令和2（2020）年", "変更")
    assert found["最も上の年齢階級"].new == "90歳以上"
    assert found["子ども女性比"].cells == ("子ども女性比", "見本", "見本", "変更")
    path = "合計特殊出生率　令和7（2025）年 仮定値のとおり、令和22（2040）年 {}"
    assert (found["出生の仮定"].old, found["出生の仮定"].new) == (path.format("1.80"), path.format("1.60"))
    assert found["移動の仮定"].new == "仮定値の純移動率の0.5倍"


def test_people_of_unknown_age_handled_otherwise_are_another_table():
    old, new = compared.older(), compared.older()
    new["tables"] = [row | {"unknown": "DISTRIBUTED"} for row in new["tables"]]
    assert [facts(old, one)["国勢調査"].change for one in (old, new)] == [SAME, CHANGED]


def test_what_only_one_edition_has():
    old, new = compared.older(), compared.newer()
    old["assumptions"] = [row for row in old["assumptions"] if row["kind"] != "TFR_RATIO"]
    new["assumptions"] = [row for row in new["assumptions"] if row["kind"] != "SEX_RATIO"]
    found = facts(old, new)
    assert found["k"].cells == ("k", "―", "見本", NEWLY)
    assert found["0～4歳性比"].cells == ("0～4歳性比", "見本", "―", GONE)


def test_sources_of_many_areas_stand_once_and_the_rest_is_counted():
    data = compared.newer()
    row = data["tables"][0]
    data["tables"] = [row | {"area": str(n), "title": f"町{n}"} for n in range(5)] + [row | {"title": "町0"}]
    found = facts(compared.older(), data)
    assert found["国勢調査"].new == "町0（見本）、町1（見本）、町2（見本）　ほか2件"


def test_derived_rates_say_so_and_a_source_that_is_missing_too():
    old, new = compared.older(), compared.newer()
    for row in new["assumptions"]:
        row["is_derived"] = row["kind"] == "MIGRATION"
        row["source"] = "" if row["kind"] in ("MIGRATION", "SURVIVAL") else row["source"]
    found = facts(old, new)
    assert found["純移動率"].new == "二つの表から求めた値"
    assert found["生残率"].new == "出典の記載なし"


def test_moves_births_and_people_who_come_by_a_project():
    own = {"M": {"20-24": Decimal("0.05")}, "F": {"20-24": Decimal("0.04")}}
    other = {"M": {"20-24": Decimal("0.05")}, "F": {"20-24": Decimal("0.09")}}
    homes = Addition("駅前の住宅", 2030, 2030, {"30-34": Decimal(50)}, {"30-34": Decimal(50)})
    found = facts(
        with_spec(ScenarioSpec(moves=Moves.OWN, own_moves=own), number=1),
        with_spec(ScenarioSpec(moves=Moves.OWN, own_moves=other, additions=(homes,))),
    )
    assert found["移動の仮定"].cells == ("移動の仮定", *["年齢階級ごとに独自の純移動率"] * 2, CHANGED)
    assert found["開発などで加わる人"].cells == ("開発などで加わる人", "―", "駅前の住宅", NEWLY)
    assert found["出生の仮定"].cells == ("出生の仮定", *["仮定値の子ども女性比のとおり"] * 2, SAME)
    balanced = facts(
        with_spec(ScenarioSpec(), number=1),
        with_spec(ScenarioSpec(births=Births.TFR, tfr=((2030, Decimal("2.1")),), moves=Moves.BALANCED)),
    )
    assert balanced["移動の仮定"].old == "仮定値の純移動率のとおり"
    assert balanced["移動の仮定"].new == "転入と転出が同じ数になる（純移動率0）"
    assert balanced["出生の仮定"].new == "合計特殊出生率　令和12（2030）年 2.10"


def test_entered_figures_assume_nothing_and_say_so():
    typed = compared.made(compared.town(), [compared.entered(Entered(2020, 20_000), Entered(2045, 19_000))])
    found = facts(compared.older(), typed)
    assert found["出生の仮定"].new == found["移動の仮定"].new == "値を入れた見通しのため、なし"
    assert found["見通しのケース"].new == "想定人口（値を入れた見通し）"


def test_without_anything_in_common_only_the_frame_and_the_sources_stand():
    found = facts(compared.made(compared.town(number=1), []), compared.newer())
    assert [name for name in found if name.endswith("の仮定")] == []
    assert found["基準年"].change == SAME
