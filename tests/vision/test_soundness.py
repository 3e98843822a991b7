"""What is wrong with the assumptions of a scenario, in sentences."""

from dataclasses import replace
from decimal import Decimal

import pytest

from vision.soundness import faults_of
from vision.spec import Addition, Births, Entered, Moves, ScenarioSpec, Uncertainty

GOOD = ScenarioSpec(
    starts=2025,
    births=Births.TFR,
    tfr=((2025, None), (2040, Decimal("1.8"))),
    moves=Moves.OWN,
    own_moves={"M": {"20-24": Decimal("0.1")}},
    additions=(Addition("駅前", 2025, 2030, {"30-34": Decimal(50)}, {}, "99999"),),
    uncertainty=Uncertainty(),
)


def faults(spec: ScenarioSpec, *, is_entered: bool = False) -> tuple[str, ...]:
    return faults_of(spec, base_year=2020, last_year=2050, areas=["99999"], is_entered=is_entered)


def test_sound_assumptions_have_no_fault():
    assert faults(GOOD) == faults(ScenarioSpec()) == ()


ADDED = GOOD.additions[0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts": 2027}, "変える最初の年：2025年から2050年までの、5年ごとの年から選んでください。"),
        ({"starts": 2020}, "変える最初の年：2025年から2050年までの、5年ごとの年から選んでください。"),
        ({"tfr": ()}, "合計特殊出生率：年と率を、少なくとも1行入れてください。"),
        (
            {"tfr": ((2030, None), (2030, Decimal(2)))},
            "合計特殊出生率：同じ年が2回あります。どちらかの行をけしてください。",
        ),
        (
            {"tfr": ((2015, None),)},
            "合計特殊出生率：2015年は基準年（2020年）より前か、遠すぎます。",
        ),
        (
            {"tfr": ((2030, Decimal(0)),)},
            "合計特殊出生率：2030年の0は、0より大きく10以下の数にしてください。",
        ),
        (
            {"moves": Moves.FACTOR, "factor": Decimal(11)},
            "移動：倍率は-10から10までの数で入れてください。",
        ),
        ({"own_moves": None}, "移動：独自の純移動率を、少なくとも一つの年齢に入れてください。"),
        (
            {"own_moves": {"F": {"20-24": Decimal(5)}}},
            "移動：20-24歳の女の純移動率5は、-1から1までの数にしてください（1％は0.01）。",
        ),
        (
            {"additions": (replace(ADDED, name=""),)},
            "加わる人1：名前を入れてください（例：駅前の住宅開発）。",
        ),
        (
            {"additions": (ADDED, replace(ADDED, first=2026))},
            "加わる人2：最初と最後の年は、2025年から2050年までの、5年ごとの年にしてください。",
        ),
        ({"additions": (replace(ADDED, first=2035),)}, "加わる人1：最後の年が最初の年より前です。"),
        (
            {"additions": (replace(ADDED, male={"0-4": Decimal(0)}),)},
            "加わる人1：人数を、少なくとも一つの年齢に入れてください。",
        ),
        (
            {"additions": (replace(ADDED, female={"0-4": Decimal(-10_000_001)}),)},
            "加わる人1：人数は、一つの年齢に10,000,000人までにしてください。",
        ),
        (
            {"additions": (replace(ADDED, name="駅" * 61),)},
            "加わる人1：名前は60字までにしてください。",
        ),
        (
            {"additions": (replace(ADDED, area="12345"),)},
            "加わる人1：区域を選び直してください。前の区域はもうありません。",
        ),
        (
            {"uncertainty": Uncertainty(draws=99)},
            "見通しの幅：試算の回数は100から10,000までの数にしてください。",
        ),
        ({"uncertainty": Uncertainty(seed=-1)}, "見通しの幅：乱数の種は、0以上の整数にしてください。"),
        (
            {"uncertainty": Uncertainty(tfr=Decimal("2.1"))},
            "見通しの幅：ばらつき（標準偏差）は、0から2までの数にしてください。",
        ),
    ],
)
def test_what_cannot_be_is_said_with_its_place(changes, sentence):
    assert faults(replace(GOOD, **changes)) == (sentence,)


def test_what_is_not_used_is_not_looked_at():
    assert faults(replace(GOOD, births=Births.PUBLISHED, tfr=(), moves=Moves.BALANCED, own_moves=None)) == ()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "値：年と総人口を、少なくとも1行入れてください。"),
        ((Entered(2020, 10), Entered(2020, 11)), "値：同じ年が2回あります。どちらかの行をけしてください。"),
        ((Entered(2020, 0),), "値：2020年の人数は、0より大きい数にしてください。"),
        (
            (Entered(2020, 1_000, 100, 600, 250),),
            "値：2020年の3区分の合計950人が、総人口1,000人と50人違います。どちらかを直してください。",
        ),
        (
            (Entered(2020, 10, young_share=Decimal(137)),),
            "値：2020年の割合は、0から100までの数（％）にしてください。",
        ),
        (
            (Entered(2020, 10, None, None, None, Decimal("13.7"), Decimal("60.0"), Decimal("27.3")),),
            "値：2020年の3区分の割合の合計が101.0％です。直してください。",
        ),
    ],
)
def test_entered_figures_agree_with_each_other(rows, sentence):
    assert faults(ScenarioSpec(entered=rows), is_entered=True) == (sentence,)


def test_shares_as_printed_may_add_up_to_a_tenth_less():
    row = Entered(2020, 401_558, None, None, None, Decimal("13.7"), Decimal("60.0"), Decimal("26.2"))
    assert faults(ScenarioSpec(entered=(row,)), is_entered=True) == ()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (Entered(1, 1000), "値：年は、1930年から2200年までの西暦にしてください。"),
        (Entered(10_000, 1000), "値：年は、1930年から2200年までの西暦にしてください。"),
        (Entered(2020, 10**11), "値：2020年の人数が大きすぎます。桁を確かめてください。"),
    ],
)
def test_entered_figures_that_no_page_could_show(row, sentence):
    assert faults(ScenarioSpec(entered=(row,)), is_entered=True) == (sentence,)
