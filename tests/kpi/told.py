"""Judgements as readers are told them: for each way of judging the short note, and a piece of the long explanation."""

from decimal import Decimal

from kpi.findings import Measured
from kpi.grades import DEFAULT
from kpi.known import KnownFrom
from kpi.progress import evaluate
from kpi.telling import Told
from tests.kpi.figures import DOWN, UP, series, start, target, years


def told(spec, figures, baseline, *, better=UP, year=2024, scheme=DEFAULT, **more) -> Told:
    measured = figures if isinstance(figures, list) else series(figures)
    progress = evaluate(
        spec,
        measured,
        baseline=baseline,
        better=better,
        year=year,
        period=(2023, 2027),
        scheme=scheme,
        **more,
    )
    return Told(progress, spec, baseline, better, scheme)


RATE = start("68.1", unit="%", at=2021)
EARLY = [Measured(2023, Decimal("-29.6"), is_provisional=True)]
ROWS = {
    "climbing": (
        told(target("at_least", "73", "%"), {2023: "69.0", 2024: "70.4"}, RATE),
        "上昇幅の46.9％（めやす40％）",
        "現状の68.1％から目標値の73％まで、4.9ポイント上げることをめざしています。令和6年度までに2.3ポイント上がりました（70.4％）。これは、上げる幅の46.9％にあたります。",
    ),
    "counted": (
        told(target("at_least", "11200"), {2024: "9702"}, start("8211", at=2022)),
        "増加の49.9％（めやす40％）",
        "2,989人増やすことをめざしています。令和6年度までに1,491人増えました（9,702人）。",
    ),
    "fallen": (
        told(target("at_least", "73.0", "%"), {2024: "66.9"}, start("67.6", unit="%", at=2021)),
        "現状値より0.7ポイント低い",
        "令和6年度までに0.7ポイント下がりました（66.9％）。めざす向きとは逆です。",
    ),
    "reached": (
        told(target("at_least", "69.0", "%"), {2024: "69.3"}, start("64.2", unit="%", at=2021)),
        "目標より0.3ポイント高い",
        "これは、上げる幅の106.3％にあたります。",
    ),
    "unchanged": (
        told(target("at_least", "73", "%"), {2024: "68.1"}, RATE),
        "上昇幅の0.0％（めやす40％）",
        "令和6年度の値は68.1％で、現状と同じです。",
    ),
    "lower is better, provisional, of the year before": (
        told(target("at_most", "-38.3", "%"), EARLY, start("-22.4", unit="%", at=2020), better=DOWN,
             known_from=KnownFrom((2026, 11))),
        "低下幅の45.3％（めやす20％）。令和5年度速報値による。令和6年度は未公表（令和8年11月予定）",
        "令和5年度（速報値）までに7.2ポイント下がりました（−29.6％）。",
    ),
    "kept": (
        told(target("maintain", None, "%"), {2024: "85.1"}, start("84.8", unit="%", at=2021)),
        "現状値より0.3ポイント高い",
        "現状の84.8％より悪くしないことをめざしています。令和6年度の値は85.1％で、現状値より0.3ポイント高いという結果です。",
    ),
    "a floor": (
        told(target("at_least", "400000"), {2024: "400684"}, start("401558", at=2020)),
        "目標より684人多い",
        "目標値の400,000人を保つことをめざしています。",
    ),
    "a sum": (
        told(target("cumulative_over_period", "7400", span=years()), {2023: 1604, 2024: 1718}, None),
        "途中経過。2年計3,322人（めやす2,960人）",
        "5年間を合わせて7,400人以上にすることをめざしています。令和6年度までの2年間では合わせて3,322人です（2年分のめやすは2,960人）。",
    ),
    "a sum that is complete": (
        told(target("cumulative_over_period", "10", span=years()), dict.fromkeys(range(2023, 2028), 3), None, year=2027),
        "5年計15人。目標より5人多い",
        "令和9年度までの5年間では合わせて15人です",
    ),
    "a mean": (
        told(target("maintain_period_average", None, "", span=years()), {2023: "1.40", 2024: "1.38"},
             start("1.49", "period_average", unit="", span=years(2016, 2020))),
        "途中経過。2年の平均1.39（5年の平均で判定）",
        "5年の平均を、現状の1.49より悪くしないことをめざしています。令和6年度までの2年の平均は1.39です。5年分の値がそろったときに判定します。",
    ),
    "every year": (
        told(target("increase_over_previous_year", None, "冊"), {2023: 11204, 2024: 12960},
             start("5165", "partial_period", unit="冊")),
        "途中経過。前年より1,756冊多い。現状値とは期間などが違い、比べられない",
        "毎年、前の年度より増やすことをめざしています。令和6年度の値は12,960冊で、前年より1,756冊多いという結果です。",
    ),
    "against a reference": (
        told(target("exceed_reference", None, "%", reference="全国平均"), {2024: "79.1"}, start("72.0", unit="%", at=2020),
             reference=[Measured(2024, Decimal("78.5"))]),
        "全国平均より0.6ポイント高い",
        "同じ年度の全国平均を上回ることをめざしています。令和6年度は79.1％、全国平均は78.5％です。",
    ),
    "from nothing": (
        told(target("at_least", "200"), {2024: 90}, start(None, "to_be_built")),
        "目標値の45.0％（めやす40％）",
        "計画を立てたときにはまだ始まっていなかったため、実績と目標値をそのまま比べます。",
    ),
    "everybody": (
        told(target("all", None, "団体", denominator="1741"), {2024: 1000}, start("0", unit="団体", at=2022)),
        "全体の57.4％（めやす40％）",
        "全部（1,741団体）に行きわたることをめざしています。令和6年度は1,000団体で、全体の57.4％です。",
    ),
    "balance": (
        told(target("balance"), {2024: -60}, start("-120", at=2022)),
        "均衡まで60人",
        "令和6年度の値は−60人、目標値は0人です。",
    ),
    "a deed": (
        told(target("completion", None, ""), {2024: 0}, None),
        "まだ完成していない。まだ判定する時期でない",
        "まだ完成していない。",
    ),
    "no survey": (
        told(target("maintain", None, "%"), {}, start("72.0", unit="%", at=2020), known_from=KnownFrom(None, False, 2025)),
        "調査年でない（次は令和7年度）",
        "令和6年度は調査の年でないため、値がありません。次の調査は令和7年度です。",
    ),
    "not yet public": (
        told(target("at_least", "73", "%"), {}, RATE, known_from=KnownFrom((2025, 7))),
        "未公表（令和7年7月予定）",
        "令和6年度の値は、まだ公表していません。令和7年7月に公表する予定です。",
    ),
    "open period": (
        told(target("at_least", "40", is_period_open=True), {2024: 90}, None),
        "目標の期間（年間か累計か）の記載がない",
        "目標が1年ごとのものか、期間を合わせたものか、計画に書かれていないため、判定しません。",
    ),
}  # fmt: skip
