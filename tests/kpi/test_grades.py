"""The presets grade as the towns do, and a scheme that somebody edited is read back whole or refused in sentences."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.findings import Basis, Finding
from kpi.grades import ABFN, DEFAULT, INO, NAGAYO, PRESETS, SANO, TAMA, SchemeError, check, from_data, to_data
from kpi.grading import Elapsed, Grade, GradeScheme, Measure, Rule, Tone, Versus
from kpi.spec import TargetKind
from tests.kpi.figures import DOWN, judge, start, target
from tests.sources import ROOT, table_rows

LEVEL = target("at_least", 200, "人")


def grades(scheme, figures, *, year=2025, spec=LEVEL, begun=100, **more):
    return [
        judge(spec, {year: figure}, begun, year=year, scheme=scheme, **more).status.sign for figure in figures
    ]


# --- presets ------------------------------------------------------------------------------------------------------


def test_there_are_six_to_choose_from_and_each_has_a_grade_for_what_cannot_be_judged():
    assert list(PRESETS) == ["default", "tama", "nagayo", "ino", "sano", "abfn"]
    for scheme in PRESETS.values():
        assert judge(LEVEL, {}, 100, scheme=scheme).status.tone is Tone.UNKNOWN
        assert {rule.grade for rule in scheme.rules} == {grade.key for grade in scheme.grades}


def test_our_own_words_and_signs_are_the_designs():
    assert [(grade.sign, grade.word) for grade in DEFAULT.grades] == [
        ("◎", "達成"), ("○", "順調"), ("△", "やや遅れ"), ("×", "遅れ"), ("▼", "基準値を下回る"), ("－", "判定不能"),
    ]  # fmt: skip
    # three of five years: 60 % is in time, 36 % is 0.6 of it
    assert grades(DEFAULT, [200, 160, 159, 136, 135, 100, 99]) == ["◎", "○", "△", "△", "×", "×", "▼"]


def test_tama_asks_for_a_fifth_a_year():
    """20 % in the first year, 40 % in the second … and 100, 60 % of that (多摩市 評価方法（案）)."""
    assert grades(TAMA, [120, 119, 112, 111, 90], year=2023) == ["①", "②", "②", "③", "③"]
    assert grades(TAMA, [200, 199, 160, 159], year=2027) == ["①", "②", "②", "③"]
    assert grades(TAMA, [90, 100], spec=target("maintain")) == ["③", "①"]
    assert judge(LEVEL, {2025: 120}, scheme=TAMA).status.sign == "－"  # no baseline, before the deadline


def test_nagayo_compares_with_target_and_baseline():
    assert grades(NAGAYO, [200, 101, 100, 90, 89]) == ["S", "A", "B", "B", "C"]
    assert judge(LEVEL, {2025: 120}, scheme=NAGAYO).status.sign == "－"
    fewer = target("at_most", 50)
    assert grades(NAGAYO, [50, 99, 100, 110, 111], spec=fewer, better=DOWN) == ["S", "A", "B", "B", "C"]
    balanced = target("balance", 0)
    assert grades(NAGAYO, [0, -50, -100, -110, -111], spec=balanced, begun=-100) == ["S", "A", "B", "B", "C"]


def test_ino_compares_with_the_target():
    assert grades(INO, [201, 200, 199, 101, 100, 99]) == ["◎", "○", "△", "△", "×", "×"]
    assert grades(INO, [96, 95, 94], spec=target("maintain"), begun=95) == ["◎", "○", "×"]


def test_sano_has_seven_steps_of_the_rate():
    figures = [200, 199, 190, 189, 180, 170, 160, 150, 149, 50]
    assert grades(SANO, figures) == ["7", "6", "6", "5", "5", "4", "3", "2", "1", "1"]
    # 維持 that was not kept has no rate; actual ÷ target stands in
    assert grades(SANO, [95, "94.8", 40], spec=target("maintain"), begun=95) == ["7", "6", "1"]


def test_abfn_looks_at_the_elapsed_share_and_calls_deeds_f():
    assert grades(ABFN, [200, 160, 159]) == ["A", "A", "B"]
    assert judge(target("completion"), {}, scheme=ABFN).status.sign == "F"
    assert judge(target("completion"), {2025: 1}, scheme=ABFN).status.sign == "F"
    assert judge(LEVEL, {}, 100, scheme=ABFN).status.sign == "N"


def test_the_worked_table_of_the_documentation_is_what_comes_out():
    text = (ROOT / "docs" / "algorithms" / "progress.md").read_text(encoding="utf-8")
    rows = table_rows(text, "| a | default | 多摩市型 | 長与町型 | いの町型 | 佐野市型 | A/B/F/N |")
    assert len(rows) == 9
    for actual, *printed in rows:
        figures = {} if actual == "none" else {2025: actual}
        came_out = [judge(LEVEL, figures, 100, scheme=scheme).status for scheme in PRESETS.values()]
        assert [f"{came_out[0].sign} {came_out[0].word}", *(grade.sign for grade in came_out[1:])] == printed


# --- stored -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", PRESETS.values(), ids=PRESETS)
def test_a_scheme_comes_back_as_it_was_stored(scheme):
    data = json.loads(json.dumps(to_data(scheme), ensure_ascii=False))
    assert check(data) == () and from_data(data) == scheme


def test_what_an_office_edits_is_kept():
    data = to_data(DEFAULT)
    data["elapsed"] = "baseline"
    data["grades"][2]["word"] = "もう少し"
    data["rules"][5]["at_least"] = "0.75"
    data["rules"][6]["below"] = "0.75"
    edited = from_data(data)
    assert edited.elapsed is Elapsed.BASELINE
    assert judge(LEVEL, {2025: 145}, 100, scheme=edited).status.word == "もう少し"
    assert judge(LEVEL, {2025: 144}, 100, scheme=edited).status.word == "遅れ"


def broken(change) -> tuple[str, ...]:
    data = to_data(DEFAULT)
    change(data)
    with pytest.raises(SchemeError) as caught:
        from_data(data)
    assert caught.value.faults == check(data) and str(caught.value)
    return caught.value.faults


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data.update(key="達成"), "設定の記号"),
        (lambda data: data.update(name=" "), "設定の名前"),
        (lambda data: data.update(elapsed="x"), "経過年数の数え方"),
        (lambda data: data.update(colour="red"), "知らない項目があります（colour）"),
        (lambda data: data.update(grades=[]), "判定の区分と規則が要ります"),
        (lambda data: data.update(rules="all"), "判定の区分と規則が要ります"),
        (lambda data: data["grades"][0].update(key="late"), "区分4：記号「late」が二度使われています"),
        (lambda data: data["grades"][0].update(word=""), "区分1：語を20字まで"),
        (lambda data: data["grades"][0].update(sign="◎◎◎◎"), "区分1：印を3字まで"),
        (lambda data: data["grades"][0].update(tone="pink"), "区分1：色を"),
        (lambda data: data["grades"][0].update(key=3), "区分1：記号は"),
        (lambda data: data["grades"][0].update(x=3), "区分1：知らない項目"),
        (lambda data: data["rules"][2].update(grade="done"), "規則3：区分「done」は一覧にありません"),
        (lambda data: data["rules"][2].update(if_so=1), "規則3：知らない条件があります（if_so）"),
        (lambda data: data["rules"][2].update(achieved="yes"), "規則3：「判定できない」「達成」「期限」"),
        (lambda data: data["rules"][3].update(versus="lower"), "規則4：基準値との比較"),
        (lambda data: data["rules"][1].update(kinds=["sum"]), "規則2：目標の種類"),
        (lambda data: data["rules"][4].update(measure="speed"), "規則5：比べる数は"),
        (lambda data: data["rules"][4].update(at_least="1,0"), "規則5：境目の値を"),
        (lambda data: data["rules"][4].update(at_least=1.5), "規則5：境目の値を"),
        (lambda data: data["rules"][4].update(at_least="NaN"), "規則5：境目の値を"),
        (lambda data: data["rules"][4].update(at_least="1001"), "規則5：境目の値を"),
        (lambda data: data["rules"][4].pop("at_least"), "規則5：比べる数と境目の値は"),
        (lambda data: data["rules"][4].pop("measure"), "規則5：比べる数と境目の値は"),
        (lambda data: data["rules"][5].update(below="0.6"), "規則6：境目の下の値が上の値より大きく"),
        (lambda data: data["rules"][0].update(achieved=True), "規則1：値がなく判定できないときの規則に"),
        (lambda data: data["rules"].pop(0), "値がなく判定できないKPIのための、条件のない規則が最後に要ります"),
        (lambda data: data["rules"].pop(), "判定できるKPIのための、条件のない規則が最後に要ります"),
        (lambda data: data["rules"].insert(1, {"grade": "late"}), "規則2より後の規則3は使われません"),
        (lambda data: data["rules"].extend([{"grade": "late"}] * 60), "規則は60個まで"),
    ],
)  # fmt: skip
def test_a_scheme_that_cannot_grade_is_refused_in_sentences(change, sentence):
    faults = broken(change)
    assert any(sentence in fault for fault in faults), faults
    assert all(fault.endswith("。") for fault in faults)


def test_all_faults_are_told_at_once():
    def change(data):
        data["name"] = ""
        data["rules"][2]["grade"] = "x"
        data["rules"][4]["at_least"] = "x"

    assert len(broken(change)) == 3


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["rate", "0.5", "late"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_whatever_is_stored_is_read_or_refused(data):
    stored = to_data(data.draw(st.sampled_from(list(PRESETS.values()))))
    rows = data.draw(st.sampled_from([stored, *stored["grades"], *stored["rules"]]))
    rows[data.draw(st.sampled_from([*rows, *("kinds", "above", "versus", "missing", "achieved")]))] = (
        data.draw(json_values)
    )
    try:
        scheme = from_data(stored)
    except SchemeError as error:
        assert error.faults and all(isinstance(fault, str) and fault for fault in error.faults)
        return
    assert from_data(to_data(scheme)) == scheme
    for kind in TargetKind:
        for achieved in (None, False, True):
            assert scheme.grade(kind, Finding(achieved)) in scheme.grades


@given(json_values)
def test_any_data_at_all(data):
    assert check(data)


rules = st.builds(
    lambda grade, kinds, stated, measure, bound: Rule(
        grade, kinds=tuple(kinds), achieved=stated[0], is_due=stated[1], versus=stated[2], measure=measure,
        at_least=bound if measure else None,
    ),
    st.sampled_from(["a", "b"]), st.lists(st.sampled_from(TargetKind), max_size=2, unique=True),
    st.tuples(st.sampled_from([None, True, False]), st.sampled_from([None, True, False]), st.sampled_from([None, *Versus])),
    st.none() | st.sampled_from(Measure), st.decimals(-10, 10, places=2),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(rules.filter(lambda rule: not rule.is_open), max_size=5))
def test_any_sound_scheme_comes_back_and_grades_everything(chosen):
    scheme = GradeScheme(
        "own", "自作", (Grade("a", "A", "甲", Tone.ON_TRACK), Grade("b", "－", "乙", Tone.UNKNOWN)),
        (Rule("b", missing=True), *chosen, Rule("a")),
    )  # fmt: skip
    assert from_data(json.loads(json.dumps(to_data(scheme)))) == scheme
    for found in (
        Finding(None),
        Finding(False, Basis.SHARE, rate=Decimal("-0.5"), expected=Decimal("0.2")),
        Finding(True),
    ):
        assert scheme.grade(TargetKind.AT_LEAST, found) in scheme.grades


def test_a_preset_can_be_named_anew():
    assert from_data(to_data(replace(TAMA, key="tama-2", name="本市の区分"))).name == "本市の区分"
    assert judge(LEVEL, {2025: 160}, start(100), scheme=replace(TAMA, key="own")).scheme == "own"
