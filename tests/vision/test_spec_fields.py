"""The editor's fields: what they say is what they were made of, and what cannot be read is told and kept."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from vision.ages import group_keys
from vision.spec import Addition, Births, Entered, Moves, ScenarioSpec, Uncertainty
from vision.spec_fields import differing, read, texts_of, typed_of

OPEN = 90
numbers = st.decimals(-10, 10, places=3)
years = st.integers(2020, 2050)
ages = st.dictionaries(st.sampled_from(group_keys(OPEN)), numbers, max_size=3)
named = st.text(st.characters(categories=("L",)), min_size=1, max_size=8)


@st.composite
def specs(draw) -> ScenarioSpec:
    births, moves = draw(st.sampled_from(Births)), draw(st.sampled_from(Moves))
    points = draw(st.dictionaries(years, st.none() | numbers, max_size=3)).items()
    own = {sex: rates for sex in "MF" if (rates := draw(ages))}
    additions = draw(st.lists(st.builds(Addition, named, years, years, ages, ages, st.just("")), max_size=2))
    return ScenarioSpec(
        starts=draw(st.none() | years),
        births=births,
        tfr=tuple(sorted(points)) if births is Births.TFR else (),
        moves=moves,
        factor=draw(numbers) if moves is Moves.FACTOR else Decimal(1),
        own_moves=(own or None) if moves is Moves.OWN else None,
        additions=tuple(additions),
        uncertainty=draw(
            st.none() | st.builds(Uncertainty, st.integers(1, 10_000), st.integers(0, 99), numbers, numbers)
        ),
    )


def sent(typed) -> dict[str, str]:
    """The fields as a page sends them."""
    data = {name: typed[name] for name in ("starts", "births", "moves", "factor", "unsure", "draws", "seed")}
    data |= {name: typed[name] for name in ("tfr_sd", "migration_sd")}
    for table in ("tfr", "additions", "entered"):
        data[f"{table}-count"] = str(len(typed[table]))
        for n, row in enumerate(typed[table]):
            for name, text in row.items():
                if isinstance(text, dict):
                    data |= {f"{table}-{n}-{name}-{group}": one for group, one in text.items()}
                else:
                    data[f"{table}-{n}-{name}"] = text
    for sex in "MF":
        data |= {f"own-{sex}-{group}": text for group, text in typed["own"][sex].items()}
    return data


@settings(max_examples=40, deadline=None)
@given(specs())
def test_a_spec_goes_through_the_page_unchanged(spec):
    typed = texts_of(spec)
    assert typed_of(sent(typed), OPEN) == typed
    assert read(typed, is_entered=False) == (spec, ())


def test_entered_figures_go_through_the_page_unchanged():
    row = Entered(2027, 402_190, young_share=Decimal("13.3"), working_share=Decimal("60.5"))
    spec = ScenarioSpec(entered=(row,))
    assert read(typed_of(sent(texts_of(spec)), OPEN), is_entered=True) == (spec, ())


def test_empty_rows_are_passed_over_and_rows_stand_in_the_order_of_their_years():
    typed = texts_of(ScenarioSpec(births=Births.TFR))
    typed["tfr"] = [
        {"year": "２０４０", "rate": "1.8"},
        {"year": "", "rate": ""},
        {"year": "2025", "rate": ""},
    ]
    assert read(typed, is_entered=False)[0].tfr == ((2025, None), (2040, Decimal("1.8")))
    typed["entered"] = [dict.fromkeys(typed_of({"entered-count": "1"}, OPEN)["entered"][0], "")]
    assert read(typed, is_entered=True) == (ScenarioSpec(), ())


def test_what_cannot_be_read_is_told_with_its_place():
    typed = texts_of(
        ScenarioSpec(
            births=Births.TFR,
            moves=Moves.OWN,
            additions=(Addition("駅前", 2025, 2025, {}, {}),),
            uncertainty=Uncertainty(),
        )
    )
    typed["tfr"] = [{"year": "", "rate": "1.8"}, {"year": "2040年", "rate": "二"}]
    typed["own"]["F"] = {"20-24": "5％"}
    typed["additions"][0] |= {"last": "", "M": {"0-4": "10.x"}}
    typed["draws"] = "千"
    tail = "は数として読めません。「1.8」のように、数だけを入れてください。"
    assert read(typed, is_entered=False)[1] == (
        f"純移動率 女（20-24歳）：「5％」{tail}",
        "合計特殊出生率 1行めの年を入れてください。",
        f"合計特殊出生率 2行めの年：「2040年」{tail}",
        f"合計特殊出生率 2行め：「二」{tail}",
        "加わる人1の最後の年を入れてください。",
        f"加わる人1 男（0-4歳）：「10.x」{tail}",
        f"試算の回数：「千」{tail}",
    )


def test_a_factor_is_asked_for():
    typed = texts_of(ScenarioSpec(moves=Moves.FACTOR)) | {"factor": ""}
    assert read(typed, is_entered=False)[1] == ("移動の倍率を入れてください。例：0.5",)
    assert read(typed | {"factor": "0"}, is_entered=False) == (
        ScenarioSpec(moves=Moves.FACTOR, factor=Decimal(0)),
        (),
    )


def test_a_share_may_be_typed_with_its_sign():
    typed = texts_of(ScenarioSpec(entered=(Entered(2020, 10),)))
    typed["entered"][0] |= {"young_share": "13.7％", "old": "abc"}
    spec, faults = read(typed, is_entered=True)
    assert spec.entered[0].young_share == Decimal("13.7")
    assert faults == (
        "1行めの老年人口（人）：「abc」は数として読めません。「1.8」のように、数だけを入れてください。",
    )


def test_no_page_can_send_more_rows_than_there_is_room_for():
    assert len(typed_of({"tfr-count": "999"}, OPEN)["tfr"]) == 20
    assert typed_of({"tfr-count": "-1", "entered-count": "9999"}, OPEN)["entered"] == []


def test_both_texts_are_put_beside_each_other_where_they_differ():
    theirs = texts_of(ScenarioSpec(births=Births.TFR, tfr=((2030, Decimal("2.1")), (2040, None))))
    mine = texts_of(ScenarioSpec(moves=Moves.FACTOR, factor=Decimal("0.5"), uncertainty=Uncertainty()))
    assert differing(theirs, theirs) == []
    assert differing(theirs, mine) == [
        ("子どもの生まれ方", "合計特殊出生率 2030年 2.1、2040年 公表された値", "公表された値のまま"),
        ("移動", "公表された値のまま", "公表された値を何倍かにする 0.5倍"),
        ("見通しの幅", "（空）", "1000、20201001、0.1、0.2"),
    ]
    own = texts_of(
        ScenarioSpec(
            moves=Moves.OWN,
            own_moves={"F": {"20-24": Decimal("0.05")}},
            additions=(Addition("駅前", 2025, 2030, {"0-4": Decimal(3)}, {}, "99999"),),
        )
    )
    assert differing(texts_of(ScenarioSpec()), own) == [
        ("移動", "公表された値のまま", "年齢ごとに自分で入れる 女：20-24歳 0.05"),
        ("加わる人", "（空）", "駅前 2025～2030 99999 男：0-4歳 3"),
    ]
