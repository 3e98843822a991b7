"""What was read of a print, told back: one sentence a kind."""

from dataclasses import replace

import pytest

from kpi.notation import parse_baseline, parse_target
from kpi.retelling import tell_baseline, tell_target
from kpi.spec import Better, TargetKind

UP, DOWN = Better.UP, Better.DOWN
TARGETS = (
    ("73%", UP, "73％以上、令和9年度まで"),
    ("40万人以上", UP, "400,000人以上、令和9年度まで"),
    ("-38.3%（1990年度比）", DOWN, "1990年度比−38.3％以下、令和9年度まで"),
    ("10件未満", DOWN, "10件未満、令和9年度まで"),
    ("5人超", UP, "5人を超える、令和9年度まで"),
    ("維持", UP, "毎年基準値以上（維持）、令和9年度まで"),
    ("維持", DOWN, "毎年基準値以下（維持）、令和9年度まで"),
    ("維持（令和5年度～令和9年度の平均値）", UP, "令和5年度～令和9年度の平均が基準値以上（維持）"),
    ("維持（令和5年度～令和9年度の累計）", UP, "令和5年度～令和9年度の累計が基準値以上（維持）"),
    ("5年間で7,400人増加（令和5年度～令和9年度）", UP, "令和5年度～令和9年度の累計7,400人以上"),
    ("5年間で100人減少（令和5年度～令和9年度）", DOWN, "令和5年度～令和9年度の累計で100人以上の減少"),
    ("前年より増加", UP, "毎年、前年より増加"),
    ("前年より減少", DOWN, "毎年、前年より減少"),
    ("全国平均を上回る", UP, "同じ年度の全国平均を上回る、令和9年度まで"),
    ("95%（2023年度）、97%（2025年度）", UP, "令和5年度までに95％以上、令和7年度までに97％以上"),
    ("50か所程度", UP, "50か所程度、令和9年度まで"),
    ("十数か所", UP, "11～19か所、令和9年度まで"),
    ("全国展開（1,741市区町村）", UP, "全国展開（1,741市区町村）、令和9年度まで"),
    ("年2％以上", UP, "毎年2％以上、令和9年度まで"),
    ("転入・転出の均衡", UP, "差し引き0（均衡）、令和9年度まで"),
    ("2027年度までに900地域", UP, "900地域以上、令和9年度まで"),
    (
        "にぎわいのあるまち",
        UP,
        "数のない目標で、自動では判定できません。年ごとに判定と理由を入力してください。",
    ),
)


@pytest.mark.parametrize(("print_", "better", "told"), TARGETS)
def test_a_target_is_told_as_it_will_be_judged(print_, better, told):
    spec = parse_target(print_, period=(2023, 2027), better=better)
    assert tell_target(spec, better=better) == told


def test_what_nobody_decided_yet_is_said():
    spec = replace(parse_target("35,000,000ポイント", period=(2023, 2027)), is_period_open=True)
    assert (
        tell_target(spec) == "35,000,000ポイント以上、令和9年度まで（年間か、期間の累計かが決まっていません）"
    )


def test_every_kind_has_its_sentence():
    empty = parse_target("95%（2023年度）、97%（2025年度）")
    assert [kind for kind in TargetKind if not tell_target(replace(empty, kind=kind))] == []


def test_a_baseline_is_told_with_its_time():
    told = [
        tell_baseline(parse_baseline(print_))
        for print_ in (
            "68.1％（令和3年度）",
            "-22.4%（令和2年度、1990年度比）",
            "5,165冊（R4.7～12）",
            "―",
            "",
        )
    ]
    assert told == [
        "68.1％（令和3年度）",
        "−22.4％（1990年度比、令和2年度）",
        "5,165冊（令和4年7月～12月）",
        "現状値はありません",
        "現状値が入力されていません。ない場合は「―」と入力してください。",
    ]
