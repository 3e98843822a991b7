"""The method in words: what was derived, assumed, left out."""

from decimal import Decimal

from tests.vision.worlds import data_of, given, rates, scenario, table
from vision.computing import computed
from vision.scenarios import preset
from vision.spec import Addition, Births, Entered, Moves, ScenarioSpec, Uncertainty
from vision.telling import BETWEEN, ENTERED, ROUNDED, told_of, told_of_assumptions, told_of_method


def told(spec=None, *, which=told_of, **changes):
    data = computed(data_of(scenario(spec=spec), **changes))
    return list(which(data, data["scenarios"][0]))


METHOD = [
    "令和2（2020）年の国勢調査による男女別・年齢5歳階級別の人口をもとに、令和32（2050）年まで5年ごとに、コーホート要因法で推計しました。"
    "同じ年に生まれた人の集まりごとに、5年のあいだに亡くなる人と転入・転出する人を見込む方法です。",
    "年齢は0～4歳から90歳以上までの5歳階級です。",
    "生残率は、見本によるものです。",
    "純移動率は、見本によるものです。",
    BETWEEN,
    ROUNDED,
]
CHILDREN = [
    "0～4歳の人口は、15～49歳の女性の数に子ども女性比をかけ、0～4歳性比で男女に分けて求めました。",
    "子ども女性比は、見本によるものです。",
]


def test_the_published_course():
    assert told() == [*METHOD, *CHILDREN, "移動は、もとの値のままとしました。"]


def test_simulation_2():
    assert told(preset("SIM2", 2020), which=told_of_assumptions) == [
        *CHILDREN,
        "合計特殊出生率は、令和7（2025）年は公表された子ども女性比から求めた値、令和12（2030）年は2.1、"
        "その間は直線で変わり、その後は変わらないものとしました。",
        "令和7（2025）年より前は、公表された子ども女性比のままです。",
        "合計特殊出生率は、全国の子ども女性比と合計特殊出生率の比（k）をかけて、子ども女性比に直しています。"
        "全国の女性の年齢の割合が当てはまるものとした計算です。",
        "kは、見本によるものです。",
        "令和7（2025）年以降の移動は、転入と転出が男女・年齢別に同じ数になり、増減がないものとしました。",
    ]


def test_a_ratio_that_goes_on_is_said():
    short = [one | {"data": {"years": {"2045": "0.14"}}} for one in given() if one["kind"] == "TFR_RATIO"]
    found = told(preset("SIM1", 2020), assumptions=[*given()[:-1], *short], which=told_of_assumptions)
    assert found[-2] == "令和27（2045）年より後のkは、令和27（2045）年の値が続くものとしました。"


def test_a_path_that_begins_later_says_since_when():
    spec = ScenarioSpec(births=Births.TFR, tfr=((2035, Decimal("1.80")),))
    found = told(spec, which=told_of_assumptions)
    assert found[2] == "合計特殊出生率は、令和17（2035）年は1.80、その後は変わらないものとしました。"
    assert found[3] == "令和17（2035）年より前は、公表された子ども女性比のままです。"


def test_moves():
    half = ScenarioSpec(moves=Moves.FACTOR, factor=Decimal("0.50"), starts=2030)
    assert told(half)[-1] == "令和12（2030）年以降の移動は、純移動率をもとの値の0.5倍としました。"
    limit = "転出する人が生き残る人より多くなる年齢では、生き残る人がみな転出するものとしました。"
    for factor in ("9", "-0.5"):
        assert told(ScenarioSpec(moves=Moves.FACTOR, factor=Decimal(factor)))[-1] == limit
    own = {"M": {"20-24": Decimal("0.05")}, "F": {"20-24": Decimal("0.04"), "90+": Decimal("-0.01")}}
    assert told(ScenarioSpec(moves=Moves.OWN, own_moves=own))[-1] == (
        "令和7（2025）年以降の移動は、次の年齢の純移動率を独自に定めました（5年後の年齢で示す）。"
        "男：20～24歳 0.05／女：20～24歳 0.04、90歳以上 −0.01。"
    )


def test_people_who_are_added():
    homes = Addition("団地", 2030, 2035, {"30-34": Decimal(40)}, {"30-34": Decimal(38)})
    dorm = Addition("大学", 2030, 2030, {"20-24": Decimal(1000)}, {}, area="99998")
    two = [{"code": "99999", "name": "見本町"}, {"code": "99998", "name": "例示町"}]
    spec = ScenarioSpec(additions=(homes, dorm))
    found = told(spec, areas=two, tables=[table(), table(area="99998")])
    after = "加わった人も、その後は同じ率で年をとり、移動し、子どもをもつものとしています。"
    assert found[-2:] == [
        "「団地」により、令和7～12（2025～2030）年から令和12～17（2030～2035）年までの5年ごとに78人が加わるものとしました。"
        + after,
        "「大学」（例示町）により、令和7～12（2025～2030）年の5年間に1,000人が加わるものとしました。" + after,
    ]
    assert found[1] == "見本町、例示町をそれぞれ推計し、足し合わせました。"


def test_the_band():
    spec = ScenarioSpec(uncertainty=Uncertainty(draws=1000))
    assert told(spec)[-1] == (
        "合計特殊出生率のふれ（標準偏差0.1）と純移動率のふれ（標準偏差20％）を仮に置いて1,000回計算し、"
        "その90％が入る幅を示しました。"
        "この幅は仮に置いたふれによるもので、実際の人口がこの中に収まることを約束するものではありません。"
    )


def test_people_of_unknown_age():
    counts = table()
    counts["data"]["years"]["2020"]["unknown"] = [700, 534]
    apart, shared = (told(tables=[counts | {"unknown": how}])[1] for how in ("APART", "DISTRIBUTED"))
    assert apart == "年齢がわからない人（年齢不詳）1,234人は、推計に含めていません。"
    assert shared == (
        "年齢がわからない人（年齢不詳）1,234人は、男女別に、年齢がわかる人の割合に応じて各年齢に配分しました。"
    )


def test_what_was_derived():
    published = [table("PROJECTION", years=(2020, 2025, 2030))]
    split = told(tables=published, assumptions=[rates("SURVIVAL")], which=told_of_method)
    assert split[2:4] == [
        "生残率は、見本によるものです。",
        "純移動率は、将来推計（見本）の5年ごとの人口の変化から生残率を引いて求めた値です。",
    ]
    whole = told(tables=published, assumptions=[])
    assert whole[2:4] == [
        "生き残る割合と移動する割合を合わせた変化率を、将来推計（見本）の5年ごとの人口から求めました。"
        "二つを分けていないため、自然増減と社会増減は示していません。",
        "令和12（2030）年より後は、令和7～12（2025～2030）年の率が続くものとしました。",
    ]
    assert whole[-3:-1] == [
        "子ども女性比は、公表された将来推計の人口から求めた値です。",
        "令和12（2030）年より後の子ども女性比は、令和12（2030）年の値が続くものとしました。",
    ]
    marked = [one | {"is_derived": True} for one in given()]
    assert told(assumptions=marked)[3] == "純移動率は、見本により、二つの表から求めた値です。"
    unnamed = [one | {"is_derived": True, "source": ""} for one in given()]
    assert told(assumptions=unnamed)[3] == "純移動率は、二つの表から求めた値です。"


def test_what_was_folded():
    found = told(assumptions=[rates("SURVIVAL", open_from=85), *given()[1:]])
    assert found[1:3] == [
        "年齢は0～4歳から85歳以上までの5歳階級です。",
        "最も高い年齢の区分がそろわない表は、「85歳以上」にまとめて使いました。",
    ]


def test_entered_figures_are_no_computation():
    data = computed(data_of(scenario("ENTERED", ScenarioSpec(entered=(Entered(2027, 402_190),)))))
    assert told_of(data, data["scenarios"][0]) == ENTERED


def test_a_vision_with_nothing_in_it_can_be_told_too():
    assert told(tables=[], areas=[], assumptions=[])[-1] == "移動は、もとの値のままとしました。"
